"""Results, crossings and comparisons of a selection, ready to show on a page or to print."""

from collections.abc import Mapping, Sequence
from typing import Any

from bilans.presentation.analyse import QuestionAnalysee
from bilans.presentation.analyse import presenter as presenter_question
from bilans.presentation.changements import ce_qui_change
from bilans.presentation.comparaisons import QuestionComparee, comparer, se_compare
from bilans.presentation.croisements import (
    Decoupage,
    TableCroisee,
    axe_de,
    classer_paires,
)
from bilans.presentation.croisements import presenter as presenter_croisement
from bilans.regles.analyse.croisement import croiser, marge
from bilans.regles.analyse.masquage import Cellule, masquer_croisement
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.etude import Etude, Rubrique
from bilans.services.analyse.lectures import ANNEE, CAF, LIGNE, Lieu
from habilitations.models import Caf, Portefeuille
from portal.socle.francais import cle_de_tri

# What questions are set side by side for, besides the exercices.
TERRITOIRES, LIGNES = "territoires", "lignes"


def analyser(comptage: Comptage, rubrique: Rubrique) -> list[QuestionAnalysee]:
    """Every question of a heading."""
    etude = comptage.etude
    derniere = etude.versions[-1].reference
    return [
        presenter_question(
            resultat,
            etude.ids.get(resultat.colonne.chemin),
            masque=comptage.portee.masque,
            retiree=resultat.colonne.derniere != derniere,
        )
        for resultat in comptage.resultats(rubrique)
    ]


def croiser_deux(
    comptage: Comptage,
    lignes: int,
    colonnes: int,
    *,
    par_colonne: bool = False,
    pas: str = "",
    vides: bool = False,
) -> TableCroisee:
    """Cross two columns by their ids: days by ``pas``, silence as a value or not.

    Raises SansRapport.
    """
    etude, seuil = comptage.etude, comptage.portee.seuil
    brutes = comptage.paires(lignes, colonnes)
    decoupage = Decoupage(seuil, pas, vides)
    en_lignes = axe_de(etude.par_id[lignes], marge(brutes, 0), decoupage)
    en_colonnes = axe_de(etude.par_id[colonnes], marge(brutes, 1), decoupage)
    paires = classer_paires(en_lignes, en_colonnes, brutes)
    croisement = croiser(en_lignes.axe, en_colonnes.axe, paires)
    masques: frozenset[Cellule] = masquer_croisement(croisement, seuil) if seuil else frozenset()
    return presenter_croisement(croisement, masques, seuil, par_colonne=par_colonne)


def comparer_rubrique(
    comptage: Comptage, rubrique: Rubrique, exercices: Mapping[int, str], par: str = ""
) -> list[QuestionComparee]:
    """Questions of a heading by TERRITOIRES, by LIGNES, or by year whatever the year chosen."""
    etude, ligne = comptage.etude, comptage.etude.ligne_de(rubrique)
    colonnes = [colonne for colonne in rubrique.colonnes if se_compare(colonne)]
    changements: Mapping[str, Sequence[str]] = {}
    noms: Mapping[Any, str]
    if par == TERRITOIRES:
        dimension = comptage.territoire
        lieux = comptage.lieux(dimension)
        noms = _noms(dimension, lieux)
    elif par == LIGNES and ligne:
        dimension, noms = LIGNE, dict(ligne.choix)
        lieux = dict.fromkeys(noms, 0)
        colonnes = [c for c in colonnes if c.code and c.repetitions[:1] == ligne.repetitions]
    else:
        comptage, dimension = comptage.par_annee(), ANNEE
        lieux = comptage.lieux(dimension)
        noms, changements = dict[Any, str](exercices), changements_par_code(etude)
    ranges = {cle: lieux[cle] for cle in (noms if dimension != ANNEE else lieux) if cle in lieux}
    return [
        comparer(
            cote.colonne,
            cote.resultats,
            [noms.get(cle, str(cle)) for cle in ranges],
            changements.get(cote.colonne.code.partition(".")[0], ()),
            ecarts=dimension == ANNEE,
        )
        for cote in comptage.cotes(dimension, ranges, colonnes)
    ]


def changements_par_code(etude: Etude) -> dict[str, list[str]]:
    """What changed of each question from version to version, in sentences."""
    phrases: dict[str, list[str]] = {}
    for avant, apres in zip(etude.versions, etude.versions[1:], strict=False):
        for dit in ce_qui_change(avant, apres):
            texte = " ".join((f"Version {apres.version}.", dit.phrase, *dit.details))
            phrases.setdefault(dit.code, []).append(texte)
    return phrases


def _noms(dimension: str, lieux: Mapping[Lieu, int]) -> dict[Lieu, str]:
    """Names of territories, in their order."""
    modele = Caf if dimension == CAF else Portefeuille
    noms = dict(modele.objects.filter(pk__in=lieux).values_list("pk", "nom"))
    return dict(sorted(noms.items(), key=lambda couple: cle_de_tri(couple[1])))
