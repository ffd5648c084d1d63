"""A partner who joins during a campaign is called that day (DOMAINE §2, S)."""

from collections.abc import Mapping

from django.db import transaction

from declarations.models import Campagne, Declaration
from declarations.services.appels import appeler_lot
from declarations.services.campagnes import equipements_a_appeler
from habilitations.adhesions.services import cloture
from habilitations.adhesions.services.inscription import Inscription
from habilitations.models import DossierAdhesion
from habilitations.permissions import Acteur


@transaction.atomic
def conclure_adhesion(
    dossier_id: int, *, acteur: Acteur, inscriptions: Mapping[str, Inscription] | None = None
) -> list[Declaration]:
    """Conclude an adhesion, and call what its partner must declare in the windows open that day.

    Returns the declarations called; again, none. Raises what ``cloture.conclure`` raises. Windows
    are locked before the journal, as the task of each day does: no deadlock with it.
    """
    caf_id = DossierAdhesion.objects.values_list("caf_id", flat=True).get(pk=dossier_id)
    ouvertes = Campagne.objects.a_lancer(acteur.jour).filter(caf=caf_id).order_by("pk")
    campagnes = list(ouvertes.select_for_update(of=("self",), no_key=True))
    dossier = cloture.conclure(dossier_id, acteur=acteur, inscriptions=inscriptions)
    appelees: list[Declaration] = []
    for campagne in campagnes:
        siens = [
            equipement
            for equipement in equipements_a_appeler(campagne, acteur.jour)
            if equipement.gestionnaire_id == dossier.gestionnaire_id
        ]
        appelees += appeler_lot(campagne, siens, acteur.maintenant) if siens else []
    return appelees
