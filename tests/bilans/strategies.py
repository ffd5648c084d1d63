"""Questionnaires that stand, answers and facts, drawn at random for property tests.

Each is right by construction: a condition looks only at questions asked before, on the same rows or
around them, and only at what those may answer.
"""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bilans.definitions.schema import MARQUES
from bilans.regles.cadre import ACCOMPAGNANTS, AUTEURS, COMMUNE, EQUIPEMENT, Cadre
from bilans.regles.etat import Faits
from bilans.regles.faits import FAITS
from bilans.regles.questionnaire import (
    AJOUT,
    LISTE,
    NE_SAIT_PAS,
    NOMBRE,
    POSTES,
    THEMES,
    Colonne,
    Element,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from declarations.regles.calendrier import JourRelatif
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

# A whole questionnaire is drawn each time: fewer of them, and no clock on a loaded machine.
PROPRIETE = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CHOIX = (("rouge", "Rouge"), ("vert", "Vert"), ("aucun", "Aucun"))
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
    cadre = None if simples else draw(st.none() | _cadres())
    return Questionnaire("essai", "1", draw(TEXTES), sections, cadre)


def _cadres() -> st.SearchStrategy[Cadre]:
    """What may stand around a questionnaire."""
    jours = st.builds(JourRelatif, st.integers(1, 31), st.integers(1, 12), st.integers(-1, 2))
    dates = st.tuples(jours, jours).map(
        lambda deux: sorted(deux, key=lambda j: (j.decalage, j.mois, j.jour))
    )
    return st.builds(
        lambda dispositif, fin, accompagne, fenetre: Cadre(
            sujet=EQUIPEMENT if dispositif else COMMUNE,
            debut=2025,
            remplit=AUTEURS[:1],
            envoie=AUTEURS[1],
            source="Une « source »",
            marque="H",
            dispositif=dispositif,
            fin=fin,
            accompagne=accompagne,
            ouverture=fenetre and fenetre[0],
            fermeture=fenetre and fenetre[1],
        ),
        st.sampled_from(["", "clas"]),
        st.none() | st.integers(2025, 2030),
        st.sampled_from([(), ACCOMPAGNANTS]),
        st.none() | dates,
    )


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
        nom: draw(st.sampled_from(valeurs)) for nom, valeurs in FAITS.items() if nom != "themes"
    }
    themes = draw(st.lists(st.sampled_from(FAITS["themes"]), unique=True, max_size=3))
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
    return draw(st.dictionaries(chemins, valeurs, max_size=30)), Faits(
        {**faits, "themes": themes}, lignes
    )


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
        question = draw(st.sampled_from(_SIMPLES if self._simples else _TOUTES))
        question = replace(
            question,
            code=code,
            libelle=draw(TEXTES),
            aide=draw(st.just("") | TEXTES),
            obligatoire=draw(st.booleans()) if question.demande else question.obligatoire,
            condition=self._condition(connues, lignes),
        )
        if question.type in ("entier", "texte") and draw(st.booleans()):
            sienne: Condition = Non(Comparaison(CetteReponse(), EGAL, _VALEURS[question.type]))
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


_VALEURS: dict[str, str | Decimal] = {"entier": Decimal(13), "texte": "interdit"}
_SIMPLES = (
    Question("", "", "texte"),
    Question("", "", "texte_long"),
    Question("", "", "entier"),
    Question("", "", "entier", minimum=None),
    Question("", "", "entier", minimum=Decimal(1), maximum=Decimal(12)),
    Question("", "", "date"),
    Question("", "", "oui_non"),
    Question("", "", "choix", choix=CHOIX),
    Question("", "", "choix_multiples", choix=CHOIX),
    Question("", "", "fichier"),
    Question("", "", "note"),
)
_TOUTES = (
    *_SIMPLES,
    Question("", "", "etp", unite="ETP", reprise=True, partage="etp"),
    Question("", "", "oui_non", ne_sait_pas=True),
    Question("", "", "choix_multiples", choix=CHOIX, moins=1, plus=2, exclusifs=("aucun",)),
    Question(
        "", "", "score", colonnes=(Colonne("famille", "Famille"), Colonne("social", "Social"))
    ),
    Question("", "", "score"),
    Question(
        "",
        "",
        "tableau",
        colonnes=(Colonne("etp", "ETP", "etp"), Colonne("nom", "Nom", "texte")),
        rangees=(("cadres", "Cadres"), ("autres", "Autres")),
    ),
)
