"""Figures taken up from ELAN, read: those of a CLAS prévisionnelle, entered by the Caf (S).

The shape of each value is that of the partner’s form, and nothing required may miss. What ELAN
accepted is taken as it is: coherence is shown (see ``services.elan``), it stops nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from declarations.regles.grille import PREVISIONNELLE, EmplacementGrille, Grille, LigneGrille
from declarations.regles.lignes import LONGUEUR_LIBELLE
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.valeurs import Valeur, est_rempli

COLLECTIFS_MAX = 99
# Where messages that are about no single field stand.
COLLECTIFS = "collectifs"
COMPTES = "comptes"
# Where the number of the project is typed.
NUMERO_ELAN = "numero_elan"

NUMERO_ELAN_MAX = 30
MANQUE = "Renseignez cette donnée."


@dataclass(frozen=True)
class LectureElan:
    """What was entered, once read: rows named anew c1, c2…, canonical values, messages."""

    lignes: tuple[LigneGrille, ...]
    donnees: dict[str, Valeur]
    erreurs: dict[str, str]
    inconnus: tuple[str, ...] = ()


def chemin_libelle(cle: str) -> str:
    """Where the name of a collectif is typed."""
    return f"libelle.{cle}"


def refus_numero_elan(numero: str) -> str:
    """Why this cannot be the number of a project in ELAN; empty when it can, or when there is none.

    Its form is not known here (S): one short line.
    """
    if len(numero) > NUMERO_ELAN_MAX:
        return f"{NUMERO_ELAN_MAX} caractères au plus."
    return "" if numero.isprintable() else "Écrivez ce numéro sur une ligne, sans tabulation."


def lire_reprise(
    grille: Grille, lignes: Sequence[LigneGrille], brut: Mapping[str, Valeur]
) -> LectureElan:
    """Read the rows and the raw texts of one project; messages bear the chemins received."""
    places = list(grille.emplacements(PREVISIONNELLE, lignes))
    lecture = recevoir(places, brut)
    remplies = {c: v for c, v in lecture.valeurs.items() if est_rempli(v)}
    erreurs = _erreurs_lignes(lignes) | dict(lecture.erreurs)
    erreurs |= {
        place.chemin: MANQUE
        for place in places
        if _est_attendu(place) and place.chemin not in remplies and place.chemin not in erreurs
    }
    # An account refused is being filled: only its own message is said.
    presents = remplies | dict(lecture.erreurs)
    if grille.groupes_vides(places, presents):
        erreurs[COMPTES] = "Renseignez au moins une charge et un produit."
    nommees, cles = _renommer(lignes)
    donnees = {_deplacer(grille, chemin, cles): valeur for chemin, valeur in remplies.items()}
    return LectureElan(nommees, donnees, erreurs, lecture.inconnus)


def _est_attendu(place: EmplacementGrille) -> bool:
    return place.champ.obligatoire and place.champ.origine == "saisie"


def _erreurs_lignes(lignes: Sequence[LigneGrille]) -> dict[str, str]:
    """At least one collectif, each with a name of its own."""
    if not lignes:
        return {COLLECTIFS: "Inscrivez au moins un collectif."}
    if len(lignes) > COLLECTIFS_MAX:
        return {COLLECTIFS: f"Un projet compte {COLLECTIFS_MAX} collectifs au plus."}
    erreurs: dict[str, str] = {}
    deja: set[str] = set()
    for ligne in lignes:
        nom = ligne.libelle.strip()
        if not nom:
            erreurs[chemin_libelle(ligne.cle)] = "Nommez ce collectif."
        elif len(nom) > LONGUEUR_LIBELLE:
            erreurs[chemin_libelle(ligne.cle)] = f"{LONGUEUR_LIBELLE} caractères au plus."
        elif not nom.isprintable():
            erreurs[chemin_libelle(ligne.cle)] = "Écrivez ce nom sur une ligne, sans tabulation."
        elif nom.casefold() in deja:
            erreurs[chemin_libelle(ligne.cle)] = "Un autre collectif porte déjà ce nom."
        deja.add(nom.casefold())
    return erreurs


def _renommer(lignes: Sequence[LigneGrille]) -> tuple[tuple[LigneGrille, ...], dict[str, str]]:
    """Rows keyed by rank, so that the same figures are always kept the same way."""
    cles = {ligne.cle: f"c{rang}" for rang, ligne in enumerate(lignes, start=1)}
    nommees = tuple(replace(x, cle=cles[x.cle], libelle=x.libelle.strip()) for x in lignes)
    return nommees, cles


def _deplacer(grille: Grille, chemin: str, cles: Mapping[str, str]) -> str:
    morceaux = chemin.split(".")
    if len(morceaux) == 3 and morceaux[0] == grille.repetition.code:
        return f"{morceaux[0]}.{cles[morceaux[1]]}.{morceaux[2]}"
    return chemin
