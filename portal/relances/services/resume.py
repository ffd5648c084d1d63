"""The weekly digest of an adviser: what is late in the portfolio, and what soon will be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from habilitations.models import Portefeuille, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.attendus import Demande, Fiche, dossiers_attendus
from portal.dossiers.presentation.limites import Limite
from portal.relances.models import ResumeHebdo
from portal.relances.services.attente import midi
from portal.relances.services.redaction import Redige
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Relu, Retire, Verdict

RELECTEUR = "relances.resume"
JOURS_A_VENIR = 7
MONTREES = 30


@dataclass(frozen=True)
class Ligne:
    """One file of the digest."""

    dossier: Fiche
    limite: Limite
    suite: str
    adresse: str


def resumer_la_semaine(
    jour: date, *, caf_id: int | None = None, maintenant: datetime | None = None
) -> list[int]:
    """Write the digests of the week that are not written yet; return the ids of the e-mails.

    ``caf_id``: those of one Caf only; an adviser of two has one digest, whichever comes first.
    The first run of the week writes them, on Monday or later. An adviser who has nothing late nor
    due within a week gets none.
    """
    lundi = lundi_de(jour)
    portefeuilles = Portefeuille.objects.select_related("titulaire", "remplacant")
    if caf_id is not None:
        portefeuilles = portefeuilles.filter(caf=caf_id)
    deja = set(ResumeHebdo.objects.filter(semaine=lundi).values_list("utilisateur", flat=True))
    ecrits = []
    for conseiller in conseillers(jour, portefeuilles):
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
    redige = rediger_resume(qui, jour)
    if redige is None:
        return None
    courriel = courriels.deposer(
        qui.email,
        redige.objet,
        redige.texte,
        html=redige.html,
        destinataire_id=qui.pk,
        relecteur=RELECTEUR,
        parametres={"jour": jour.isoformat()},
        maintenant=maintenant,
        annoncer=False,
    )
    return ResumeHebdo.objects.create(utilisateur=qui, semaine=lundi, courriel=courriel)


def relire_resume(courriel: Courriel, maintenant: datetime) -> Verdict:
    """The digest as it reads at this moment; withdrawn once its week is over, or empty."""
    resume = ResumeHebdo.objects.select_related("utilisateur").get(courriel=courriel.pk)
    ecrit_pour = date.fromisoformat(courriel.parametres.get("jour", str(resume.semaine)))
    jour = max(ecrit_pour, timezone.localdate(maintenant))
    if jour > resume.semaine + timedelta(days=6):
        return Retire("La semaine de ce résumé était passée au moment de l’envoi.")
    redige = rediger_resume(resume.utilisateur, jour)
    if redige is None:
        return Retire("Plus rien n’était en retard ni à rendre au moment de l’envoi.")
    return Relu(resume.utilisateur.email, redige.objet, redige.texte, redige.html)


def rediger_resume(qui: Utilisateur, jour: date) -> Redige | None:
    """The digest of an adviser as it reads on a day; None when there is nothing to say to them."""
    lignes = _lignes(qui, jour) if qui.is_active else []
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
    return Redige(objet, texte, html)


def conseillers(jour: date, portefeuilles: Iterable[Portefeuille]) -> list[Utilisateur]:
    """Who answers for these portfolios on that day, the substitute in place of the holder."""
    trouves = {p.referent(jour) for p in portefeuilles}
    return sorted((u for u in trouves if u.is_active), key=lambda u: u.pk)


def lundi_de(jour: date) -> date:
    """The Monday that names the week of a day."""
    return jour - timedelta(days=jour.weekday())


def _lignes(qui: Utilisateur, jour: date) -> list[Ligne]:
    """Files of the portfolio in the partners' hands, late or due within a week, oldest first."""
    acteur, base = Acteur(qui, midi(jour)), settings.ADRESSE_PUBLIQUE.rstrip("/")
    lignes = []
    for dossier in dossiers_attendus(Demande(jour, portefeuille_de=acteur)):
        if dossier.echeance is None or dossier.echeance.jours > JOURS_A_VENIR:
            continue
        fiche = dossier.fiche
        limite = Limite.de(dossier.echeance, fiche.code_caf)
        lignes.append(Ligne(fiche, limite, dossier.suite(acteur), f"{base}{fiche.adresse}"))
    return sorted(lignes, key=lambda x: (x.limite.le, x.dossier.pk))
