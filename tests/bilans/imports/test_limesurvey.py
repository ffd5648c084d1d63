"""LimeSurvey's structure: what is importable, and where each mistake is."""

import csv
from collections.abc import Mapping
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.imports.fichiers import lire_fichier
from bilans.imports.limesurvey import lire_limesurvey
from bilans.imports.resultat import Import
from bilans.regles.etat import Faits, evaluer
from bilans.regles.verification import verifier
from portal.lecteur.refus import FichierRefuse
from portal.lecteur.tabulations import MAL_FORME, PAS_DU_TEXTE, TROP_LONG, lire_tabulations
from tests.bilans.strategies import PROPRIETE

COLONNES = ["id", "related_id", "class", "type/scale", "name", "relevance", "text", "help"]
COLONNES += ["language", "validation", "mandatory", "encrypted", "other", "default", "same_default"]
Ligne = Mapping[str, str]


def ligne(classe: str, genre: str, nom: str, texte: str, **cellules: str) -> Ligne:
    commun = {"class": classe, "type/scale": genre, "name": nom, "text": texte, "language": "fr"}
    return {"relevance": "1", "encrypted": "N", "same_default": "0"} | commun | cellules


ENTETE = [ligne("S", "", "sid", "123", language=""), ligne("SL", "", "surveyls_title", "Bilan")]
GROUPE = ligne("G", "1", "Le projet", "<p>Présentation</p>")
NOM = ligne("Q", "S", "nom", "Nom", mandatory="Y", help="<em>En entier</em>")
PARENTS = ligne("Q", "Y", "parents", "Des parents&nbsp;?", mandatory="N", other="N")
ACTIVITES = [
    ligne("Q", "M", "act", "Activités", min_answers="1", exclude_all_others="aucune"),
    ligne("SQ", "0", "jeu", "Jeu"),
    ligne("SQ", "0", "aucune", "Aucune"),
]
NIVEAU = [ligne("Q", "L", "niveau", "Niveau"), ligne("A", "0", "A1", "Collège")]


def tableau(*lignes: Ligne) -> list[list[str]]:
    """The cells of a file: headings, then these rows after those of the survey."""
    toutes = [*ENTETE, GROUPE, *lignes]
    colonnes = [*COLONNES, *dict.fromkeys(c for x in toutes for c in x if c not in COLONNES)]
    return [colonnes, *([x.get(colonne, "") for colonne in colonnes] for x in toutes)]


def importer(*lignes: Ligne) -> Import:
    return lire_limesurvey(tableau(*lignes), "bilan 2025")


def places(lu: Import) -> list[str]:
    assert all(erreur.message for erreur in lu.erreurs)
    return [f"{e.ligne} {e.colonne}" for e in lu.erreurs]


def demandes(*lignes: Ligne, **reponses: str | list[str]) -> list[str]:
    lu = importer(*lignes)
    assert lu.questionnaire is not None, lu.erreurs
    etat = evaluer(lu.questionnaire, reponses, Faits())
    return [e.chemin for e in etat.emplacements]


def test_une_structure_est_importable() -> None:
    lu = importer(
        NOM,
        PARENTS,
        *ACTIVITES,
        *NIVEAU,
        ligne("Q", "N", "heures", "Heures", suffix="h", min_num_value_n="0", max_num_value_n="24"),
        ligne("Q", "N", "n", "Combien", num_value_int_only="1"),
        ligne("Q", "T", "t", "Texte"),
        ligne("Q", "D", "d", "Date"),
        ligne("Q", "|", "f", "Fichier"),
        ligne("Q", "X", "x", "Merci"),
    )

    assert lu.erreurs == ()
    assert lu.questionnaire is not None
    (section,) = lu.questionnaire.sections
    questions = {question.code: question for question in lu.questionnaire.questions}
    assert (lu.questionnaire.code, lu.questionnaire.titre) == ("bilan_2025", "Bilan")
    assert (section.titre, section.aide) == ("Le projet", "Présentation")
    assert [q.type for q in questions.values()] == [
        "texte",
        "oui_non",
        "choix_multiples",
        "choix",
        "nombre",
        "entier",
        "texte_long",
        "date",
        "fichier",
    ]
    assert (questions["nom"].obligatoire, questions["nom"].aide) == (True, "En entier")
    assert questions["parents"].libelle == "Des parents\u00a0?"
    assert (questions["act"].moins, questions["act"].exclusifs) == (1, ("aucune",))
    assert (questions["heures"].unite, questions["heures"].maximum) == ("h", 24)


