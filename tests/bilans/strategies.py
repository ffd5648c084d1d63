"""Questionnaires that stand, answers and facts, drawn at random for property tests.

Each is right by construction: a condition looks only at questions asked before, on the same rows or
around them, and only at what those may answer.
"""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bilans.definitions.schema import MARQUES
from bilans.regles.etat import Faits
from bilans.regles.faits import FAITS, PLURIELS
from bilans.regles.questionnaire import (
    AJOUT,
    LISTE,
    NE_SAIT_PAS,
    NOMBRE,
    POSTES,
    THEMES,
    Element,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from portal.saisie.regles.conditions import (
    DIFFERENT,
    EGAL,
    OPERATEURS,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Rangee,
    Reponse,
    Toutes,
    Une,
)
from portal.saisie.regles.structure import Ligne
from tests.bilans.cadres import cadres
from tests.bilans.genres import SIMPLES, TOUTES, VALEURS

# A whole questionnaire is drawn each time: fewer of them, and no clock on a loaded machine.
PROPRIETE = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LISTE_DE_LIGNES = (("petite_enfance", "Petite enfance"), ("handicap", "Handicap"))
TEXTES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda texte: texte.strip() == texte
)
NOMBRES = st.decimals(-1000, 1000, places=2)
DATES = st.dates().map(lambda jour: jour.isoformat())

# Codes that a condition may look at where it stands, with their types.
Connues = dict[str, str]


@st.composite
def questionnaires(draw: st.DrawFn, *, simples: bool = False) -> Questionnaire:
    """A questionnaire; ``simples`` keeps to what XLSForm says too."""
    fabrique = _Fabrique(draw, simples)
    sections = tuple(fabrique.groupe({}, (), profondeur=0) for _ in range(draw(st.integers(1, 3))))
    cadre = None if simples else draw(st.none() | cadres())
    return Questionnaire("essai", "1", draw(TEXTES), sections, cadre)


@st.composite
def reponses_et_faits(draw: st.DrawFn) -> tuple[dict[str, str | list[str]], Faits]:
    """Answers of any kind at any path that questionnaires drawn here may have, and facts."""
    lignes = {
        origine: [
            Ligne(f"{origine[0]}{n}", f"{origine} {n}") for n in range(draw(st.integers(0, 2)))
        ]
        for origine in (THEMES, POSTES)
    }
    faits = {
        nom: draw(st.sampled_from(valeurs)) for nom, valeurs in FAITS.items() if nom not in PLURIELS
    } | {
        nom: draw(st.lists(st.sampled_from(FAITS[nom]), unique=True, max_size=3))
        for nom in sorted(PLURIELS)
    }
    valeurs = st.one_of(
        st.sampled_from(["", "rouge", "vert", "oui", "non", "0", "1", "2", "3", NE_SAIT_PAS]),
        st.lists(st.sampled_from(["rouge", "vert", "aucun"]), unique=True),
        TEXTES,
        DATES,
    )
    numeros = st.integers(0, 30)
    cles = st.sampled_from(["", *(f"{p}{n}" for p in ("t", "p") for n in range(2)), "1", "2", "3"])
    chemins = st.builds(
        lambda q, g, cle: f"g{g}.{cle}.q{q}" if cle else f"q{q}", numeros, numeros, cles
    )
    return draw(st.dictionaries(chemins, valeurs, max_size=30)), Faits(faits, lignes)


