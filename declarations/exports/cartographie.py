"""Blank « cartographie des données à saisir »: what will be asked, before the campaign opens.

A partner prints it, or shares it out among those who hold the figures. It is made from the
grid alone, so it can never differ from the form.
"""

from collections.abc import Iterator

from declarations.exports.questions import Carte, Groupe, Partie, decrire
from declarations.regles.grille import Grille
from habilitations.regles.exercices import libelle_exercice
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from portal.socle.pdf import rendre_pdf

COLONNES = (
    Colonne("Rubrique", 30),
    Colonne("À remplir", 24),
    Colonne("Donnée demandée", 42),
    Colonne("Aide", 60),
    Colonne("Réponse attendue", 28),
    Colonne("Obligatoire", 18),
    Colonne("Fournisseur", 24),
    Colonne("Votre réponse", 20),
    Colonne("Code", 24),
)
COLONNES_PRESENTATION = (Colonne("Cartographie des données à saisir", 32), Colonne("", 80))


def cartographie_pdf(grille: Grille, nature: str, annee: int) -> bytes:
    """The cartographie as a tagged PDF."""
    return rendre_pdf("pdf/cartographie.html", {"carte": decrire(grille, nature, annee)})


def cartographie_xlsx(grille: Grille, nature: str, annee: int) -> bytes:
    """The cartographie as a workbook: a presentation, then one sheet per volet."""
    carte = decrire(grille, nature, annee)
    feuilles = [
        Feuille("Présentation", COLONNES_PRESENTATION, _lignes_presentation(carte)),
        *(Feuille(partie.titre, COLONNES, _lignes(partie)) for partie in carte.parties),
    ]
    return ecrire_classeur(feuilles, titre=carte.titre_complet)


def nom_de_fichier(grille: Grille, nature: str, annee: int, extension: str) -> str:
    """Name under which the document is saved: « cartographie-er-reelle-2025.pdf »."""
    exercice = libelle_exercice(grille.dispositif, annee)
    return f"cartographie-{grille.dispositif}-{nature}-{exercice}.{extension}"


def _lignes_presentation(carte: Carte) -> Iterator[tuple[Cellule, ...]]:
    yield ("Dispositif", carte.dispositif)
    yield from carte.faits
    yield ("À quoi sert ce document", carte.introduction)
    for partie in carte.parties:
        yield (partie.titre, partie.presentation)


def _lignes(partie: Partie) -> Iterator[tuple[Cellule, ...]]:
    """One row per question; the help of a group stands on its first question."""
    for groupe in partie.groupes:
        for rang, question in enumerate(groupe.questions):
            yield (
                groupe.titre,
                groupe.portee,
                question.libelle,
                _aide(groupe, rang),
                question.reponse,
                question.obligatoire,
                question.qui,
                None,
                question.code,
            )


def _aide(groupe: Groupe, rang: int) -> str | None:
    aides = (groupe.aide if rang == 0 else "", groupe.questions[rang].aide)
    return " ".join(aide for aide in aides if aide) or None
