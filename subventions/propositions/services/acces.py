"""Who proposes and publishes which values: the nation its own, the CCD of a Caf those of theirs."""

from django.db.models import QuerySet

from habilitations.models import Caf
from habilitations.permissions import Acteur
from portal.socle.refus import ROLE, ActionRefusee, Refus
from subventions.models import PropositionBareme
from subventions.propositions.models import FONCTIONS_BAREMES

RESERVE_NATIONALE = (
    "Les valeurs nationales sont proposées et publiées par les administrateurs nationaux."
)
RESERVE_LOCALE = (
    "Les valeurs d’une Caf sont proposées par ses chargés de conseil et de développement, et "
    "publiées par l’un d’eux ou par un administrateur national."
)
A_SON_AUTEUR = Refus(ROLE, "Seule la personne qui a fait cette proposition y joint une valeur.")
SOI_MEME = Refus(ROLE, "Vous avez proposé cette valeur : une autre personne la publie.")


def propose_des_valeurs(acteur: Acteur) -> bool:
    """Tell whether a person keeps values, national or of a Caf."""
    return acteur.est_national or bool(acteur.cafs_comme(FONCTIONS_BAREMES))


def cafs_tenues(acteur: Acteur) -> QuerySet[Caf]:
    """Cafs whose own values a person proposes."""
    return Caf.objects.filter(pk__in=acteur.cafs_comme(FONCTIONS_BAREMES))


def refus_de_proposer(acteur: Acteur, caf_id: int | None) -> Refus | None:
    """Why a person may not propose a value of this scope (None: national)."""
    if caf_id is None:
        return None if acteur.est_national else Refus(ROLE, RESERVE_NATIONALE)
    tenue = caf_id in acteur.cafs_comme(FONCTIONS_BAREMES)
    return None if tenue else Refus(ROLE, RESERVE_LOCALE)


def refus_de_decider(acteur: Acteur, proposition: PropositionBareme) -> Refus | None:
    """Why a person may not decide of a proposal, whoever made it."""
    if acteur.est_national:
        return None
    return refus_de_proposer(acteur, proposition.caf_id)


def refus_de_publier(acteur: Acteur, proposition: PropositionBareme) -> Refus | None:
    """Why a person may not publish: their role, or that it is their own proposal."""
    if refus := refus_de_decider(acteur, proposition):
        return refus
    return SOI_MEME if acteur.utilisateur.pk == proposition.proposee_par_id else None


def refus_de_joindre(acteur: Acteur, proposition: PropositionBareme) -> Refus | None:
    """Why a person may not join a value: their role, or that the proposal is somebody else's."""
    if refus := refus_de_decider(acteur, proposition):
        return refus
    return None if acteur.utilisateur.pk == proposition.proposee_par_id else A_SON_AUTEUR


def valeurs_a_publier(acteur: Acteur) -> list[PropositionBareme]:
    """Proposals of others that this person may publish, the oldest first; one query, none for who
    keeps no value."""
    if not propose_des_valeurs(acteur):
        return []
    attendent = PropositionBareme.objects.visibles_par(acteur).en_attente().tetes()
    autres = attendent.exclude(proposee_par=acteur.utilisateur).order_by("proposee_le", "pk")
    return list(autres.select_related("caf", "proposee_par"))


def exiger(refus: Refus | None) -> None:
    """Raise ActionRefusee when there is a refusal."""
    if refus:
        raise ActionRefusee(refus)
