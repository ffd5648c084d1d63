"""A file with every kind of mistake: each is refused, and each is told at its place."""

import re

import pytest

from bilans.definitions import lire
from bilans.messages import MESSAGES
from bilans.regles.verification import Genre
from portal.saisie.definitions.fautes import DefinitionInvalide

ENTETE = 'code = "essai"\nversion = "1"\ntitre = "Essai"\n'
SECTION = '[[sections]]\ncode = "s"\ntitre = "S"\n'

# One question each; the key at fault in it, and what the message says.
QUESTIONS = [
    ('code = "1a"', "code", "code mal formé « 1a »"),
    ('code = "avec espace"', "code", "code mal formé"),
    ('code = ""', "code", "texte vide"),
    ("code = 3", "code", "d’un autre type"),
    ('libelle = "  "', "libelle", "texte vide"),
    ('type = "geopoint"', "type", "type inconnu « geopoint »"),
    ('typo = "texte"', "typo", "clé inconnue"),
    ('obligatoire = "oui"', "obligatoire", "d’un autre type"),
    ('type = "choix"', "choix", "aucun choix"),
    ('choix = [["a", "A"]]', "choix", "ne va pas avec ce type"),
    ('type = "choix"\nchoix = [["a", "A"], ["a", "B"]]', "choix", "choix en double « a »"),
    ('type = "choix"\nchoix = [["a b", "A"]]', "choix", "code de choix mal formé"),
    ('type = "choix"\nchoix = [["a", " "]]', "choix", "n’a pas de libellé"),
    ('type = "choix"\nchoix = [["a"]]', "choix[1]", "[code, libellé]"),
    ('type = "choix"\nchoix = [["ne_sait_pas", "?"]]', "choix", "code de choix mal formé"),
    ('type = "entier"\nminimum = 5\nmaximum = 2', "maximum", "l’autre borne"),
    ('type = "entier"\nminimum = "beaucoup"', "minimum", "pas un nombre"),
    ("maximum = 5", "maximum", "ne va pas avec ce type"),
    ("moins = 1", "moins", "ne va pas avec ce type"),
    ('type = "choix_multiples"\nchoix = [["a", "A"]]\nmoins = 2', "moins", "l’autre borne"),
    ('type = "choix_multiples"\nchoix = [["a", "A"]]\nplus = 0', "plus", "l’autre borne"),
    (
        'type = "choix_multiples"\nchoix = [["a", "A"]]\nexclusifs = ["b"]',
        "exclusifs",
        "aucun choix « b »",
    ),
    ('type = "tableau"', "colonnes", "un tableau a des colonnes"),
    ('colonnes = [["a", "A"]]', "colonnes", "ne va pas avec ce type"),
    ('type = "tableau"\ncolonnes = [["a", "A", "photo"]]', "colonnes", "type inconnu « photo »"),
    ('type = "score"\nrangees = [["a", "A"]]', "rangees", "ne va pas avec ce type"),
    ('type = "fichier"\nne_sait_pas = true', "ne_sait_pas", "ne va pas avec ce type"),
    ('condition = { question = "rien", egal = "oui" }', "condition", "« rien » n’existe pas"),
    ('condition = { question = "s", egal = "oui" }', "condition", "n’attend pas de réponse"),
    ('condition = { question = "note", egal = "oui" }', "condition", "n’attend pas de réponse"),
    ('condition = { question = "grille", egal = "2" }', "condition", "n’attend pas de réponse"),
    ('condition = { question = "grille.social", egal = "4" }', "condition", "aucun choix « 4 »"),
    ('condition = { question = "lieu", egal = "ici" }', "condition", "laquelle de ses lignes"),
    ('condition = { question = "ouinon", egal = "peut-être" }', "condition", "aucun choix"),
    ('condition = { question = "n", egal = "beaucoup" }', "condition", "n’est pas un nombre"),
    ('condition = { question = "jour", au_moins = "demain" }', "condition", "pas une date"),
    ('condition = { question = "nom", au_moins = 3 }', "condition", "pas de sens"),
    ('condition = { question = "nom", contient = "a" }', "condition", "pas de sens"),
    ('condition = { question = "n", egal = { question = "nom" } }', "condition", "pas de sens"),
    ('condition = { fait = "meteo", egal = "pluie" }', "condition", "« meteo » n’est pas connu"),
    ('condition = { fait = "role", contient = "maire" }', "condition", "aucun choix « maire »"),
    ('condition = { fait = "themes", contient = "voirie" }', "condition", "aucun choix « voirie »"),
    ('condition = { ligne = "lieux", egal = "l1" }', "condition", "pas une répétition autour"),
    ("condition = { reponse = true, vide = false }", "condition", "sur la réponse elle-même"),
    ('condition = { question = "n", presque = 3 }', "condition", "une seule comparaison"),
    ('condition = { question = "q", egal = "a" }', "condition", "dépend de lui-même"),
    ('type = "note"\ncontrainte = { reponse = true, vide = false }', "contrainte", "ne va pas"),
]

