"""From a workbook to a questionnaire: sheets, lists, tree of rows, then the same checks as ours."""

from collections.abc import Mapping

from bilans.imports.resultat import Import, Releve
from bilans.imports.xlsform.arbre import PROFONDEUR_MAX, Noeud, lire_arbre, tous
from bilans.imports.xlsform.colonnes import (
    CHOICES,
    FEUILLES,
    FEUILLES_REFUSEES,
    LUES,
    SETTINGS,
    SURVEY,
    est_le_francais,
)
from bilans.imports.xlsform.feuilles import Feuille, lire_feuille, texte_de
from bilans.imports.xlsform.listes import lire_listes
from bilans.imports.xlsform.questions import Lecture
from bilans.messages import en_phrase
from bilans.regles.questionnaire import Element, Groupe, Questionnaire, Rang
from bilans.regles.verification import Anomalie, Genre, verifier
from bilans.regles.verification.elements import CODE
from portal.socle.lecture_classeurs import Feuilles

MASQUEE = "La feuille « {} » est masquée : affichez-la."
PAS_LUE = "La feuille « {} » n’est pas prise en charge."
LANGUE = "La langue « {} » n’est pas prise en charge : seul le français est repris."
UNE_SEULE_LIGNE = "Une seule ligne de réglages est attendue."
CODE_REFUSE = (
    "« {} » ne peut pas être le code d’un questionnaire : des lettres sans accent, des "
    "chiffres, _ et -."
)
# Where the properties that checks speak of stand in the sheet.
COLONNES = {
    "code": "name",
    "libelle": "label",
    "condition": "relevant",
    "contrainte": "constraint",
    "nombre": "repeat_count",
    "minimum": "constraint",
    "maximum": "constraint",
}


def lire_xlsform(feuilles: Feuilles, nom: str) -> Import:
    """Return the questionnaire of an XLSForm, or every mistake of it.

    ``nom`` is that of the file, without its end: code and title when the settings give none.
    """
    releve = Releve()
    lues = _lire_feuilles(feuilles, releve)
    listes = lire_listes(lues[CHOICES], releve)
    noeuds = lire_arbre(lues[SURVEY], releve)
    # Lists of a hidden sheet are not known to be missing: the sheet is told, once.
    lecture = Lecture(None if releve.a_dit(CHOICES, 1, "list_name") else listes, releve)
    construction = _Construction(lecture, noeuds)
    code, version, titre = _reglages(lues[SETTINGS], nom, releve)
    questionnaire = Questionnaire(code, version, titre, construction.sections())
    construction.verifier(questionnaire, releve)
    erreurs = releve.dans_l_ordre(
        [_uniforme(titre) for titre in (*feuilles, *feuilles.masquees)],
        {nom: (*feuille.colonnes, *LUES[nom]) for nom, feuille in lues.items()},
    )
    return Import(None, erreurs) if erreurs else Import(questionnaire)


def _lire_feuilles(feuilles: Feuilles, releve: Releve) -> Mapping[str, Feuille]:
    lues = {nom: Feuille(nom) for nom in FEUILLES}
    for titre, feuille in feuilles.items():
        nom = _uniforme(titre)
        if nom in lues:
            lues[nom] = lire_feuille(nom, feuille, releve)
        elif nom in FEUILLES_REFUSEES and any(any(map(texte_de, x)) for x in feuille.lignes):
            releve.noter(nom, 1, "", PAS_LUE.format(titre))
    for titre in feuilles.masquees:
        nom = _uniforme(titre)
        if nom in (*FEUILLES, *FEUILLES_REFUSEES):
            releve.noter(nom, 1, LUES[nom][0] if nom in LUES else "", MASQUEE.format(titre))
    return lues


def _uniforme(titre: str) -> str:
    return titre.strip().casefold()


