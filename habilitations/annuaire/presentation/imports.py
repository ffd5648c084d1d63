"""An import as its page shows it: how many lines of each issue, and each line in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from habilitations.annuaire.imports.plan import CREE, IDENTIQUE, MODIFIE, REFUSE
from habilitations.annuaire.regles.rubriques import PAR_CODE
from habilitations.models import LigneImport
from habilitations.presentation.changements import phrase_du_champ

# Issue → label of a line, label of the count, tone.
ISSUES: Mapping[str, tuple[str, str, str]] = {
    REFUSE: ("Refusée", "refusées", "erreur"),
    CREE: ("Créée", "à créer", "succes"),
    MODIFIE: ("Modifiée", "à modifier", "info"),
    IDENTIQUE: ("Inchangée", "inchangées", "neutre"),
}


@dataclass(frozen=True)
class Compte:
    """How many lines of an issue."""

    issue: str
    libelle: str
    ton: str
    combien: int


@dataclass(frozen=True)
class LigneLueEnMots:
    """A line of the plan, in words."""

    feuille: str
    numero: int
    quoi: str
    libelle: str
    ton: str
    motifs: list[str]
    changements: list[str]
    remarques: list[str]


def comptes(compte: Mapping[str, int]) -> list[Compte]:
    return [
        Compte(issue, pluriel, ton, compte.get(issue, 0))
        for issue, (_, pluriel, ton) in ISSUES.items()
    ]


def lignes_en_mots(lignes: Iterable[LigneImport]) -> list[LigneLueEnMots]:
    return [
        LigneLueEnMots(
            PAR_CODE[ligne.feuille].titre,
            ligne.numero,
            ligne.quoi,
            *(ISSUES[ligne.issue][0], ISSUES[ligne.issue][2]),
            [_insecable(dit) for dit in ligne.motifs],
            _changements(ligne),
            [_insecable(dit) for dit in ligne.remarques],
        )
        for ligne in lignes
    ]


def _insecable(dit: str) -> str:
    """No line begins with a colon, nor ends with a quotation mark that opens."""
    for seul, lie in ((" :", "\u00a0:"), ("« ", "«\u00a0"), (" »", "\u00a0»")):
        dit = dit.replace(seul, lie)
    return dit


def _changements(ligne: LigneImport) -> list[str]:
    """Field by field; a line created shows what it is named by already."""
    if ligne.issue == CREE:
        return []
    return [
        phrase_du_champ(champ, avant, apres) for champ, (avant, apres) in ligne.changements.items()
    ]
