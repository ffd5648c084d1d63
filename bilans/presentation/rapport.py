"""What a printed report of a selection holds: results, comparisons, and crossings chosen for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bilans.presentation.analyse import QuestionAnalysee
from bilans.presentation.comparaisons import QuestionComparee
from bilans.presentation.croisements import TableCroisee
from bilans.presentation.etudes import TERRITOIRES, analyser, comparer_rubrique, croiser_deux
from bilans.regles.analyse.periodes import LONGUEURS
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.etude import Etude, Rubrique
from bilans.services.analyse.lectures import ANNEE, Lieu, SansRapport
from habilitations.regles.exercices import libelle_exercice

RESULTATS, EXERCICES = "resultats", "exercices"
PARTIES: Mapping[str, str] = {
    RESULTATS: "Résultats de chaque rubrique",
    EXERCICES: "Comparaison entre exercices",
    TERRITOIRES: "Comparaison entre territoires",
}
# Columns that a printed table holds; the others follow in tables of their own.
COLONNES_MAX = 6
COLONNE, VIDES, SEPARATEUR = "colonne", "vides", "~"


@dataclass(frozen=True)
class Croise:
    """Two columns to cross, by their ids, and how: what the page of a crossing asks for."""

    lignes: int
    colonnes: int
    par_colonne: bool = False
    pas: str = ""
    vides: bool = False

    @property
    def cle(self) -> str:
        """As an address and a form say it: « 12~15~colonne~mois~vides »."""
        par, vides = COLONNE if self.par_colonne else "", VIDES if self.vides else ""
        return SEPARATEUR.join((str(self.lignes), str(self.colonnes), par, self.pas, vides))


@dataclass(frozen=True)
class Contenu:
    """What is asked of a report: PARTIES, and crossings."""

    parties: Sequence[str] = (RESULTATS,)
    croises: Sequence[Croise] = ()


@dataclass(frozen=True)
class Comparaison:
    """Questions of each heading side by side, in tables that a page holds; () for one column."""

    titre: str
    rubriques: Sequence[tuple[Rubrique, Sequence[Sequence[QuestionComparee]]]]


@dataclass(frozen=True)
class Croisement:
    """A crossing in tables that a page holds; () where the two questions share no row."""

    titre: str
    par: str
    tables: Sequence[TableCroisee]


def croise_de(demande: Mapping[str, str], etude: Etude) -> Croise | None:
    """The crossing that an address asks for; None where it names no two columns of the study."""
    brutes = [demande.get(nom, "") for nom in ("lignes", "colonnes")]
    ids = [int(brut) if brut.isdecimal() else 0 for brut in brutes]
    if not all(cle in etude.par_id for cle in ids):
        return None
    pas = demande.get("dates", "")
    return Croise(
        ids[0],
        ids[1],
        par_colonne=demande.get("par") == COLONNE,
        pas=pas if pas in LONGUEURS else "",
        vides=VIDES in demande,
    )


def lire_croise(cle: str, etude: Etude) -> Croise | None:
    """The crossing that ``Croise.cle`` names; None for anything else."""
    morceaux = cle.split(SEPARATEUR)
    if len(morceaux) != 5:
        return None
    demande = dict(zip(("lignes", "colonnes", "par", "dates"), morceaux, strict=False))
    return croise_de(demande | ({VIDES: VIDES} if morceaux[4] else {}), etude)


def titre_de(croise: Croise, etude: Etude) -> str:
    """« Un bonus ? × Type de structure »."""
    ids = croise.lignes, croise.colonnes
    return " × ".join(etude.par_id[cle].question.libelle for cle in ids)


def resultats_de(comptage: Comptage) -> list[tuple[Rubrique, list[QuestionAnalysee]]]:
    """Every heading and its questions."""
    return [(rubrique, analyser(comptage, rubrique)) for rubrique in comptage.etude.rubriques]


def comparaison_de(comptage: Comptage, par: str) -> Comparaison:
    """Every heading by EXERCICES or by TERRITOIRES; nothing where there is one of them alone."""
    dimension = comptage.territoire if par == TERRITOIRES else ANNEE
    vu = comptage if par == TERRITOIRES else comptage.par_annee()
    lieux = vu.lieux(dimension)
    noms = {} if par == TERRITOIRES else _exercices(comptage.etude, lieux)
    rubriques = comptage.etude.rubriques if len(lieux) > 1 else ()
    comparees = [
        (rubrique, [tuple(_comparees(q)) for q in comparer_rubrique(comptage, rubrique, noms, par)])
        for rubrique in rubriques
    ]
    return Comparaison(PARTIES[par], [(r, questions) for r, questions in comparees if questions])


def croisement_de(comptage: Comptage, croise: Croise) -> Croisement:
    """One crossing, cut where it is wider than the paper."""
    tables: Sequence[TableCroisee] = ()
    try:
        table = croiser_deux(
            comptage,
            croise.lignes,
            croise.colonnes,
            par_colonne=croise.par_colonne,
            pas=croise.pas,
            vides=croise.vides,
        )
        tables = tuple(_croisees(table))
    except SansRapport:
        pass
    titre = titre_de(croise, comptage.etude)
    return Croisement(titre, "colonne" if croise.par_colonne else "ligne", tables)


def _exercices(etude: Etude, lieux: Iterable[Lieu]) -> dict[int, str]:
    cadre = etude.versions[-1].cadre if etude.versions else None
    dispositif = cadre.dispositif if cadre else ""
    return {int(annee): libelle_exercice(dispositif, int(annee)) for annee in lieux}


def _comparees(question: QuestionComparee) -> Iterator[QuestionComparee]:
    for debut in range(0, len(question.entetes), COLONNES_MAX):
        ici = slice(debut, debut + COLONNES_MAX)
        rangs = tuple(replace(rang, cases=rang.cases[ici]) for rang in question.rangs)
        yield replace(question, entetes=question.entetes[ici], rangs=rangs)


def _croisees(table: TableCroisee) -> Iterator[TableCroisee]:
    for debut in range(0, len(table.entetes), COLONNES_MAX):
        ici = slice(debut, debut + COLONNES_MAX)
        rangs = tuple(replace(rang, cases=rang.cases[ici]) for rang in table.rangs)
        yield replace(table, entetes=table.entetes[ici], rangs=rangs)
