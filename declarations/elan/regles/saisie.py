"""Figures taken up from ELAN: where each is typed, and what refuses them all (S).

The shape of each value is that of the partner’s form, and nothing required may miss. What ELAN
accepted is taken as it is: coherence is shown, it stops nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from declarations.regles.grille import PREVISIONNELLE, Grille, LigneGrille
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE
from portal.saisie.regles.structure import Emplacement, Ligne, Section
from portal.saisie.regles.valeurs import Valeur, est_rempli

L = TypeVar("L", bound=Ligne)

COLLECTIFS_MAX = 99
# Where messages that are about no single field stand.
COLLECTIFS = "collectifs"
COMPTES = "comptes"
# Where the number of the project is typed.
NUMERO_ELAN = "numero_elan"
LIBELLE = "libelle."

NUMERO_ELAN_MAX = 30
MANQUE = "Renseignez cette donnée."

# The number finds the project again in ELAN. Its form is not known here (S): one short line.
PROJET: Section[Champ] = Section(
    "projet",
    "Projet",
    (
        Champ(
            code=NUMERO_ELAN,
            libelle="N° du projet dans ELAN",
            type="texte",
            longueur=NUMERO_ELAN_MAX,
            obligatoire=False,
        ),
    ),
)
NOM: Section[Champ] = Section(
    "nom",
    "Nom",
    (Champ(code="libelle", libelle="Nom du collectif", type="texte", longueur=LONGUEUR_LIBELLE),),
)


def chemin_libelle(cle: str) -> str:
    """Where the name of a collectif is typed."""
    return f"{LIBELLE}{cle}"


def places_elan(
    grille: Grille, lignes: Sequence[LigneGrille]
) -> dict[str, Emplacement[Champ, Ligne]]:
    """Every field that is typed, by chemin: the number of the project, names, then figures."""
    places: dict[str, Emplacement[Champ, Ligne]] = {
        NUMERO_ELAN: Emplacement(NUMERO_ELAN, PROJET.champs[0], PROJET)
    }
    for ligne in lignes:
        chemin = chemin_libelle(ligne.cle)
        places[chemin] = Emplacement(chemin, NOM.champs[0], NOM, (ligne,))
    places |= {
        p.chemin: p for p in grille.emplacements(PREVISIONNELLE, lignes) if p.champ.est_saisi
    }
    return places


def refus_elan(
    grille: Grille,
    lignes: Sequence[LigneGrille],
    valeurs: Mapping[str, Valeur],
    erreurs: Mapping[str, str],
) -> dict[str, str]:
    """Return why these figures cannot be kept, by chemin; ``erreurs`` are those of their shape.

    At least one collectif, each with a name of its own; every required figure; a charge and a
    produit. A field refused for its shape is being filled: only its own message is said.
    """
    tous = _erreurs_lignes(lignes, valeurs) | dict(erreurs)
    places = list(grille.emplacements(PREVISIONNELLE, lignes))
    for place in places:
        exige = place.champ.obligatoire and place.champ.est_saisi
        if exige and not est_rempli(valeurs.get(place.chemin)) and place.chemin not in tous:
            tous[place.chemin] = MANQUE
    presentes = {c: v for c, v in valeurs.items() if est_rempli(v)} | dict(erreurs)
    if grille.groupes_vides(places, presentes):
        tous[COMPTES] = "Renseignez au moins une charge et un produit."
    return tous


def _erreurs_lignes(lignes: Sequence[Ligne], valeurs: Mapping[str, Valeur]) -> dict[str, str]:
    if not lignes:
        return {COLLECTIFS: "Inscrivez au moins un collectif."}
    if len(lignes) > COLLECTIFS_MAX:
        return {COLLECTIFS: f"Un projet compte {COLLECTIFS_MAX} collectifs au plus."}
    erreurs: dict[str, str] = {}
    deja: set[str] = set()
    for ligne in lignes:
        chemin = chemin_libelle(ligne.cle)
        nom = str(valeurs.get(chemin, ""))
        if not nom:
            erreurs[chemin] = "Nommez ce collectif."
        elif nom.casefold() in deja:
            erreurs[chemin] = "Un autre collectif porte déjà ce nom."
        deja.add(nom.casefold())
    return erreurs


def aligner(lignes: Sequence[L], gardees: Sequence[Ligne]) -> dict[str, str]:
    """Return the key to give each of these rows, by its own: that of the row already kept that
    bears its name, else the first one free.

    A figure is thus compared with that of the same collectif, wherever its row stands.
    """
    connues = {ligne.libelle.casefold(): ligne.cle for ligne in gardees}
    prises = {ligne.cle for ligne in gardees}
    cles: dict[str, str] = {}
    for ligne in lignes:
        cle = connues.pop(ligne.libelle.strip().casefold(), "")
        if not cle:
            rang = 1
            while f"c{rang}" in prises:
                rang += 1
            cle = f"c{rang}"
            prises.add(cle)
        cles[ligne.cle] = cle
    return cles
