"""The weekly digest of an adviser: what is late in the portfolio, and what soon will be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from declarations.models import Declaration
from declarations.presentation.limites import Limite
from declarations.presentation.suite import suite_de
from habilitations.models import Portefeuille, Utilisateur
from habilitations.permissions import Acteur
from portal.relances.models import ResumeHebdo
from portal.relances.services.attente import chez_le_partenaire, echeance_en_liste, midi
from portal.socle import courriels

JOURS_A_VENIR = 7
MONTREES = 30


@dataclass(frozen=True)
class Ligne:
    """One file of the digest."""

    declaration: Declaration
    limite: Limite
    suite: str
    adresse: str


def resumer_la_semaine(jour: date, maintenant: datetime | None = None) -> list[int]:
    """Write the digests of the week that are not written yet; return the ids of the e-mails.

    The first run of the week writes them, on Monday or later. An adviser who has nothing late nor
    due within a week gets none.
    """
    lundi = jour - timedelta(days=jour.weekday())
    deja = set(ResumeHebdo.objects.filter(semaine=lundi).values_list("utilisateur", flat=True))
    ecrits = []
    for conseiller in _conseillers(jour):
        if conseiller.pk not in deja:
            resume = preparer_resume(conseiller.pk, jour, lundi, maintenant or timezone.now())
            if resume:
                ecrits.append(resume.courriel_id)
    courriels.annoncer_apres_validation(ecrits)
    return ecrits


@transaction.atomic
def preparer_resume(
    conseiller_id: int, jour: date, lundi: date, maintenant: datetime
) -> ResumeHebdo | None:
    """Write one adviser's digest, under a lock on the person; None when there is nothing to say."""
    qui = Utilisateur.objects.select_for_update(no_key=True).get(pk=conseiller_id)
    if ResumeHebdo.objects.filter(utilisateur=qui, semaine=lundi).exists():
        return None
    lignes = _lignes(qui, jour)
    if not lignes:
        return None
    retards = [x for x in lignes if x.limite.en_retard]
    a_venir = [x for x in lignes if not x.limite.en_retard]
    base = settings.ADRESSE_PUBLIQUE.rstrip("/")
    contexte = {
        "destinataire": qui,
        "rubriques": [
            (titre, len(liste), liste[:MONTREES])
            for titre, liste in (("En retard", retards), ("À rendre d’ici sept jours", a_venir))
            if liste
        ],
        "instruction": f"{base}{reverse('declarations:file')}",
        "relances": f"{base}{reverse('relances:previsions')}",
    }
    texte, html = courriels.rendre("resume", contexte)
    objet = f"Votre semaine : {len(retards)} en retard, {len(a_venir)} à rendre d’ici sept jours"
    courriel = courriels.deposer(
        qui.email,
        objet,
        texte,
        html=html,
        destinataire_id=qui.pk,
        maintenant=maintenant,
        annoncer=False,
    )
    return ResumeHebdo.objects.create(utilisateur=qui, semaine=lundi, courriel=courriel)


def _conseillers(jour: date) -> list[Utilisateur]:
    """Who answers for a portfolio on that day, the substitute in place of the holder."""
    portefeuilles = Portefeuille.objects.select_related("titulaire", "remplacant")
    trouves = {p.referent(jour) for p in portefeuilles}
    return sorted((u for u in trouves if u.is_active), key=lambda u: u.pk)


def _lignes(qui: Utilisateur, jour: date) -> list[Ligne]:
    """Files of the portfolio in the partners' hands, late or due within a week, oldest first."""
    acteur, base = Acteur(qui, midi(jour)), settings.ADRESSE_PUBLIQUE.rstrip("/")
    lignes = []
    declarations = Declaration.objects.du_portefeuille(acteur)
    for declaration in chez_le_partenaire(declarations, jour):
        echeance = echeance_en_liste(declaration, jour)
        if echeance is None or (echeance.le - jour).days > JOURS_A_VENIR:
            continue
        limite = Limite(echeance.le, echeance.genre, (echeance.le - jour).days, echeance.close_le)
        suite = suite_de(declaration, acteur, cote_caf=True).texte
        adresse = f"{base}{reverse('declarations:dossier', args=[declaration.pk])}"
        lignes.append(Ligne(declaration, limite, suite, adresse))
    return sorted(lignes, key=lambda x: (x.limite.le, x.declaration.pk))
