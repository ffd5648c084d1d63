"""Which figures the formula of a dispositif needs, and which of them are still missing.

An amount is announced when every one of them is given, for every row: until then nobody knows
it. A row withdrawn is not a row. What « charges given » means is told in decision 0015.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from declarations.regles.grille import (
    ACTIVITE,
    CHARGES,
    CONTRIBUTIONS,
    FINANCES,
    ChampGrille,
    Grille,
    LigneGrille,
)
from declarations.regles.totaux import PREFIXE_COMPTE, chemins_de_comptes
from portal.saisie.regles.valeurs import est_rempli
from subventions.regles.bareme import Bareme
from subventions.regles.parametres import PRORATA_AUCUN
from subventions.regles.plan import CHARGE

Donnees = Mapping[str, object]

HEURES = ("heures_rencontres", "heures_entretiens", "heures_organisation")
BONUS = ("bonus_enfants", "bonus_parents")
TEMPS = ("etp", "mois")
DEPENSES = ("salaire_charge", "autres_depenses")
NOTIFIES = "collectifs_notifies"

# Kinds of what is missing.
LIGNES = "lignes"
COMPTES = "charges"
REPONSES = "reponses"
NOTIFICATION = "notification"

_PAR_LIGNE: Mapping[str, tuple[str, ...]] = {"er": HEURES, "clas": BONUS, "cct": TEMPS + DEPENSES}
_SUR_LES_CHARGES = frozenset({"er", "clas"})


@dataclass(frozen=True, slots=True)
class Manque:
    """Something the formula waits for.

    ``chemins`` are the fields to fill: all of them, but for COMPTES where one is enough when the
    grid requires none. ``ligne`` is the row concerned, if any; ``volet`` where one fills it.
    """

    genre: str
    chemins: tuple[str, ...]
    volet: str
    ligne: LigneGrille | None = None


def codes_de_ligne(dispositif: str, bareme: Bareme) -> tuple[str, ...]:
    """Row fields that the formula reads. Without prorata, that of a CCT reads no working time."""
    codes = _PAR_LIGNE[dispositif]
    if dispositif == "cct" and bareme.texte("prorata_plafond") == PRORATA_AUCUN:
        return DEPENSES
    return codes


def codes_du_plafond(dispositif: str, bareme: Bareme) -> tuple[str, ...]:
    """Those of a CCT that tell the most the amount may be: the working time, no expense."""
    return tuple(c for c in codes_de_ligne(dispositif, bareme) if c in TEMPS)


def manques(
    grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees, bareme: Bareme
) -> tuple[Manque, ...]:
    """All that the formula still waits for, in reading order; empty once it may compute."""
    codes = codes_de_ligne(grille.dispositif, bareme)
    trouves = [*manques_des_lignes(grille, lignes, donnees, codes)]
    if grille.dispositif in _SUR_LES_CHARGES:
        trouves = [*_manque_de_charges(grille, donnees, bareme), *trouves]
    if grille.dispositif == "clas" and not est_rempli(donnees.get(NOTIFIES)):
        trouves.append(Manque(NOTIFICATION, (NOTIFIES,), ACTIVITE))
    return tuple(trouves)


def manques_des_lignes(
    grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees, codes: Sequence[str]
) -> Iterator[Manque]:
    """Fields of these codes left empty, row by row and volet by volet; a row at least is needed."""
    if not lignes:
        yield Manque(LIGNES, (), ACTIVITE)
    champs = _champs(grille)
    for ligne in lignes:
        vides: dict[str, list[str]] = {}
        for code in codes:
            chemin = grille.repetition.chemin(ligne, code)
            if not est_rempli(donnees.get(chemin)):
                vides.setdefault(champs[code].volet, []).append(chemin)
        for volet, chemins in vides.items():
            yield Manque(REPONSES, tuple(chemins), volet, ligne)


def chemins_du_calcul(grille: Grille, lignes: Sequence[LigneGrille]) -> tuple[str, ...]:
    """Every field that an amount may be told from, whatever the barème."""
    codes = _PAR_LIGNE[grille.dispositif]
    lus = [grille.repetition.chemin(ligne, code) for ligne in lignes for code in codes]
    if grille.dispositif in _SUR_LES_CHARGES:
        lus += chemins_de_comptes(grille, CHARGE, (CHARGES, CONTRIBUTIONS))
    return tuple(lus)


def attend_seulement_la_caf(trouves: Sequence[Manque]) -> bool:
    """Tell whether all that the partner gives is there, the Caf alone owing the rest."""
    return bool(trouves) and all(m.genre == NOTIFICATION for m in trouves)


def codes_manquants(trouves: Sequence[Manque]) -> tuple[str, ...]:
    """What is missing as an estimation keeps it: chemins, « charges », « lignes »."""
    codes: list[str] = []
    for manque in trouves:
        codes += [manque.genre] if manque.genre in (COMPTES, LIGNES) else manque.chemins
    return tuple(codes)


def _manque_de_charges(grille: Grille, donnees: Donnees, bareme: Bareme) -> Iterator[Manque]:
    """The accounts that the grid requires; else one, among those that it wants started (C01).

    An account left empty is worth zero, so the others cannot be asked for; one excluded from
    the prix de revient is worth nothing to the formula.
    """
    groupes = (CHARGES,) if CHARGES in grille.au_moins_un else (CHARGES, CONTRIBUTIONS)
    chemins = [c for c in chemins_de_comptes(grille, CHARGE, groupes) if not _est_exclu(c, bareme)]
    champs = _champs(grille)
    vides = [c for c in chemins if not est_rempli(donnees.get(c))]
    requis = [c for c in chemins if champs[c].obligatoire]
    absents = [c for c in vides if c in requis] if requis else vides
    if absents and (requis or len(vides) == len(chemins)):
        yield Manque(COMPTES, tuple(absents), FINANCES)


def _est_exclu(chemin: str, bareme: Bareme) -> bool:
    return chemin.removeprefix(PREFIXE_COMPTE).startswith(bareme.comptes_exclus)


def _champs(grille: Grille) -> dict[str, ChampGrille]:
    return {champ.code: champ for section in grille.sections for champ in section.champs}