AUTOUR = """
[[sections.champs]]
code = "n"
libelle = "N"
type = "entier"
[[sections.champs]]
code = "nom"
libelle = "Nom"
type = "texte"
[[sections.champs]]
code = "jour"
libelle = "Jour"
type = "date"
[[sections.champs]]
code = "ouinon"
libelle = "Oui ou non"
type = "oui_non"
[[sections.champs]]
code = "note"
libelle = "Note"
type = "note"
[[sections.champs]]
code = "grille"
libelle = "Grille"
type = "score"
colonnes = [["social", "Social"]]
[[sections]]
code = "lieux"
titre = "Lieux"
repetition = { origine = "lieux" }
[[sections.champs]]
code = "lieu"
libelle = "Lieu"
type = "texte"
"""

# One repeated section each.
REPETITIONS = [
    ('{ origine = "communes" }', "repetition.origine", "origine inconnue"),
    ("{ nombre = 3 }", "repetition.origine", "clé manquante"),
    ('{ origine = "liste" }', "repetition.liste", "vide"),
    ('{ origine = "liste", liste = [["a", "A"], ["a", "B"]] }', "repetition.liste", "en double"),
    ('{ origine = "nombre" }', "repetition.nombre", "pas un nombre de lignes"),
    ('{ origine = "nombre", nombre = 0 }', "repetition.nombre", "pas un nombre de lignes"),
    ('{ origine = "nombre", nombre = 101 }', "repetition.nombre", "pas un nombre de lignes"),
    ('{ origine = "nombre", nombre = "rien" }', "repetition.nombre", "n’existe pas"),
    ('{ origine = "nombre", nombre = "nom" }', "repetition.nombre", "n’est pas un nombre"),
    ('{ origine = "nombre", nombre = "lieu" }', "repetition.nombre", "laquelle de ses lignes"),
    ('{ origine = "nombre", nombre = "apres" }', "repetition.nombre", "posée après"),
    ('{ origine = "lieux", ordre = "alpha" }', "repetition.ordre", "clé inconnue"),
]
QUESTION = '[[sections.champs]]\ncode = "{}"\nlibelle = "Question"\ntype = "entier"\n'


def erreurs(texte: str) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionInvalide) as refus:
        lire(texte)
    return [(faute.chemin, faute.message) for faute in refus.value.fautes]


def question(lignes: str) -> str:
    """A question that would stand, but for these lines."""
    cles = {ligne.split(" = ")[0] for ligne in lignes.splitlines()}
    bonnes = {"code": '"q"', "libelle": '"Question"', "type": '"texte"'}
    return "\n".join(
        ["[[sections.champs]]", lignes, *(f"{c} = {v}" for c, v in bonnes.items() if c not in cles)]
    )


@pytest.mark.parametrize(("lignes", "cle", "message"), QUESTIONS)
def test_une_faute_d_une_question_est_dite_a_sa_place(lignes: str, cle: str, message: str) -> None:
    texte = (
        f"{ENTETE}{SECTION}{AUTOUR}[[sections]]\ncode = 'fin'\ntitre = 'Fin'\n{question(lignes)}"
    )

    ((vue, dite),) = erreurs(texte)

    # By its code, where it has one of its own.
    place = "champs[1]" if lignes.startswith("code") else "champs.q"
    assert vue == f"sections.fin.{place}.{cle}"
    assert message in dite


