"""Two versions of a declaration side by side, with only what changed between them."""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.models import Version
from declarations.regles.controles.contexte import Donnees
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import VOLETS, EmplacementGrille
from declarations.regles.lecteurs import Lecteur
from declarations.rendu.figures import NON_REMPLI
from declarations.rendu.modele import Cellule, Groupe, Rang, Tableau
from declarations.rendu.montants import ecrire_montant
from declarations.services.contenu import contenu_de
from declarations.services.integrite import exiger_intacte
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.socle.formats import variation
from subventions.regles.estimation import Estimation


@dataclass(frozen=True)
class Comparaison:
    """What changed from ``avant`` to ``apres``, for one reader; empty when nothing they may read.

    ``tableaux`` has one table per volet that changed; ``lignes`` tells the rows added or
    withdrawn; ``montants`` the two amounts as printed, with their variation.
    """

    avant: Version
    apres: Version
    tableaux: tuple[Tableau, ...]
    lignes_ajoutees: tuple[str, ...]
    lignes_retirees: tuple[str, ...]
    montants: tuple[str, str, str]

    @property
    def est_vide(self) -> bool:
        return not (self.tableaux or self.lignes_ajoutees or self.lignes_retirees)


def comparer_versions(avant: Version, apres: Version, lecteur: Lecteur) -> Comparaison:
    """Compare two versions of one declaration; fields that the reader may not read never appear.

    Raises VersionAlteree when one of them is no longer what was sent.
    """
    for version in (avant, apres):
        exiger_intacte(version)
    contenus = (contenu_de(avant), contenu_de(apres))
    places = contenus[0].places_lisibles(lecteur) | contenus[1].places_lisibles(lecteur)
    figures = (contenus[0].donnees, contenus[1].donnees)
    numeros = (avant.numero, apres.numero)
    tableaux = tuple(_tableau(volet, numeros, figures, places) for volet in VOLETS)
    anciennes, nouvelles = ({ligne.cle: ligne.libelle for ligne in c.lignes} for c in contenus)
    return Comparaison(
        avant,
        apres,
        tuple(t for t in tableaux if t.groupes),
        tuple(nom for cle, nom in nouvelles.items() if cle not in anciennes),
        tuple(nom for cle, nom in anciennes.items() if cle not in nouvelles),
        _montants(*(contenu.montant(lecteur).estimation for contenu in contenus)),
    )


def _tableau(
    volet: str,
    numeros: tuple[int, int],
    donnees: tuple[Donnees, ...],
    places: Mapping[str, EmplacementGrille],
) -> Tableau:
    """The fields of one volet whose value differs, in reading order, by section."""
    colonnes = tuple(f"Version {numero}" for numero in numeros)
    groupes: dict[str, list[Rang]] = {}
    for chemin, place in places.items():
        if place.champ.volet != volet or donnees[0].get(chemin) == donnees[1].get(chemin):
            continue
        textes = (ecrire_valeur(place.champ, d.get(chemin)) or NON_REMPLI for d in donnees)
        cellules = tuple(Cellule(*paire) for paire in zip(colonnes, textes, strict=True))
        rang = Rang(place.libelle_complet, cellules, place.champ.est_numerique)
        groupes.setdefault(place.section.titre, []).append(rang)
    return Tableau(
        LIBELLES_VOLET[volet].capitalize(),
        colonnes,
        tuple(Groupe(titre, tuple(rangs)) for titre, rangs in groupes.items()),
    )


def _montants(avant: Estimation, apres: Estimation) -> tuple[str, str, str]:
    """Both amounts and the variation from one to the other, as printed: « n.c. » without both."""
    ecrits = [ecrire_montant(e) or NON_REMPLI for e in (avant, apres)]
    return ecrits[0], ecrits[1], variation(apres.montant, avant.montant)
