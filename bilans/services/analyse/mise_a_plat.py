"""What one bilan comes to, laid flat: each question asked, each row, each fact, with its value."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from bilans.models import Bilan, EnvoiBilan
from bilans.regles.analyse.comptes import REMPLI, joindre
from bilans.regles.analyse.connues import (
    FAITS,
    a_lignes_nommees,
    chemin_de_fait,
    chemin_de_rubrique,
)
from bilans.regles.faits import EN_RETARD, FAITS_COMPTES
from bilans.regles.questionnaire import CHOIX_MULTIPLES, FICHIER, Groupe, Question, Questionnaire
from bilans.services.arrete import etat_arrete
from bilans.services.definitions import definition_de, definition_du_bilan
from portal.saisie.regles.champs import NON, OUI, TYPES_TEXTE
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur, est_rempli
from portal.socle.francais import mots

# The questionnaire of a column, and its chemin.
Cle = tuple[int, str]


@dataclass(frozen=True)
class Comptee:
    """One row to count; ``rubrique`` is the column of its heading.

    ``ligne`` holds the keys of its rows, ``nommee`` that of the outermost one where the definition
    names it: rows of a same name are set side by side from one bilan to another.
    """

    colonne: Cle
    rubrique: Cle
    valeur: str
    ligne: str = ""
    nommee: str = ""
    mots: str = ""


def mettre_a_plat(bilan: Bilan) -> list[Comptee]:
    """Return what counts of a bilan: nothing before it is sent."""
    if bilan.dernier_envoi is None:
        return []
    complement = None
    if bilan.complement is not None:
        complement = (bilan.complement.questionnaire_id, definition_de(bilan.complement))
    de_qui = _Appartenance(bilan.version.questionnaire_id, complement)
    return [*_posees(bilan, de_qui), *_faits(bilan.dernier_envoi, de_qui)]


def _posees(bilan: Bilan, de_qui: "_Appartenance") -> Iterator[Comptee]:
    """The questions asked, then the rows on which they stand, each once."""
    questionnaire, etat = definition_du_bilan(bilan), etat_arrete(bilan)
    lignes: dict[tuple[Cle, str], Comptee] = {}
    for emplacement in etat.emplacements:
        question, valeur = emplacement.champ, etat.comptees.get(emplacement.chemin, "")
        place = questionnaire.par_code[question.code]
        section = place.dans[0].code
        rubrique = (de_qui(section), chemin_de_rubrique(section))
        cles = [ligne.cle for ligne in emplacement.lignes]
        nommee = cles[0] if cles and _est_nommee(questionnaire, place.repetitions[0]) else ""
        yield Comptee(
            (de_qui(question.code), chemin_de_colonne(questionnaire, emplacement)),
            rubrique,
            valeur_comptee(question, valeur),
            ".".join(cles),
            nommee,
            _mots(question, valeur),
        )
        for rang, code in enumerate(place.repetitions, start=1):
            colonne, ligne = (de_qui(code), ".".join(place.repetitions[:rang])), cles[:rang]
            comptee = nommee if nommee and rang == 1 else REMPLI
            lignes.setdefault(
                (colonne, ".".join(ligne)),
                Comptee(colonne, rubrique, comptee, ".".join(ligne), nommee),
            )
    yield from lignes.values()


def _faits(envoi: EnvoiBilan, de_qui: "_Appartenance") -> Iterator[Comptee]:
    """The facts, counted with the sections of a Caf too."""
    for nom, valeur in faits_comptes(envoi).items():
        comptee = valeur if isinstance(valeur, str) else joindre(valeur)
        for qui in de_qui.questionnaires:
            rubrique = (qui, chemin_de_rubrique(FAITS))
            yield Comptee((qui, chemin_de_fait(nom)), rubrique, comptee)


def faits_comptes(envoi: EnvoiBilan) -> dict[str, Valeur]:
    """What is counted of the facts of a sending; those that it did not know are left out."""
    connus = {nom: valeur for nom, valeur in envoi.faits.items() if nom in FAITS_COMPTES}
    en_retard = timezone.localtime(envoi.le).date() > envoi.echeance_le
    return {**connus, EN_RETARD: OUI if en_retard else NON}


def _est_nommee(questionnaire: Questionnaire, code: str) -> bool:
    groupe = questionnaire.par_code[code].element
    return (
        isinstance(groupe, Groupe)
        and groupe.repetition is not None
        and a_lignes_nommees(groupe.repetition)
    )


class _Appartenance:
    """Which questionnaire a code is of: the national one, or that of the Caf's sections."""

    def __init__(self, national: int, complement: tuple[int, Questionnaire] | None) -> None:
        self._national, self._complement = national, complement

    @property
    def questionnaires(self) -> tuple[int, ...]:
        """Both, the national one first."""
        return (self._national, *(self._complement[:1] if self._complement else ()))

    def __call__(self, code: str) -> int:
        if self._complement and code in self._complement[1].par_code:
            return self._complement[0]
        return self._national


def chemin_de_colonne(
    questionnaire: Questionnaire, emplacement: Emplacement[Question, Ligne]
) -> str:
    """The column of an answer: its path without the keys of its rows."""
    code = emplacement.champ.code
    return ".".join((*questionnaire.par_code[code].repetitions, code))


def valeur_comptee(question: Question, valeur: Valeur) -> str:
    """What is counted of an answer; "" when nothing was answered."""
    if not est_rempli(valeur):
        return ""
    if question.est_ne_sait_pas(valeur):
        return str(valeur)
    if question.type == CHOIX_MULTIPLES:
        return joindre([valeur] if isinstance(valeur, str) else valeur)
    if question.type in TYPES_TEXTE | {FICHIER}:
        return REMPLI
    return valeur if isinstance(valeur, str) else joindre(valeur)


def _mots(question: Question, valeur: Valeur) -> str:
    texte = valeur if isinstance(valeur, str) and question.type in TYPES_TEXTE else ""
    return mots(texte)
