"""Required answers given, out of those asked for."""

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.progression import Progression, progression
from portal.saisie.regles.structure import Emplacement, Ligne, Section

SECTION: Section[Champ] = Section("s", "Section")


def place(chemin: str) -> Emplacement[Champ, Ligne]:
    return Emplacement(chemin, Champ(code=chemin, libelle=chemin, type="texte"), SECTION)


def test_une_reponse_faite_d_espaces_n_est_pas_donnee() -> None:
    donnees = {"a": "oui", "b": " ", "c": [], "d": ["x"]}

    assert progression(map(place, "abcde"), donnees) == Progression(faits=2, total=5)


def test_une_exigence_sans_champ_compte_pour_une_reponse() -> None:
    assert progression([place("a")], {"a": "1"}, [True, False]) == Progression(2, 3)
