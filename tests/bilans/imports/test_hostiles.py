"""Files of strangers: whatever they hold, there is an answer, and it says why."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bilans.imports.fichiers import lire_fichier
from bilans.imports.resultat import Import
from bilans.imports.xlsform import lire_xlsform
from bilans.regles.verification import verifier
from portal.socle.lecture_classeurs import TAILLE_MAX, DateLue, FeuilleLue, Feuilles
from tests.bilans.imports.classeurs import ENTETES, classeur, en_octets, q
from tests.bilans.strategies import PROPRIETE

TYPES = (
    "text",
    "integer",
    "date",
    "note",
    "begin_group",
    "end_group",
    "begin repeat",
    "end repeat",
    "select_one act",
    "select_multiple act",
    "geopoint",
    "select_one",
    "",
)
EXPRESSIONS = (
    "",
    "${a} = 'x'",
    "${b} > 2 and (${a} != '' or not(selected(${c}, 'jeu')))",
    ". >= 0 and . <= ${b}",
    "((((",
    "${a}",
    "é",
    "-",
)
NOMS = st.sampled_from(["a", "b", "c", "g", "", "1a", "a b", "meta", "_ligne_3"])
CELLULES = st.one_of(
    st.text(max_size=6), st.integers(), st.floats(), st.booleans(), st.just(DateLue("01/02/2026"))
)


def _archive(**parties: bytes) -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def _bombe() -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_000_000)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("vide.xlsx", b""),
        ("texte.xlsx", b"type\tname\tlabel\ntext\ta\tA\n"),
        ("archive.xlsx", _archive(a=b"b")),
        ("bombe.xlsx", _bombe()),
        ("coupe.xlsx", classeur([q("text", "a")])[:2000]),
        ("ancien.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("lourd.xlsx", b"PK\x03\x04" + b"\0" * TAILLE_MAX),
        ("ancien.xls", b"\xd0\xcf\x11\xe0"),
        ("formulaire.csv", b"type,name,label\ntext,a,A\n"),
        ("sans-extension", b"rien"),
    ],
)
def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse(nom: str, contenu: bytes) -> None:
    lu = lire_fichier(nom, contenu)

    (erreur,) = lu.erreurs
    assert (erreur.feuille, erreur.ligne, erreur.colonne) == ("", 0, "")
    assert erreur.message.endswith(".")
    assert lu.en_donnees(nom)["statut"] == "refuse"


def _lire(feuilles: dict[str, FeuilleLue], *masquees: str) -> Import:
    return lire_xlsform(Feuilles(feuilles, masquees), "essai")


def _survey(*lignes: list[Any], **proprietes: Any) -> dict[str, FeuilleLue]:
    entetes = ["type", "name", "label", "relevant"]
    return {"survey": FeuilleLue("survey", [entetes, *lignes], **proprietes)}


def _places(lu: Import) -> list[tuple[str, int, str]]:
    return [(e.feuille, e.ligne, e.colonne) for e in lu.erreurs]


@pytest.mark.parametrize("lignes", [[], [[]], [["", ""]], [["type", "name", "label"]]])
def test_une_feuille_vide_ne_pose_aucune_question(lignes: list[list[str]]) -> None:
    assert _places(_lire({"survey": FeuilleLue("survey", lignes)})) == [("survey", 1, "type")]


def test_un_classeur_sans_feuille_survey_est_refuse() -> None:
    livre = Workbook()
    livre.active.title = "Feuille 1"

    assert _places(lire_fichier("a.xlsx", en_octets(livre))) == [("survey", 1, "type")]


def test_une_feuille_masquee_est_dite() -> None:
    lu = _lire(_survey(["text", "a", "A", ""]), "choices", "brouillon")

    assert _places(lu) == [("choices", 1, "list_name")]


def test_les_listes_d_une_feuille_masquee_ne_sont_pas_dites_absentes() -> None:
    lu = _lire(_survey(["select_one oui_non", "a", "A", ""]), "choices")

    assert _places(lu) == [("choices", 1, "list_name")]


@pytest.mark.parametrize("premiere", [["", "", ""], ["Bilan 2026", "", ""]])
def test_des_titres_plus_bas_sont_dits_sans_lire_ce_qui_suit(premiere: list[str]) -> None:
    lignes = [premiere, ["type", "name", "label"], ["text", "a", "A"]]
    lu = _lire({"survey": FeuilleLue("survey", lignes)})

    inconnues = [("survey", 1, titre) for titre in premiere if titre]
    assert _places(lu) == [*inconnues, *(("survey", 1, c) for c in ("type", "name", "label"))]


def test_des_titres_absents_sont_dits_une_fois() -> None:
    lu = _lire({"survey": FeuilleLue("survey", [["label"], ["A"], ["B"]])})

    assert _places(lu) == [("survey", 1, "type"), ("survey", 1, "name")]


def test_une_cellule_que_le_tableur_a_changee_est_dite() -> None:
    lu = _lire(
        _survey(
            ["text", "a", DateLue("01/02/2026"), ""],
            ["text", "b", "", ""],
            ["text", "c", "#REF!", ""],
            sans_resultat=frozenset({(3, 3)}),
            erreurs={(4, 3): "#REF!"},
        )
    )

    assert _places(lu) == [("survey", ligne, "label") for ligne in (2, 3, 4)]
    assert "date" in lu.erreurs[0].message
    assert "formule" in lu.erreurs[1].message


def test_un_titre_ecrit_deux_fois_est_refuse() -> None:
    lignes = [["type", "name", "label", "label::fr"], ["text", "a", "A", "B"]]

    assert _places(_lire({"survey": FeuilleLue("survey", lignes)})) == [("survey", 1, "label")]


def test_une_cellule_sous_aucun_titre_est_dite() -> None:
    lignes = [["type", "name", "label", ""], ["text", "a", "A", "perdu"]]

    assert _places(_lire({"survey": FeuilleLue("survey", lignes)})) == [("survey", 2, "D")]


def test_des_groupes_sans_nombre_sont_refuses() -> None:
    lignes = [["begin_group", f"g{n}", "G", ""] for n in range(3000)]
    lignes += [["text", "a", "A", ""]] + [["end_group", "", "", ""]] * 3000

    lu = _lire(_survey(*lignes))

    assert ("survey", 8, "type") in _places(lu)


def test_des_conditions_enchainees_sans_fin_se_lisent() -> None:
    lignes = [["text", f"a{n}", "A", f"${{a{n + 1}}} = 'x'"] for n in range(2000)]
    lu = _lire(_survey(*lignes, ["text", "a2000", "A", ""]))

    assert lu.questionnaire is not None
    assert verifier(lu.questionnaire) == []


def test_des_parentheses_sans_nombre_sont_refusees() -> None:
    profonde = "(" * 2000 + "${a} = 'x'" + ")" * 2000
    longue = " or ".join(["${a} = 'x'"] * 2000)
    lu = _lire(
        _survey(["text", "a", "A", ""], *(["text", "b", "B", e] for e in (profonde, longue)))
    )

    assert _places(lu)[:2] == [("survey", 3, "relevant"), ("survey", 4, "name")]


@PROPRIETE
@given(st.lists(st.lists(CELLULES, max_size=9), max_size=8), st.booleans())
def test_une_feuille_quelconque_ne_fait_pas_d_exception(
    lignes: list[list[Any]], avec_entetes: bool
) -> None:
    entetes = [list(ENTETES["survey"])] if avec_entetes else []
    lu = _lire({"survey": FeuilleLue("survey", [*entetes, *lignes])})

    assert (lu.questionnaire is None) == bool(lu.erreurs)


@PROPRIETE
@given(
    st.lists(
        st.tuples(
            st.sampled_from(TYPES), NOMS, NOMS, *[st.sampled_from(EXPRESSIONS)] * 2,
            st.sampled_from(["", "${b}", "3", "x"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_ce_qui_est_importable_tient_et_le_reste_dit_pourquoi(
    lignes: list[tuple[str, ...]],
) -> None:
    entetes = ["type", "name", "label", "relevant", "constraint", "repeat_count"]
    choix = [["list_name", "name", "label"], ["act", "jeu", "Jeu"], ["act", "autre", "Autre"]]
    lu = _lire(
        {
            "survey": FeuilleLue("survey", [entetes, *(list(ligne) for ligne in lignes)]),
            "choices": FeuilleLue("choices", choix),
        }
    )

    if lu.questionnaire is None:
        assert lu.erreurs
        assert len(set(_places(lu))) == len(lu.erreurs)
        assert _places(lu) == sorted(_places(lu), key=lambda place: place[1])
    else:
        assert verifier(lu.questionnaire) == []
