"""Taking up the figures of ELAN, as the adviser does."""

from declarations.elan.services.saisie import reprendre_elan
from declarations.models import RepriseElan
from declarations.regles.grille import LigneGrille
from habilitations.models import Equipement
from tests.declarations.clas import ANNEE, COLLECTIFS, saisie_elan
from tests.monde import Monde, acteur

LIGNES = tuple(LigneGrille(f"c{rang}", nom) for rang, nom in enumerate(COLLECTIFS, start=1))


def reprendre(monde: Monde, projet: Equipement, **champs: object) -> RepriseElan:
    defauts = {"revision": 0, "lignes": LIGNES, "brut": saisie_elan()}
    qui = champs.pop("qui", monde.conseiller)
    annee = champs.pop("annee", ANNEE)
    return reprendre_elan(projet.pk, annee, acteur=acteur(qui), **(defauts | champs))