@pytest.mark.parametrize(
    ("relevance", "reponses", "affiche"),
    [
        ('parents.NAOK == "Y"', {"parents": "oui"}, True),
        ('parents == "Y"', {"parents": "non"}, False),
        ('!(parents.NAOK eq "Y")', {"parents": "non"}, True),
        ('act_jeu.NAOK == "Y"', {"act": ["jeu"]}, True),
        ('act_jeu.NAOK != "Y"', {"act": ["jeu"]}, False),
        ("is_empty(act_jeu)", {"act": ["aucune"]}, True),
        ("!is_empty(nom.NAOK)", {"nom": "A"}, True),
        ("not is_empty(nom) && niveau == 'A1'", {"nom": "A"}, False),
        ("is_empty(nom) || niveau == 'A1'", {"nom": "A", "niveau": "A1"}, True),
        ("n.NAOK >= 3", {"n": "3"}, True),
    ],
)
def test_une_condition_dit_la_meme_chose(
    relevance: str, reponses: dict[str, str | list[str]], *, affiche: bool
) -> None:
    entier = ligne("Q", "N", "n", "Combien", num_value_int_only="1")
    suite = ligne("Q", "S", "suite", "Suite", relevance=relevance)

    vues = demandes(NOM, PARENTS, *ACTIVITES, *NIVEAU, entier, suite, **reponses)

    assert ("suite" in vues) is affiche


def test_la_condition_d_un_groupe_n_est_pas_perdue() -> None:
    groupe = ligne("G", "2", "Parents", "", relevance='parents.NAOK == "Y"')
    dedans = ligne("Q", "S", "suite", "Suite")

    assert demandes(PARENTS, groupe, dedans) == ["parents"]
    assert demandes(PARENTS, groupe, dedans, parents="oui") == ["parents", "suite"]


# The first row given is row 5.
REFUSES = {
    "type": ([ligne("Q", "F", "a", "A")], ["5 type/scale"]),
    "classe": ([NOM, ligne("QTA", "", "a", "A")], ["6 class"]),
    "choix de trop": ([NOM, ligne("A", "0", "a", "A")], ["6 class"]),
    "choix absents": ([ligne("Q", "L", "a", "A")], ["5 type/scale"]),
    "choix en double": ([*NIVEAU, ligne("A", "0", "A1", "B")], ["7 name"]),
    "choix à condition": (
        [*NIVEAU, ligne("A", "0", "A2", "B", relevance="nom == 'x'")],
        ["7 relevance"],
    ),
    "libellé absent": ([ligne("Q", "S", "a", ""), *NIVEAU, ligne("A", "0", "b", "")],
                       ["5 text", "8 text"]),
    "code en double": ([NOM, NOM], ["6 name"]),
    "code mal formé": ([ligne("Q", "S", "a b", "A")], ["5 name"]),
    "question inconnue": ([ligne("Q", "S", "a", "A", relevance="z == 1")], ["5 relevance"]),
    "choix inconnu": ([*NIVEAU, ligne("Q", "S", "a", "A", relevance="niveau == 'B9'")],
                      ["7 relevance"]),
    "fonctions": (
        [NOM, *(ligne("Q", "S", f"a{n}", "A", relevance=e) for n, e in enumerate(
            ["strlen(nom) > 3", "nom + 1 > 2", "nom", "(nom == 'x'", "0", "is_empty(1)",
             "!" * 50 + "is_empty(nom)"]))],
        [f"{n} relevance" for n in range(6, 13)]),
    "cercle": (
        [ligne("Q", "S", "a", "A", relevance="!is_empty(b)"),
         ligne("Q", "S", "b", "B", relevance="!is_empty(a)")], ["5 relevance"]),
    "colonnes": (
        [ligne("Q", "S", "a", "A", validation="/x/"), ligne("Q", "S", "b", "B", other="Y"),
         ligne("Q", "S", "c", "C", default="rien"), ligne("Q", "S", "d", "D", hidden="1"),
         ligne("Q", "S", "e", "E", mandatory="S")],
        ["5 validation", "6 other", "7 default", "8 hidden", "9 mandatory"]),
    "bornes": ([ligne("Q", "N", "a", "A", min_num_value_n="x"),
                ligne("Q", "N", "b", "B", min_num_value_n="5", max_num_value_n="2")],
               ["5 min_num_value_n", "6 max_num_value_n"]),
    "exclusif": ([*ACTIVITES[:2], ligne("Q", "M", "m", "M", exclude_all_others="z"),
                  ligne("SQ", "0", "a", "A")], ["5 exclude_all_others", "7 exclude_all_others"]),
    "textes": ([ligne("Q", "S", "a", "<img src=x>"), ligne("Q", "S", "b", "Bonjour {nom}")],
               ["5 text", "6 text"]),
    "autre langue": ([NOM, ligne("Q", "S", "nom", "Name", language="en")], ["6 language"]),
    "type refusé, rien de plus": (
        [ligne("Q", "F", "a", "A"), ligne("SQ", "0", "b", "B"),
         ligne("Q", "S", "c", "C", relevance="a_b == '3' or a == '2'")],
        ["5 type/scale", "7 relevance"]),
}  # fmt: skip


