"""Who may do what with payments, and what opens a partner of a Caf."""

from habilitations.models import Adhesion, Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle.refus import interdit
from subventions.paiements.models import ROLES_COMPTE

CONSEILLER = (Fonction.GESTIONNAIRE_CONSEIL,)


def est_conseiller(caf_id: int, acteur: Acteur) -> bool:
    """Tell whether this person processes payments at a Caf: as a gestionnaire conseil."""
    return caf_id in acteur.cafs_comme(CONSEILLER)


def exiger_conseiller(caf_id: int, acteur: Acteur, quoi: str) -> None:
    """Raises ActionRefusee for who is no gestionnaire conseil of the Caf."""
    if not est_conseiller(caf_id, acteur):
        raise interdit(f"Seul un gestionnaire conseil de la Caf {quoi}.")


def lit_la_caf(caf_id: int, acteur: Acteur) -> bool:
    """Tell whether this person reads the payments of a Caf, as gestionnaire conseil or CCD."""
    return caf_id in acteur.cafs_comme(FONCTIONS_INSTRUCTION)


def tient_le_compte(caf_id: int, gestionnaire_id: int, acteur: Acteur) -> bool:
    """Tell whether this person looks after the money of a partner, on its side."""
    return any(
        droit.role in ROLES_COMPTE
        and (droit.caf_id, droit.gestionnaire_id) == (caf_id, gestionnaire_id)
        for droit in acteur.habilitations
    )


def verrouiller_partenaire(caf_id: int, gestionnaire_id: int) -> Adhesion:
    """Lock what a Caf holds of a partner: its payments and accounts change one at a time.

    Raises Adhesion.DoesNotExist.
    """
    return (
        Adhesion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("caf", "gestionnaire")
        .get(caf=caf_id, gestionnaire=gestionnaire_id)
    )
