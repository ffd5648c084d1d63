"""An adviser types for a partner who cannot, and never approves (DOMAINE §2, H)."""

from django.db import transaction

from declarations.models import SaisieAssistee
from declarations.regles.etats import Action
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.socle.motifs import exiger_motif


@transaction.atomic
def assister(declaration_id: int, *, acteur: Acteur, motif: str) -> SaisieAssistee:
    """Open the typing in the partner's place, with a reason that the partner reads.

    Raises ActionRefusee (not the adviser of the file, window closed, already open, already sent),
    DemandeInvalide when the reason is empty.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi vous saisissez à la place du partenaire.")
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.ASSISTER)
    ouverte = SaisieAssistee.objects.create(
        declaration=dossier.declaration,
        motif=motif,
        ouverte_le=dossier.maintenant,
        ouverte_par=acteur.utilisateur,
    )
    dossier.accomplir(Action.ASSISTER, situation, motif)
    return ouverte


@transaction.atomic
def rendre(declaration_id: int, *, acteur: Acteur) -> None:
    """Give the typing back to the partner. Raises ActionRefusee."""
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.CESSER_ASSISTER)
    cesser(dossier)
    dossier.accomplir(Action.CESSER_ASSISTER, situation)


def cesser(dossier: DossierVerrouille) -> None:
    """End the typing in the partner's place, if it is open."""
    ouvertes = SaisieAssistee.objects.ouvertes().filter(declaration=dossier.declaration)
    ouvertes.update(close_le=dossier.maintenant)