@pytest.mark.parametrize("cas", REFUSES)
def test_chaque_faute_est_a_sa_place(cas: str) -> None:
    lignes, attendues = REFUSES[cas]
    lu = importer(*lignes)

    assert places(lu) == attendues
    assert lu.questionnaire is None


@pytest.mark.parametrize(
    ("lignes", "attendues"),
    [
        ([], ["1 class", "1 type/scale", "1 name", "1 relevance", "1 text"]),
        ([["rien"]], ["1 class", "1 type/scale", "1 name", "1 relevance", "1 text"]),
        ([COLONNES], ["1 class"]),
        (tableau(), ["1 class"]),
        ([["class", *COLONNES[3:7]], ["Q", "S", "a", "1", "A"]], ["1 class", "2 class"]),
    ],
)
def test_une_structure_vide_ou_d_une_autre_forme_est_refusee(
    lignes: list[list[str]], attendues: list[str]
) -> None:
    assert places(lire_limesurvey(lignes, "essai")) == attendues


@PROPRIETE
@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "Q", "G", "SQ", "A", "S", "L", "M", "a == 'x'", "<p>{"]),
                 min_size=len(COLONNES), max_size=len(COLONNES)),
        max_size=8,
    )
)  # fmt: skip
def test_des_lignes_quelconques_ne_font_pas_d_exception(lignes: list[list[str]]) -> None:
    lu = lire_limesurvey([COLONNES, *lignes], "essai")

    assert (lu.questionnaire is None) == bool(lu.erreurs)
    assert lu.questionnaire is None or verifier(lu.questionnaire) == []


def test_un_fichier_est_lu_a_part() -> None:
    sortie = StringIO()
    csv.writer(sortie, delimiter="\t").writerows(tableau(ligne("Q", "S", "a", "Un\nou « deux »")))

    lu = lire_fichier("bilan.txt", sortie.getvalue().encode("utf-8-sig"))

    assert lu.questionnaire is not None
    assert lu.questionnaire.questions[0].libelle == "Un\nou « deux »"


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        (b"\xff\xfe\x00a", PAS_DU_TEXTE),
        (b"class\t\0", PAS_DU_TEXTE),
        (b'class\t"sans fin', MAL_FORME),
        (b"a\t" * 200_000 + b"b" * 200_000, MAL_FORME),
        (b"a\n" * 6000, TROP_LONG),
    ],
)
def test_un_texte_illisible_est_refuse(contenu: bytes, message: str) -> None:
    with pytest.raises(FichierRefuse) as refus:
        lire_tabulations(contenu)

    assert str(refus.value) == message
    assert [e.message for e in lire_fichier("a.tsv", contenu).erreurs] == [message]