def _reglages(feuille: Feuille, nom: str, releve: Releve) -> tuple[str, str, str]:
    """Code, version and title."""
    for rangee in feuille.rangees[1:]:
        releve.noter(SETTINGS, rangee.ligne, next(iter(rangee.cellules), ""), UNE_SEULE_LIGNE)
    cellules = feuille.rangees[0].cellules if feuille.rangees else {}
    ligne = feuille.rangees[0].ligne if feuille.rangees else 0
    code = cellules.get("form_id", "")
    if code and not CODE.fullmatch(code):
        releve.noter(SETTINGS, ligne, "form_id", CODE_REFUSE.format(code))
    langue = cellules.get("default_language", "")
    if langue and not est_le_francais(langue):
        releve.noter(SETTINGS, ligne, "default_language", LANGUE.format(langue))
    return (
        code or code_de_fichier(nom),
        cellules.get("version", "1"),
        cellules.get("form_title", nom),
    )


def code_de_fichier(nom: str) -> str:
    """A code drawn from the name of a file, for want of another: « bilan_2025 »."""
    propre = "".join(c if CODE.fullmatch(f"_{c}") else "_" for c in nom)[:60]
    return propre if CODE.fullmatch(propre) else f"_{propre}"


class _Construction:
    """Builds the tree of the questionnaire, and remembers the row of each of its elements."""

    def __init__(self, lecture: Lecture, noeuds: list[Noeud]) -> None:
        self._lecture, self._noeuds = lecture, noeuds
        self._lignes: dict[Rang, int] = {}
        self._noms = {noeud.rangee["name"].casefold() for noeud in tous(noeuds)}

    def sections(self) -> tuple[Groupe, ...]:
        """Groups and repetitions of the sheet are sections; what stands outside has one too."""
        sections: list[Groupe] = []
        dehors: list[Noeud] = []
        for noeud in self._noeuds:
            if noeud.est_un_groupe:
                self._section_sans_nom(sections, dehors)
                sections.append(self._groupe(noeud, (len(sections),)))
            else:
                dehors.append(noeud)
        self._section_sans_nom(sections, dehors)
        return tuple(sections)

    def verifier(self, questionnaire: Questionnaire, releve: Releve) -> None:
        """Note what the checks of any questionnaire find, each at its cell."""
        inutilisables = frozenset(self._lecture.inutilisables)
        for anomalie in verifier(questionnaire, inutilisables):
            if anomalie.propriete in ("libelle", "choix"):
                continue  # told of the rows of both sheets already
            ligne = self._lignes.get(anomalie.rang)
            if ligne is not None:
                releve.noter(SURVEY, ligne, _colonne(anomalie), en_phrase(anomalie))

    def _section_sans_nom(self, sections: list[Groupe], dehors: list[Noeud]) -> None:
        """A section for the rows met outside of any group since the last one."""
        if not dehors:
            return
        rang = (len(sections),)
        numero = 1
        while (code := f"section_{numero}") in self._noms:
            numero += 1
        self._noms.add(code)
        sections.append(Groupe(code, "", self._elements(dehors, rang)))
        dehors.clear()

    def _elements(self, noeuds: list[Noeud], rang: Rang) -> tuple[Element, ...]:
        return tuple(self._element(noeud, (*rang, n)) for n, noeud in enumerate(noeuds))

    def _element(self, noeud: Noeud, rang: Rang) -> Element:
        if noeud.est_un_groupe:
            return self._groupe(noeud, rang)
        self._lignes[rang] = noeud.ligne
        return self._lecture.question(noeud)

    def _groupe(self, noeud: Noeud, rang: Rang) -> Groupe:
        self._lignes[rang] = noeud.ligne
        self._lecture.refuser_sur_un_groupe(noeud)
        enfants = noeud.enfants
        if len(rang) > PROFONDEUR_MAX:
            self._lecture.inutilisables.update(n.rangee["name"] for n in tous(enfants))
            enfants = []
        return Groupe(
            code=self._lecture.code(noeud),
            titre=noeud.rangee["label"],
            aide=noeud.rangee["hint"],
            condition=self._lecture.condition(noeud, "relevant"),
            repetition=self._lecture.repetition(noeud),
            elements=self._elements(enfants, rang),
        )


def _colonne(anomalie: Anomalie) -> str:
    if anomalie.genre == Genre.TROP_PROFOND:
        return "type"
    return COLONNES.get(anomalie.propriete, "type")
