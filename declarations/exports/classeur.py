"""The workbook of a volet, to be filled away from the portal and brought back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from declarations.exports.questions import REPONSES
from declarations.regles.classeur import (
    ATTENDUE,
    CODE,
    DONNEE,
    FIGEES,
    PRESENTATION,
    REPERE,
    RUBRIQUE,
    LigneDeClasseur,
    Page,
    en_cellule,
    libelles_de,
)
from declarations.regles.controles.contexte import Reference
from declarations.regles.grille import ChampGrille
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

COLONNES_PRESENTATION = (Colonne("Classeur de saisie", 32), Colonne("", 90))
MODE_D_EMPLOI = (
    (
        "Remplir",
        "Écrivez dans les cases de couleur, seules. Une case vidée vide la donnée du portail ; "
        "ce que vous ne touchez pas ne change pas.",
    ),
    (
        "Rendre",
        "Sur la page du volet, « Remplir dans un tableur », puis « Déposer le classeur rempli ». "
        "Le portail montre chaque changement, avant et après, avant d’enregistrer quoi que ce "
        "soit.",
    ),
)
PAS_RECONNUE = "une colonne ajoutée ici n’est pas reconnue."
A_CORRIGER = (
    "Correction",
    "Seules les données que la Caf demande de corriger peuvent changer ; le portail signale les "
    "autres sans les prendre.",
)


def consignes(singulier: str, *, ajout: bool, limitee: bool) -> list[tuple[str, str]]:
    """What else is true of this workbook, today.

    ``singulier`` names a row of the declaration, empty when nothing is asked of each; ``ajout``
    when who fills it may add one; ``limitee`` when a correction opens some fields alone.
    """
    suite = [A_CORRIGER] if limitee else []
    if singulier and ajout:
        telecharger = "Ajoutez-le d’abord sur le portail, puis téléchargez de nouveau le classeur"
        suite.append((f"Un {singulier} de plus", f"{telecharger} : {PAS_RECONNUE}"))
    elif singulier:
        suite.append(("Colonnes", PAS_RECONNUE.capitalize()))
    return suite


def classeur_de_volet(
    pages: Sequence[Page],
    donnees: Mapping[str, Valeur],
    reference: Reference | None,
    *,
    titre: str,
    repere: str,
    suite: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Write the workbook: how to, ``suite`` included, then its sheets.

    ``donnees`` are the present values, ``reference`` the declaration shown beside. ``repere``
    says where it comes from.
    """
    feuilles = [
        Feuille(
            PRESENTATION,
            COLONNES_PRESENTATION,
            [("Déclaration", titre), *MODE_D_EMPLOI, *suite, (REPERE, repere)],
            protegee=True,
        ),
        *(_feuille(page, donnees, reference) for page in pages),
    ]
    return ecrire_classeur(feuilles, titre=titre)


def _feuille(
    page: Page,
    donnees: Mapping[str, Valeur],
    reference: Reference | None,
) -> Feuille:
    colonnes = [Colonne(RUBRIQUE, 26), Colonne(DONNEE, 40), Colonne(ATTENDUE, 30)]
    colonnes += [Colonne(nom, 16, a_remplir=True) for nom in page.colonnes]
    if reference:
        colonnes += [Colonne(f"{nom} – {reference.libelle}", 16) for nom in page.colonnes]
    return Feuille(
        page.titre,
        [*colonnes, Colonne(CODE, 22)],
        list(_lignes(page, donnees, reference)),
        protegee=True,
        choix={
            rang: list(libelles_de(ligne.champ).values())
            for rang, ligne in enumerate(page.lignes, start=2)
            if libelles_de(ligne.champ) and ligne.champ.type != "choix_multiples"
        },
        volet_fige=FIGEES,
    )


def _lignes(
    page: Page,
    donnees: Mapping[str, Valeur],
    reference: Reference | None,
) -> Iterator[tuple[Cellule, ...]]:
    for ligne in page.lignes:
        yield (
            ligne.rubrique,
            ligne.champ.libelle,
            attendue(ligne.champ),
            *_cellules(ligne, donnees),
            *(_cellules(ligne, reference.donnees) if reference else ()),
            ligne.champ.code,
        )


def _cellules(ligne: LigneDeClasseur, donnees: Mapping[str, Valeur]) -> list[Cellule]:
    return [
        _cellule(ligne.champ, donnees.get(place.chemin, "")) if place else None
        for place in ligne.places
    ]


def _cellule(champ: ChampGrille, valeur: Valeur) -> Cellule:
    nombre = lire(valeur) if champ.est_numerique else None
    return nombre if nombre is not None else en_cellule(champ, valeur) or None


def attendue(champ: ChampGrille) -> str:
    """What to write, with the choices offered."""
    choix = libelles_de(champ)
    reponse = REPONSES[champ.type]
    return reponse + ", ".join(choix.values()) if champ.choix else reponse
