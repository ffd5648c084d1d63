"""A CLAS project and a CTG coordination, for the tests of what the Caf writes about them."""

from datetime import date

from habilitations.models import Convention, Dispositif, Equipement
from tests.monde import Monde


def _equipement(monde: Monde, dispositif: str, nom: str, du: date, au: date) -> Convention:
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif=dispositif,
        nom=nom,
    )
    return Convention.objects.create(
        equipement=equipement, reference=f"COF-{dispositif.upper()}-24", du=du, au=au
    )


def projet_clas(monde: Monde) -> Equipement:
    """A CLAS project covered from 2024-2025 to 2027-2028."""
    dates = date(2024, 9, 1), date(2028, 6, 30)
    return _equipement(monde, Dispositif.CLAS, "CLAS des Hauts", *dates).equipement


def convention_ctg(monde: Monde) -> Convention:
    """The convention of a CTG coordination, from 2024 to 2027."""
    dates = date(2024, 1, 1), date(2027, 12, 31)
    return _equipement(monde, Dispositif.CCT, "Coordination du Val", *dates)
