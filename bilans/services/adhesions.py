"""A partner who joins during a campaign is asked for its bilans that day too (DOMAINE §2, S)."""

from collections.abc import Mapping

from django.db import transaction

from bilans.models import CampagneBilan
from bilans.services.ouvertures import lancer_campagne
from declarations.services import adhesions
from habilitations.adhesions.services.inscription import Inscription
from habilitations.models import DossierAdhesion
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier


@transaction.atomic
def conclure_adhesion(
    dossier_id: int, *, acteur: Acteur, inscriptions: Mapping[str, Inscription] | None = None
) -> list[Dossier]:
    """Conclude an adhesion; call its declarations, open its bilans, in the windows open that day.

    Left to the run of the next morning, the last day of a window would open none: nobody could
    fill it, nor be granted a dérogation. Returns what was asked for; again, nothing. Raises what
    ``declarations.services.adhesions.conclure_adhesion`` raises. Windows are locked before the
    journal, as the task of each day does.
    """
    adhesion = DossierAdhesion.objects.only("caf_id", "gestionnaire_id").get(pk=dossier_id)
    ouvertes = CampagneBilan.objects.a_lancer(acteur.jour).filter(caf=adhesion.caf_id)
    verrouillees = ouvertes.select_for_update(of=("self",), no_key=True).order_by("pk")
    campagnes = list(verrouillees.select_related("questionnaire", "caf"))
    demandes: list[Dossier] = [
        *adhesions.conclure_adhesion(dossier_id, acteur=acteur, inscriptions=inscriptions)
    ]
    for campagne in campagnes:
        demandes += lancer_campagne(
            campagne, acteur.jour, acteur.maintenant, gestionnaire=adhesion.gestionnaire_id
        )
    return demandes
