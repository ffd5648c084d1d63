"""Figures taken up from ELAN as people read them, and how two sets of them differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from declarations.elan.services.references import lignes_reprises
from declarations.grilles import grille_par_reference
from declarations.models import RepriseElan
from declarations.regles.grille import ACTIVITE, PREVISIONNELLE, Grille, LigneGrille
from declarations.rendu.comptes import synthese, tableaux_comptes
from declarations.rendu.figures import (
    NON_REMPLI,
    Source,
    tableaux_ensemble,
    tableaux_par_ligne,
)
from declarations.rendu.modele import Tableau
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.valeurs import Valeur


@dataclass(frozen=True)
class Ecart:
    """One figure that differs, as printed on each side."""

    libelle: str
    avant: str
    apres: str


def source_elan(
    grille: Grille, lignes: Sequence[LigneGrille], donnees: Mapping[str, Valeur]
) -> Source:
    """Figures ready to be put in tables; nothing in them is reserved to some readers."""
    places = grille.emplacements(PREVISIONNELLE, tuple(lignes))
    lisibles = {place.chemin: place for place in places}
    return Source(grille, PREVISIONNELLE, tuple(lignes), donnees, lisibles)


def rendre_reprise_elan(reprise: RepriseElan) -> tuple[Tableau, ...]:
    """The tables of what was taken up: key figures, collectifs, accounts."""
    grille = grille_par_reference(reprise.grille, reprise.annee)
    source = source_elan(grille, lignes_reprises(reprise), reprise.donnees)
    return (
        synthese(source),
        *tableaux_par_ligne(source, ACTIVITE),
        *tableaux_ensemble(source, ACTIVITE),
        *tableaux_comptes(source),
    )


def ecarts(
    reprise: RepriseElan, lignes: Sequence[LigneGrille], donnees: Mapping[str, Valeur]
) -> tuple[Ecart, ...]:
    """What changes from what is kept to other figures: names of the rows, then each figure."""
    grille = grille_par_reference(reprise.grille, reprise.annee)
    avant = source_elan(grille, lignes_reprises(reprise), reprise.donnees)
    apres = source_elan(grille, lignes, donnees)
    return (*_ecarts_lignes(avant.lignes, apres.lignes), *_ecarts_figures(avant, apres))


def _ecarts_lignes(avant: Sequence[LigneGrille], apres: Sequence[LigneGrille]) -> Iterator[Ecart]:
    anciens = {ligne.cle: ligne.libelle for ligne in avant}
    nouveaux = {ligne.cle: ligne.libelle for ligne in apres}
    for rang, cle in enumerate({**anciens, **nouveaux}, start=1):
        ancien, nouveau = anciens.get(cle, NON_REMPLI), nouveaux.get(cle, NON_REMPLI)
        if ancien != nouveau:
            yield Ecart(f"Collectif {rang}", ancien, nouveau)


def _ecarts_figures(avant: Source, apres: Source) -> Iterator[Ecart]:
    for place in {**avant.lisibles, **apres.lisibles}.values():
        if not place.champ.est_saisi:
            continue
        textes = [
            ecrire_valeur(place.champ, source.donnees.get(place.chemin)) or NON_REMPLI
            for source in (avant, apres)
        ]
        if textes[0] != textes[1]:
            yield Ecart(place.libelle_complet, *textes)
