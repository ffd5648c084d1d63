"""What a workbook brings to a volet, as its page shows it before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.regles.classeur import en_cellule
from declarations.regles.grille import EmplacementGrille
from declarations.services.classeur import ApercuDeClasseur
from portal.saisie.presentation.valeurs import valeur_saisie
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.formats import avec_unite

VIDE = "Non renseigné"


@dataclass(frozen=True)
class ChangementLu:
    """One field that changes, in words; ``envoyees`` are what the form sends for it.

    ``liste`` tells that it is a list of boxes, which sends nothing when it is emptied.
    """

    chemin: str
    libelle: str
    avant: str
    apres: str
    envoyees: tuple[str, ...]
    liste: bool
    conflit: bool = False


def changements_lus(
    apercu: ApercuDeClasseur, places: Mapping[str, EmplacementGrille]
) -> list[ChangementLu]:
    """What changes, in the order of the form; what a colleague changed too is marked."""
    lus = {c.place.chemin: _lire(c.place, c.avant, c.apres) for c in apercu.changements}
    for conflit in apercu.conflits:
        place = places[conflit.chemin]
        lus[conflit.chemin] = _lire(place, conflit.autre, conflit.mienne, conflit=True)
    return [lus[chemin] for chemin in places if chemin in lus]


def _lire(
    place: EmplacementGrille, avant: Valeur, apres: Valeur, *, conflit: bool = False
) -> ChangementLu:
    saisie = valeur_saisie(place.champ, apres)
    return ChangementLu(
        place.chemin,
        place.libelle_complet,
        _en_mots(place, avant),
        _en_mots(place, apres),
        (saisie,) if isinstance(saisie, str) else tuple(saisie),
        place.champ.type == "choix_multiples",
        conflit,
    )


def _en_mots(place: EmplacementGrille, valeur: Valeur) -> str:
    champ = place.champ
    nombre = lire(valeur) if champ.est_numerique else None
    if nombre is not None:
        return avec_unite(nombre, champ.unite)
    return en_cellule(champ, valeur) or VIDE
