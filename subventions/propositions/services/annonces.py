"""Who is told of a value: those who may publish it, then the advisers whose estimates follow it.

Each reads a notice on the portal, and an e-mail that says more.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from habilitations.models import AffectationAgent, Equipement, Fonction, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.nouvelles import Nouvelle, noter
from portal.socle import courriels
from portal.socle.formats import citer
from portal.socle.models import Courriel
from subventions.models import PropositionBareme
from subventions.propositions.models import FONCTIONS_BAREMES

CONSEILLERS = (Fonction.GESTIONNAIRE_CONSEIL, Fonction.CHARGE_CONSEIL)
LOT = 500
A_PUBLIER, PUBLIE = "bareme_a_publier", "bareme_publie"
_TITRES = {
    A_PUBLIER: "Une valeur de barème attend d’être publiée",
    PUBLIE: "Une valeur de barème est publiée",
}


def prevenir_les_decideurs(proposition: PropositionBareme, acteur: Acteur) -> int:
    """Write to who may publish a proposal, but for its author; return how many.

    A Caf with no other CCD asks the national administrators.
    """
    actives = AffectationAgent.objects.actives(acteur.jour).exclude(utilisateur=acteur.utilisateur)
    tiennent = Q(caf=proposition.caf_id, fonction__in=FONCTIONS_BAREMES)
    national = Q(fonction=Fonction.ADMINISTRATEUR_NATIONAL)
    siens = list(actives.filter(tiennent)) if proposition.caf_id else []
    choisis = siens or actives.filter(national)
    gens = Utilisateur.objects.filter(pk__in={a.utilisateur_id for a in choisis}).order_by("pk")
    objet = f"Une valeur de barème attend d’être publiée : {proposition}"
    phrase = f"{acteur.utilisateur} propose {citer(str(proposition))}. Une autre personne lit son "
    phrase += "effet sur les estimations en cours, puis publie ou écarte : une seule suffit."
    nouvelle = _nouvelle(A_PUBLIER, proposition, phrase)
    _noter(proposition, nouvelle, gens, acteur.maintenant, chez_la_caf=bool(siens))
    return _ecrire(proposition, A_PUBLIER, objet, gens, acteur.maintenant)


@transaction.atomic
def annoncer_publication(proposition_id: int, maintenant: datetime) -> int:
    """Write once to each adviser whose files follow a value published; return how many.

    Of a Caf value, those of that Caf; of a national one, those of the Cafs that have an équipement
    of its dispositif. Run twice, nobody is told twice.
    """
    proposition = (
        PropositionBareme.objects.select_related("caf", "publiee_par")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=proposition_id)
    )
    objet = f"Une valeur de barème est publiée : {proposition}"
    if proposition.publiee_le is None or _est_dit(proposition, objet):
        return 0
    jour = timezone.localdate(maintenant)
    agents = AffectationAgent.objects.actives(jour).filter(fonction__in=CONSEILLERS)
    if proposition.caf_id is not None:
        agents = agents.filter(caf=proposition.caf_id)
    else:
        cafs = Equipement.objects.filter(dispositif=proposition.dispositif).order_by("caf")
        agents = agents.filter(caf__in=list(cafs.values_list("caf", flat=True).distinct("caf")))
    deux = {proposition.proposee_par_id, proposition.publiee_par_id}
    ids = set(agents.values_list("utilisateur", flat=True)) - deux
    gens = Utilisateur.objects.filter(pk__in=ids).order_by("pk")
    phrase = f"{citer(str(proposition))} compte désormais dans les estimations qui ne sont pas "
    phrase += "transmises. Ce qui est transmis garde le barème avec lequel il a été calculé."
    nouvelle = _nouvelle(PUBLIE, proposition, phrase)
    _noter(proposition, nouvelle, gens, maintenant, chez_la_caf=proposition.caf_id is not None)
    return _ecrire(proposition, PUBLIE, objet, gens, maintenant)


def _nouvelle(acte: str, proposition: PropositionBareme, phrase: str) -> Nouvelle:
    chemin = reverse("propositions:proposition", args=[proposition.pk])
    return Nouvelle(acte, _TITRES[acte], phrase, chemin)


def _noter(
    proposition: PropositionBareme,
    nouvelle: Nouvelle,
    gens: Iterable[Utilisateur],
    maintenant: datetime,
    *,
    chez_la_caf: bool,
) -> None:
    """Keep the notices; those told at a Caf are no longer read by who has left it."""
    caf_id = proposition.caf_id if chez_la_caf else None
    sujet = f"Barème – {proposition}"
    noter(None, sujet, dict.fromkeys(gens, nouvelle), maintenant, caf_id=caf_id)


def _est_dit(proposition: PropositionBareme, objet: str) -> bool:
    ecrits = Courriel.objects.filter(
        objet_type=PropositionBareme._meta.label_lower, objet_id=proposition.pk
    )
    return ecrits.filter(objet=objet).exists()


def _ecrire(
    proposition: PropositionBareme,
    gabarit: str,
    objet: str,
    gens: Iterable[Utilisateur],
    maintenant: datetime,
) -> int:
    lettres = []
    jointes = list(proposition.jointes.filter(ecartee_le__isnull=True).order_by("pk"))
    for qui in gens:
        texte, html = courriels.rendre(
            gabarit, {"qui": qui, "proposition": proposition, "jointes": jointes}
        )
        lettres.append(
            courriels.preparer(
                qui.email,
                objet,
                texte,
                html=html,
                destinataire_id=qui.pk,
                concerne=proposition,
                caf_id=proposition.caf_id,
                maintenant=maintenant,
            )
        )
    Courriel.objects.bulk_create(lettres, batch_size=LOT)
    courriels.annoncer_apres_validation([lettre.pk for lettre in lettres])
    return len(lettres)
