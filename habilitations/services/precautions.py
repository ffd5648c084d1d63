"""What a precaution of the Caf stops beyond itself: nobody at the partner undoes it."""

from datetime import date

from habilitations.models import Adhesion, Habilitation, Utilisateur
from habilitations.regles.suspensions import suspendu_par_une_revue
from portal.socle.refus import impossible

SUSPENDUE = (
    "La Caf a suspendu des droits de cette personne chez ce partenaire : demandez-lui ceux qu’il "
    "faut."
)


def exiger_non_suspendue(utilisateur: Utilisateur, base: Adhesion, jour: date) -> None:
    """Raise ActionRefusee for who the Caf suspended at a partner: another right would undo it.

    Withdrawn since by the partner or not. What a review suspended is the partner’s to give back,
    and who holds there a right that the Caf itself granted has its confidence.
    """
    siens = Habilitation.objects.non_finies(jour).filter(
        utilisateur=utilisateur, caf=base.caf_id, gestionnaire=base.gestionnaire_id
    )
    suspendus = siens.filter(suspendue_le__isnull=False)
    if all(map(suspendu_par_une_revue, suspendus.values_list("suspendue_motif", flat=True))):
        return
    de_la_caf = siens.filter(
        delegation__isnull=True, suspendue_le__isnull=True, retiree_le__isnull=True
    )
    if not de_la_caf.exists():
        raise impossible(SUSPENDUE)
