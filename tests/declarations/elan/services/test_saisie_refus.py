"""Figures of ELAN that are not taken up: which ones, by whom, for which exercice."""

import pytest

from declarations.elan.regles.saisie import MANQUE, chemin_libelle
from declarations.elan.services.saisie import SaisieRefusee
from declarations.models import RepriseElan
from declarations.regles.grille import LigneGrille
from declarations.services.erreurs import ChampsRefuses
from habilitations.models import Equipement
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE
from portal.socle.refus import ActionRefusee
from tests.declarations.clas import saisie_elan
from tests.declarations.elan.reprises import reprendre
from tests.monde import Monde


@pytest.mark.parametrize(
    ("changements", "chemin", "message"),
    [
        ({"collectifs.c1.enfants": "-1"}, "collectifs.c1.enfants", "négatif"),
        ({"collectifs.c1.enfants": "beaucoup"}, "collectifs.c1.enfants", "Écrivez un nombre"),
        ({"collectifs.c2.enfants": " "}, "collectifs.c2.enfants", MANQUE),
        ({"collectifs.c2.niveau": "maternelle"}, "collectifs.c2.niveau", "Choisissez Élémentaire"),
        ({"comptes.64": "1.2,3"}, "comptes.64", "1234,50"),
        ({"comptes.741": ""}, "comptes", "au moins une charge et un produit"),
    ],
)
def test_ce_qui_manque_ou_ne_se_lit_pas_est_refuse(
    monde: Monde, projet: Equipement, changements: dict, chemin: str, message: str
) -> None:
    with pytest.raises(SaisieRefusee) as refus:
        reprendre(monde, projet, brut=saisie_elan() | changements)

    assert list(refus.value.erreurs) == [chemin]
    assert message in refus.value.erreurs[chemin]
    assert not RepriseElan.objects.exists()


@pytest.mark.parametrize(
    ("noms", "chemin"),
    [
        ((), "collectifs"),
        (("", "Les Embruns"), chemin_libelle("c1")),
        (("Les Alizés", "les alizés"), chemin_libelle("c2")),
        (("Les Alizés", "x" * (LONGUEUR_LIBELLE + 1)), chemin_libelle("c2")),
        (("Les Alizés", "a\nb"), chemin_libelle("c2")),
        (tuple(f"Collectif {n}" for n in range(100)), "collectifs"),
    ],
)
def test_chaque_collectif_a_son_nom(
    monde: Monde, projet: Equipement, noms: tuple, chemin: str
) -> None:
    lignes = [LigneGrille(f"c{rang}", nom) for rang, nom in enumerate(noms, start=1)]
    cles = {ligne.cle for ligne in lignes}
    brut = {c: v for c, v in saisie_elan().items() if "." not in c or c.split(".")[1] in cles}
    brut |= {c: v for c, v in saisie_elan().items() if c.startswith("comptes")}

    with pytest.raises(SaisieRefusee) as refus:
        reprendre(monde, projet, lignes=lignes, brut=brut)

    assert chemin in refus.value.erreurs


@pytest.mark.parametrize("chemin", ["collectifs_notifies", "resultat_annonce", "collectifs.c9.a"])
def test_un_champ_qui_n_est_pas_demande_est_refuse(
    monde: Monde, projet: Equipement, chemin: str
) -> None:
    with pytest.raises(ChampsRefuses):
        reprendre(monde, projet, brut=saisie_elan() | {chemin: "3"})


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd"])
def test_seul_le_conseiller_du_dossier_reprend(monde: Monde, projet: Equipement, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        reprendre(monde, projet, qui=getattr(monde, qui))

    assert refus.value.interdite


@pytest.mark.parametrize("qui", ["conseiller_nord", "responsable", "national"])
def test_ailleurs_le_projet_n_existe_pas(monde: Monde, projet: Equipement, qui: str) -> None:
    with pytest.raises(Equipement.DoesNotExist):
        reprendre(monde, projet, qui=getattr(monde, qui))


@pytest.mark.parametrize("annee", [2023, 2025, 2028])
def test_seul_le_premier_exercice_se_reprend(monde: Monde, projet: Equipement, annee: int) -> None:
    with pytest.raises(ActionRefusee, match="premier exercice") as refus:
        reprendre(monde, projet, annee=annee)

    assert not refus.value.interdite


def test_un_espace_de_rencontre_ne_se_reprend_pas(monde: Monde) -> None:
    with pytest.raises(ActionRefusee, match="convention Clas"):
        reprendre(monde, monde.er, annee=2023)
