"""The rows that every page of a bilan and every act on it read, by key.

Each is one written reading: they come at each answer saved.
"""

from bilans.models import Bilan, DemandeComplement, EnvoiBilan, FeuilleBilan
from portal.dossiers.services.derogations import rattacher_les_derogations
from portal.socle.requetes_ecrites import RequeteEcrite, rattacher

_AUTOUR = (
    *("campagne", "caf", "gestionnaire", "equipement__portefeuille"),
    *("version__questionnaire", "complement__questionnaire"),
)
_BILAN = RequeteEcrite(
    lambda pk: (
        Bilan.objects.select_related(
            *_AUTOUR,
            "equipement__portefeuille__titulaire",
            "equipement__portefeuille__remplacant",
            "dernier_envoi",
            "feuille__modifie_par",
        )
        .filter(pk=pk)
        .order_by()
    )
)
_VERROUILLE = RequeteEcrite(
    lambda pk: Bilan.objects.select_related(*_AUTOUR).filter(pk=pk).order_by().verrouilles()
)
_DU_DROIT = RequeteEcrite(
    lambda pk: (
        Bilan.objects.select_related("campagne", "equipement", "version__questionnaire")
        .filter(pk=pk)
        .order_by()
    )
)
_FEUILLE = RequeteEcrite(lambda pk: FeuilleBilan.objects.filter(bilan=pk))
_ENVOI = RequeteEcrite(lambda pk: EnvoiBilan.objects.filter(pk=pk))
_DEMANDES = RequeteEcrite(lambda pk: DemandeComplement.objects.filter(bilan=pk))


def lire(pk: int) -> Bilan:
    """A bilan with all that its pages show around the answers. Raises Bilan.DoesNotExist."""
    return _avec_les_suites(_BILAN.premiere(pk))


def lire_pour_le_droit(pk: int) -> Bilan:
    """A bilan as it is now, with what its deadline depends on. Raises Bilan.DoesNotExist."""
    return _avec_les_suites(_DU_DROIT.premiere(pk))


def verrouiller(pk: int) -> Bilan:
    """A bilan locked until the end of the transaction, with what every act asks.

    What is joined to a locked row is what it was before the wait: the rest is read after.
    Raises Bilan.DoesNotExist.
    """
    bilan = _avec_les_suites(_VERROUILLE.premiere(pk))
    for feuille in _FEUILLE.lire(pk):
        feuille.bilan = bilan  # which knows it from then on
    if bilan.dernier_envoi_id:
        bilan.dernier_envoi = _ENVOI.premiere(bilan.dernier_envoi_id)
    return bilan


def _avec_les_suites(bilan: Bilan | None) -> Bilan:
    if bilan is None:
        raise Bilan.DoesNotExist
    rattacher_les_derogations(bilan)
    rattacher(bilan, "demandes", _DEMANDES.lire(bilan.pk))
    return bilan