class _Fabrique:
    def __init__(self, draw: st.DrawFn, simples: bool) -> None:
        self._draw, self._simples, self._rang = draw, simples, 0

    def _code(self, lettre: str) -> str:
        self._rang += 1
        return f"{lettre}{self._rang}"

    def groupe(self, connues: Connues, lignes: tuple[str, ...], profondeur: int) -> Groupe:
        """A group whose elements see what was asked before on the same rows or around them."""
        draw, code = self._draw, self._code("g")
        repetition = self._repetition(connues, lignes)
        dedans = (*lignes, code) if repetition else lignes
        # What is asked on the rows of a repetition is seen from within it only.
        ici = dict(connues) if repetition else connues
        condition = self._condition(connues, dedans)
        elements: list[Element] = []
        for _ in range(draw(st.integers(1, 4))):
            if profondeur < 2 and draw(st.integers(0, 3)) == 0:
                elements.append(self.groupe(ici, dedans, profondeur + 1))
            else:
                elements.append(self._question(ici, dedans))
        return Groupe(
            code=code,
            titre=draw(TEXTES),
            elements=tuple(elements),
            aide=draw(st.just("") | TEXTES),
            condition=condition,
            repetition=repetition,
            marque="" if self._simples else draw(st.sampled_from(["", *MARQUES])),
        )

    def _repetition(self, connues: Connues, lignes: tuple[str, ...]) -> Repetition | None:
        draw = self._draw
        if len(lignes) >= 2 or draw(st.booleans()):
            return None
        nombres = [code for code, genre in connues.items() if genre == "entier"]
        possibles = [
            Repetition(AJOUT),
            Repetition(NOMBRE, nombre=draw(st.integers(1, 3))),
            *(Repetition(NOMBRE, nombre=code) for code in nombres[-1:]),
        ]
        if not self._simples:
            possibles += [
                Repetition(LISTE, "Thème", LISTE_DE_LIGNES),
                Repetition(THEMES, "Thème"),
                Repetition(POSTES),
            ]
        return draw(st.sampled_from(possibles))

    def _question(self, connues: Connues, lignes: tuple[str, ...]) -> Question:
        draw, code = self._draw, self._code("q")
        question = draw(st.sampled_from(SIMPLES if self._simples else TOUTES))
        question = replace(
            question,
            code=code,
            libelle=draw(TEXTES),
            aide=draw(st.just("") | TEXTES),
            obligatoire=draw(st.booleans()) if question.demande else question.obligatoire,
            condition=self._condition(connues, lignes),
        )
        if question.type in ("entier", "texte") and draw(st.booleans()):
            sienne: Condition = Non(Comparaison(CetteReponse(), EGAL, VALEURS[question.type]))
            question = replace(question, contrainte=sienne, message=draw(st.just("") | TEXTES))
        for case in question.cases:
            if case.demande:
                connues[case.code] = case.type
        return question

    def _condition(self, connues: Connues, lignes: tuple[str, ...]) -> Condition | None:
        return self._arbre(connues, lignes, 0) if self._draw(st.integers(0, 2)) == 0 else None

    def _arbre(
        self, connues: Connues, lignes: tuple[str, ...], profondeur: int
    ) -> Condition | None:
        draw = self._draw
        if profondeur < 2 and draw(st.booleans()):
            dedans = [self._arbre(connues, lignes, profondeur + 1) for _ in range(2)]
            membres = tuple(c for c in dedans if c is not None)
            if len(membres) < 2:
                return None
            return draw(st.sampled_from([Toutes(membres), Une(membres), Non(membres[0])]))
        return self._feuille(connues, lignes)

    def _feuille(self, connues: Connues, lignes: tuple[str, ...]) -> Condition | None:
        draw = self._draw
        possibles: list[Condition] = []
        if not self._simples:
            possibles = [
                Contient(Fait("themes"), "handicap"),
                Comparaison(Fait("bonus_parents"), EGAL, "oui"),
                EstVide(Fait("role")),
                Contient(Fait("role"), "approbateur"),
                *(Comparaison(Rangee(code), DIFFERENT, "handicap") for code in lignes[-1:]),
            ]
        if connues:
            code = draw(st.sampled_from(sorted(connues)))
            possibles += _feuilles(draw, code, connues[code])
        return draw(st.sampled_from(possibles)) if possibles else None


def _feuilles(draw: st.DrawFn, code: str, genre: str) -> list[Condition]:
    """What may be asked of a question of this type."""
    reponse = Reponse(code)
    egalite = draw(st.sampled_from([EGAL, DIFFERENT]))
    ordre = draw(st.sampled_from(OPERATEURS))
    vide: list[Condition] = [EstVide(reponse)]
    if genre in ("entier", "etp"):
        return [*vide, Comparaison(reponse, ordre, draw(NOMBRES))]
    if genre == "date":
        return [*vide, Comparaison(reponse, ordre, draw(DATES))]
    if genre in ("texte", "texte_long"):
        return [*vide, Comparaison(reponse, egalite, draw(TEXTES.filter(lambda t: "'" not in t)))]
    if genre == "fichier":
        return vide
    valeur = {"oui_non": "oui", "score": "2"}.get(genre, "vert")
    return [*vide, Comparaison(reponse, egalite, valeur), Contient(reponse, valeur)]
