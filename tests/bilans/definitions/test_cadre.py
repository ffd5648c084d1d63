"""What stands around a questionnaire: its mistakes told at their place, its dates."""

from datetime import date

import pytest

from bilans.definitions import lire
from bilans.regles.cadre import Cadre
from declarations.regles.calendrier import JourRelatif
from portal.saisie.definitions.fautes import DefinitionInvalide

BON = {
    "sujet": '"equipement"',
    "dispositif": '"clas"',
    "debut": "2024",
    "remplit": '["fournisseur_activite"]',
    "envoie": '"approbateur"',
    "source": '"Campagne"',
    "marque": '"S"',
}
SECTIONS = '[[sections]]\ncode = "s"\ntitre = "S"\nchamps = []\n'


def fichier(cadre: dict[str, str], sections: str = SECTIONS) -> str:
    lignes = "\n".join(f"{cle} = {valeur}" for cle, valeur in cadre.items())
    return f'code = "essai"\nversion = "1"\ntitre = "Essai"\n[cadre]\n{lignes}\n{sections}'


@pytest.mark.parametrize(
    ("change", "cle", "message"),
    [
        ({"sujet": '"maison"'}, "sujet", "valeur inconnue"),
        ({"sujet": None}, "sujet", "clé manquante"),
        ({"envoie": '"maire"'}, "envoie", "maire"),
        ({"remplit": '["fournisseur_activite", "voisin"]'}, "remplit[2]", "voisin"),
        ({"remplit": "[3]"}, "remplit[1]", "d’un autre type"),
        ({"remplit": "[]"}, "remplit", "liste vide"),
        ({"accompagne": '["prefet"]'}, "accompagne[1]", "prefet"),
        ({"marque": '"X"'}, "marque", "valeur inconnue"),
        ({"debut": '"2024"'}, "debut", "d’un autre type"),
        ({"fin": "2023"}, "fin", "avant le premier exercice"),
        ({"dispositif": None}, "dispositif", "a un dispositif"),
        ({"sujet": '"commune"'}, "dispositif", "a un dispositif"),
        ({"ouverture": "[14, 6, 1]"}, "fermeture", "vont ensemble"),
        ({"ouverture": "[14, 6]", "fermeture": "[15, 7, 1]"}, "ouverture", "s’écrit"),
        ({"ouverture": "[14, 6, 1]", "fermeture": "[15, 13, 1]"}, "fermeture", "s’écrit"),
        ({"ouverture": "[true, 6, 1]", "fermeture": "[15, 7, 1]"}, "ouverture", "d’un autre"),
        ({"ouverture": "[15, 7, 1]", "fermeture": "[14, 6, 1]"}, "fermeture", "avant l’ouverture"),
        ({"couleur": '"bleu"'}, "couleur", "clé inconnue"),
    ],
)
def test_une_faute_du_cadre_est_dite_a_sa_place(
    change: dict[str, str | None], cle: str, message: str
) -> None:
    cadre = {nom: valeur for nom, valeur in (BON | change).items() if valeur is not None}

    with pytest.raises(DefinitionInvalide) as refus:
        lire(fichier(cadre))

    ((vue, dite),) = [(faute.chemin, faute.message) for faute in refus.value.fautes]
    assert vue == f"cadre.{cle}"
    assert message in dite


def test_une_marque_inconnue_est_refusee() -> None:
    with pytest.raises(DefinitionInvalide) as refus:
        lire(fichier(BON, SECTIONS.replace("champs", 'marque = "X"\nchamps')))

    assert [erreur.chemin for erreur in refus.value.fautes] == ["sections.s.marque"]


def test_un_cadre_sans_dates_les_laisse_annoncer() -> None:
    cadre = lire(fichier(BON)).cadre

    assert cadre is not None
    assert cadre.dates(2024) is None


def test_un_questionnaire_peut_n_avoir_aucun_cadre() -> None:
    assert lire(f'code = "essai"\nversion = "1"\ntitre = "Essai"\n{SECTIONS}').cadre is None


def test_les_dates_suivent_l_exercice() -> None:
    cadre = Cadre(
        "equipement",
        2024,
        ("fournisseur_activite",),
        "approbateur",
        "Campagne",
        "S",
        dispositif="clas",
        fin=2026,
        ouverture=JourRelatif(14, 6, 1),
        fermeture=JourRelatif(15, 7, 1),
    )

    assert cadre.dates(2025) == (date(2026, 6, 14), date(2026, 7, 15))
    assert [annee for annee in range(2022, 2029) if cadre.couvre(annee)] == [2024, 2025, 2026]
