"""The blank workbook for the figures of ELAN, with what to write in it."""

from collections.abc import Iterator, Sequence

from declarations.elan.imports.classeur import (
    COLLECTIFS,
    COMPTES,
    PROJETS,
    champs_collectif,
    colonnes,
    colonnes_projet,
)
from declarations.elan.presentation.projets import ProjetElan
from declarations.grilles import grille_pour
from declarations.regles.grille import Grille
from habilitations.models import Dispositif
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

NOM_DE_FICHIER = "reprise-elan.xlsx"
CONSIGNES = (
    (
        "Deux feuilles",
        "Remplissez « Collectifs », une ligne par collectif, et « Comptes », une ligne par compte. "
        "Leurs titres de colonnes ne changent pas.",
    ),
    (
        "Plusieurs projets",
        "Un même classeur peut en contenir plusieurs : chaque ligne porte le numéro du projet et "
        "son exercice, comme dans la feuille « Projets ».",
    ),
    ("Exercice", "Écrivez-le comme une année scolaire, par exemple 2024-2025."),
    (
        "Montants",
        "En euros et centimes, un nombre ou un texte comme 1 234,50. Un compte qui vaut zéro ne "
        "s’écrit pas.",
    ),
    (
        "Projets",
        "La feuille « Projets » peut recevoir le numéro du projet dans ELAN et les textes des "
        "bonus ; une cellule vide laisse ce qui est déjà repris.",
    ),
    (
        "Ce qui est masqué",
        "Une ligne ou une colonne masquée compte comme les autres : l’aperçu la nomme. Une feuille "
        "masquée n’est pas lue.",
    ),
    (
        "Tout ou rien",
        "Rien n’est enregistré si une seule cellule est à corriger ; un aperçu vous est montré "
        "avant la confirmation.",
    ),
)
MODE_D_EMPLOI = (Colonne("Sujet", 24), Colonne("Consigne", 90))
COLONNES_PROJETS = (
    Colonne("N° du projet", 14),
    Colonne("Exercice", 14),
    Colonne("Projet", 50),
    Colonne("Gestionnaire", 50),
)
PLAN = (Colonne("Compte", 12), Colonne("Intitulé", 70))


def modele_elan(projets: Sequence[ProjetElan], annee: int) -> bytes:
    """The blank workbook, with the projects that this person has to take up."""
    grille = grille_pour(Dispositif.CLAS, annee)
    titres = colonnes(grille)
    feuilles = [
        Feuille("Mode d’emploi", MODE_D_EMPLOI, _consignes(grille)),
        *(Feuille(t, [Colonne(c, 22) for c in titres[t]], ()) for t in (COLLECTIFS, COMPTES)),
        Feuille(PROJETS, _colonnes_projets(grille), _projets(projets, grille)),
        Feuille("Plan", PLAN, _plan(grille)),
    ]
    return ecrire_classeur(feuilles, titre="Reprise des chiffres d’ELAN")


def _consignes(grille: Grille) -> Iterator[tuple[Cellule, ...]]:
    yield from CONSIGNES
    for champ in champs_collectif(grille):
        if champ.est_numerique:
            yield champ.libelle, "Un nombre entier."
        else:
            choix = ", ".join(libelle for _, libelle in champ.options)
            yield champ.libelle, f"Une de ces réponses : {choix}."


def _colonnes_projets(grille: Grille) -> tuple[Colonne, ...]:
    return (*COLONNES_PROJETS, *(Colonne(titre, 30) for titre in colonnes_projet(grille)))


def _projets(projets: Sequence[ProjetElan], grille: Grille) -> Iterator[tuple[Cellule, ...]]:
    a_remplir = [""] * len(colonnes_projet(grille))
    for projet in projets:
        equipement = projet.equipement
        connu = equipement.pk, projet.exercice, equipement.nom, equipement.gestionnaire.nom
        yield (*connu, *a_remplir)


def _plan(grille: Grille) -> Iterator[tuple[Cellule, ...]]:
    for section in grille.sections:
        if section.groupe:
            for champ in section.champs:
                yield champ.code.removeprefix("comptes."), champ.libelle
