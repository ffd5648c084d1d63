"""Many rows at once: forty collectifs by their names, or one row like another.

Same rights, same bounds and same refusals as a row added alone (``ajout_lignes``).
"""

import re
from collections.abc import Sequence
from itertools import count, starmap

from django.db import transaction

from declarations.models import Volet
from declarations.regles.grille import ACTIVITE, Grille
from declarations.services.ajout_lignes import (
    exiger_place,
    garder_les_lignes,
    ligne_presente,
    lire_libelle,
    ouvrir_les_lignes,
)
from declarations.services.dossier import DossierVerrouille
from declarations.services.lignes import est_retiree
from declarations.services.saisie import garder
from habilitations.permissions import Acteur
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE, est_une_cle, libelle_suivant
from portal.saisie.regles.valeurs import Valeur
from portal.socle.francais import enumerer
from portal.socle.refus import DemandeInvalide

RECHARGER = "Rechargez la page, puis recommencez."


@transaction.atomic
def ajouter_lignes(
    declaration_id: int, cle: str, libelles: Sequence[str], *, acteur: Acteur
) -> tuple[str, ...]:
    """Add one row per label, all or none; an empty label is a row called by its rank.

    ``cle`` is made with the form and begins the key of each row: the same form sent twice adds
    nothing the second time. Return the keys of the rows added. Raises ActionRefusee,
    DemandeInvalide (nothing to add, too many rows, labels too long, borne already or given twice:
    the message names every faulty line, counted from one).
    """
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    lignes = dossier.version.lignes
    cles = [f"{cle}{rang}" for rang in range(1, len(libelles) + 1)]
    if any(ligne["cle"] in cles for ligne in lignes):
        return ()
    if not libelles:
        raise DemandeInvalide("libelle", f"Indiquez les {grille.repetition.pluriel} à ajouter.")
    if not all(est_une_cle(c) for c in cles):
        raise DemandeInvalide("libelle", RECHARGER)
    pris = exiger_place(dossier, grille, len(libelles))
    refus: dict[str, list[str]] = {}
    for rang, (une, libelle) in enumerate(zip(cles, libelles, strict=True), 1):
        try:
            lu = lire_libelle(dossier, grille, libelle, une)
        except DemandeInvalide as erreur:
            refus.setdefault(str(erreur), []).append(str(rang))
            continue
        nom = lu or libelle_suivant(grille.repetition.libelle, pris)
        pris.append(nom)
        lignes.append({"cle": une, "libelle": nom})
    if refus:
        raise DemandeInvalide("libelle", " ".join(starmap(_dire_les_lignes, refus.items())))
    garder_les_lignes(dossier)
    combien = f"{len(cles)} {grille.repetition.pluriel}" if len(cles) > 1 else pris[-1]
    dossier.journaliser("ligne_ajoutee", ligne=combien)
    return tuple(cles)


def _dire_les_lignes(message: str, rangs: Sequence[str]) -> str:
    """« Ligne 2 : … », « Lignes 2 et 5 : … »."""
    return f"{'Lignes' if len(rangs) > 1 else 'Ligne'} {enumerer(rangs)} : {message}"


@transaction.atomic
def dupliquer_ligne(declaration_id: int, modele: str, cle: str, *, acteur: Acteur) -> bool:
    """Add under ``cle``, right after the row ``modele``, a row with the same activity figures.

    Neither what names the row (a person) nor what the other volet holds of it is copied. False
    when that form was already sent. Raises ActionRefusee, DemandeInvalide.
    """
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    lignes = dossier.version.lignes
    if any(ligne["cle"] == cle for ligne in lignes):
        return False
    origine = ligne_presente(dossier, modele)
    if est_retiree(origine) or not est_une_cle(cle):
        raise DemandeInvalide("libelle", RECHARGER)
    presentes = exiger_place(dossier, grille)
    libelle = _nom_de_copie(grille, origine["libelle"], presentes)
    lignes.insert(lignes.index(origine) + 1, {"cle": cle, "libelle": libelle})
    volet = dossier.version.volet(ACTIVITE)
    copies = _figures_a_copier(dossier, volet, modele, cle)
    garder_les_lignes(dossier)
    for chemin, valeur in copies.items():
        volet.poser(chemin, valeur)
    if copies:
        garder(dossier, volet, copies)
    dossier.journaliser("ligne_ajoutee", ligne=libelle)
    return True


def _nom_de_copie(grille: Grille, modele: str, pris: Sequence[str]) -> str:
    """« École du Lac 2 » after « École du Lac »; a row called by its rank takes the next rank."""
    repetition = grille.repetition
    if repetition.libelle_depuis or re.fullmatch(rf"{re.escape(repetition.libelle)} \d+", modele):
        return libelle_suivant(repetition.libelle, pris)
    portes = {nom.casefold() for nom in pris}
    # The end of a long name gives way to its rank.
    noms = (f"{modele[: LONGUEUR_LIBELLE - 4]} {rang}" for rang in count(2))
    return next(nom for nom in noms if nom.casefold() not in portes)


def _figures_a_copier(
    dossier: DossierVerrouille, volet: Volet, modele: str, cle: str
) -> dict[str, Valeur]:
    """Values of a row that this person types, by the chemins of another row."""
    repetition = dossier.grille.repetition
    copies = {}
    for chemin, place in dossier.places(volet.nature).items():
        ligne = place.ligne
        if ligne is None or ligne.cle != modele or not place.champ.est_saisi:
            continue
        if place.champ.code in repetition.libelle_depuis or chemin not in volet.donnees:
            continue
        copies[f"{repetition.code}.{cle}.{place.champ.code}"] = volet.donnees[chemin]
    return copies