@pytest.mark.parametrize(("repetition", "cle", "message"), REPETITIONS)
def test_une_faute_d_une_repetition_est_dite_a_sa_place(
    repetition: str, cle: str, message: str
) -> None:
    repetee = f"[[sections]]\ncode = 'r'\ntitre = 'R'\nrepetition = {repetition}\n"
    apres = f"[[sections]]\ncode = 'fin'\ntitre = 'Fin'\n{QUESTION.format('apres')}"

    ((vue, dite),) = erreurs(ENTETE + SECTION + AUTOUR + repetee + QUESTION.format("q") + apres)

    assert vue == f"sections.r.{cle}"
    assert message in dite


def _places(questions: list[str]) -> list[str]:
    """How each question of a list is told: by its code where it has one of its own."""
    codes = [re.search(r'code = "(.*?)"|$', texte)[1] or "" for texte in questions]
    return [f".{c}" if c.isidentifier() else f"[{rang}]" for rang, c in enumerate(codes, start=1)]


def test_toutes_les_fautes_d_un_fichier_sont_dites_en_une_fois() -> None:
    questions = [
        question(lignes if "code" in lignes else f'code = "q{rang}"\n{lignes}')
        for rang, (lignes, _, _) in enumerate(QUESTIONS)
        if '"q"' not in lignes
    ]
    texte = f"{ENTETE}{SECTION}{AUTOUR}[[sections]]\ncode = 'fin'\ntitre = 'Fin'\n" + "\n".join(
        questions
    )

    vues = [cle for cle, _ in erreurs(texte)]

    for rang, (question_, place) in enumerate(zip(questions, _places(questions), strict=True)):
        assert [c for c in vues if c.startswith(f"sections.fin.champs{place}.")], (rang, question_)
    assert len(vues) == len(questions)
    assert len({message for _, _, message in QUESTIONS}) >= 25


def test_un_code_n_est_pris_qu_une_fois() -> None:
    texte = ENTETE + SECTION + QUESTION.format("q") + QUESTION.format("Q")

    assert erreurs(texte) == [("sections.s.champs.Q.code", "code en double « Q »")]


def test_un_cercle_se_dit_a_son_premier_membre() -> None:
    chaine = "".join(
        question(f'code = "{code}"\ncondition = {{ question = "{suivant}", vide = false }}') + "\n"
        for code, suivant in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )

    assert [cle for cle, _ in erreurs(ENTETE + SECTION + chaine)] == [
        "sections.s.champs.a.condition"
    ]


def test_une_repetition_en_contient_une_autre_pas_davantage() -> None:
    repetee = 'titre = "R"\nrepetition = { origine = "lieux" }\n'
    texte = (
        f"{ENTETE}[[sections]]\ncode = 'a'\n{repetee}"
        f"[[sections.champs]]\ncode = 'b'\ntype = 'groupe'\n{repetee}"
        f"[[sections.champs.champs]]\ncode = 'c'\ntype = 'groupe'\n{repetee}champs = []\n"
    )

    ((cle, message),) = erreurs(texte)

    assert cle == "sections.a.champs.b.champs.c.repetition"
    assert "pas davantage" in message


@pytest.mark.parametrize(
    ("texte", "cle"),
    [
        ("code = ", "fichier"),
        (f"x = {'[' * 5000}{']' * 5000}", "fichier"),
        ('version = "1"\ntitre = "Essai"\nsections = []', "sections"),
        (f"{ENTETE}sections = []", "sections"),
        (f"{ENTETE}sections = [3]", "sections[1]"),
        (f"{ENTETE}auteur = 'moi'\n{SECTION}champs = []", "auteur"),
        (f"{ENTETE}{SECTION}champs = [3]", "sections.s.champs[1]"),
    ],
)
def test_un_fichier_mal_forme_est_refuse(texte: str, cle: str) -> None:
    assert erreurs(texte)[0][0] == cle


def test_des_groupes_sans_fin_sont_refuses() -> None:
    groupe = "{ code = 'g', type = 'groupe', champs = [] }"
    for rang in range(12):
        groupe = f"{{ code = 'g{rang}', type = 'groupe', champs = [{groupe}] }}"

    vues = erreurs(f"{ENTETE}{SECTION}champs = [{groupe}]")

    assert any("trop de groupes" in message for _, message in vues)


def test_chaque_genre_de_faute_a_son_message() -> None:
    assert set(MESSAGES) == set(Genre)
