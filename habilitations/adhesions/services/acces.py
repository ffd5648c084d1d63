"""What every act on an adhesion file begins and ends with: locked, allowed; told."""

from datetime import date

from habilitations.adhesions.models import DossierAdhesion
from habilitations.models import Adhesion
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from habilitations.services.signature import exiger_intacte
from portal.socle import journal
from portal.socle.formats import date_fr
from portal.socle.refus import impossible, interdit


def exiger_responsable(caf_id: int, acteur: Acteur) -> None:
    """Raise ActionRefusee unless a person is responsable des habilitations of this Caf."""
    if not est_responsable(caf_id, acteur):
        raise interdit(
            "Seul le responsable des habilitations de la Caf ouvre et suit une adhésion."
        )


def verrouiller(dossier_id: int, acteur: Acteur) -> DossierAdhesion:
    """Lock a file for one act of its Caf. Raises ActionRefusee, DossierAdhesion.DoesNotExist."""
    dossier = _verrouiller(dossier_id)
    exiger_responsable(dossier.caf_id, acteur)
    return dossier


def verrouiller_a_deux(dossier_id: int, acteur: Acteur) -> DossierAdhesion:
    """Lock a file for what either side does: the partner's person, or the Caf in their place.

    Raises ActionRefusee (neither of them), DossierAdhesion.DoesNotExist.
    """
    dossier = _verrouiller(dossier_id)
    # Asked again with the row in hand: a link revoked meanwhile lets nobody write.
    if not _suit(dossier, acteur):
        exiger_responsable(dossier.caf_id, acteur)
    return dossier


def _suit(dossier: DossierAdhesion, acteur: Acteur) -> bool:
    siennes = dossier.invitations.qui_donnent_a_voir()
    return siennes.filter(utilisateur=acteur.utilisateur).exists()


def _verrouiller(dossier_id: int) -> DossierAdhesion:
    return (
        DossierAdhesion.objects.select_related("caf", "gestionnaire", "adhesion")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=dossier_id)
    )


def exiger_ouvert(dossier: DossierAdhesion) -> None:
    """Raise ActionRefusee when a file is closed."""
    if refus := refus_ferme(dossier):
        raise impossible(refus)


def refus_ferme(dossier: DossierAdhesion) -> str:
    """Why nothing is done any more on a file; empty while it is open."""
    if dossier.complet_le:
        return "Ce dossier est complet : ses pièces ne changent plus."
    return "Ce dossier a été classé sans suite." if dossier.sans_suite_le else ""


def exiger_vivante(adhesion: Adhesion, jour: date) -> None:
    """Raise ActionRefusee for an adhesion that papers alone do not bring back.

    Rights that rest on one that is over would live again with it.
    """
    if adhesion.suspendue_le:
        raise impossible("L’adhésion de ce partenaire est suspendue : reprenez-la d’abord.")
    if adhesion.fin_le and adhesion.fin_le < jour:
        raise impossible(
            f"L’adhésion de ce partenaire a pris fin le {date_fr(adhesion.fin_le)} : elle ne se "
            "rouvre pas par un dossier d’adhésion."
        )
    exiger_intacte(adhesion)


def raconter(
    action: str, dossier: DossierAdhesion, acteur: Acteur, *, motif: str = "", **details: object
) -> None:
    """Tell an act in the chain of the partner."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=dossier,
        gestionnaire_id=dossier.gestionnaire_id,
        caf_id=dossier.caf_id,
        motif=motif,
        details=details,
        le=acteur.maintenant,
    )
