"""The rows of many files as one table: collectifs of CLAS projects, postes of CCT.

What was sent, of the version that counts, for the Caf, which reads all of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from declarations.grilles import toutes_les_grilles
from declarations.models import Declaration
from declarations.regles.grille import ChampGrille
from declarations.services.contenu import contenu_en_vigueur
from habilitations.models import Dispositif
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.valeurs import est_rempli, lire
from portal.socle.classeurs import Cellule, Colonne

# An ER has its lieux side by side on its own page: they differ too much to be summed up here.
AVEC_LIGNES = (Dispositif.CLAS, Dispositif.CCT)
EN_TETE = ("Équipement", "Partenaire", "Déclaration")


@dataclass(frozen=True)
class CaseDeLigne:
    """One figure of a row: as it is read, and as a spreadsheet takes it."""

    libelle: str
    numerique: bool
    texte: str
    valeur: Cellule


@dataclass(frozen=True)
class LigneDeDossier:
    """One row of one file, its figures in the order of the columns."""

    declaration: Declaration
    adresse: str
    nom: str
    cases: tuple[CaseDeLigne, ...]


def colonnes_de_lignes(dispositif: str) -> tuple[ChampGrille, ...]:
    """What is asked of each row, all versions of the grid and all natures together."""
    champs: dict[str, ChampGrille] = {}
    for grille in toutes_les_grilles():
        if grille.dispositif == dispositif:
            for section in grille.sections:
                if section.repetition:
                    champs.update({champ.code: champ for champ in section.champs})
    return tuple(champs.values())


def colonnes_lues(dispositif: str) -> tuple[ChampGrille, ...]:
    """Those of the page: what a row is called by stands at its head already (« Claire Coop »)."""
    en_tete = {
        code
        for grille in toutes_les_grilles()
        if grille.dispositif == dispositif
        for code in grille.repetition.libelle_depuis
    }
    return tuple(c for c in colonnes_de_lignes(dispositif) if c.code not in en_tete)


def nom_des_lignes(dispositif: str) -> tuple[str, str]:
    """What the rows are called: « Collectif », « collectifs »."""
    grille = next(g for g in toutes_les_grilles() if g.dispositif == dispositif)
    return grille.repetition.libelle, grille.repetition.pluriel


def lignes_de(
    declarations: Iterable[Declaration], champs: Sequence[ChampGrille]
) -> list[LigneDeDossier]:
    """Every row of the declarations, in their order; nothing of those that were never sent.

    No query on what ``avec_chiffres`` loads.
    """
    return [ligne for declaration in declarations for ligne in _du_dossier(declaration, champs)]


def _du_dossier(
    declaration: Declaration, champs: Sequence[ChampGrille]
) -> Iterable[LigneDeDossier]:
    contenu = contenu_en_vigueur(declaration)
    if contenu is None:
        return
    for ligne in contenu.lignes:
        yield LigneDeDossier(
            declaration=declaration,
            adresse=reverse("declarations:dossier", args=[declaration.pk]),
            nom=ligne.libelle,
            cases=tuple(
                _case(
                    champ, contenu.donnees.get(contenu.grille.repetition.chemin(ligne, champ.code))
                )
                for champ in champs
            ),
        )


def _case(champ: ChampGrille, valeur: object) -> CaseDeLigne:
    """A number as a number for the spreadsheet, the rest as it is read."""
    texte = ecrire_valeur(champ, valeur)
    lu = lire(valeur) if champ.est_numerique and est_rempli(valeur) else None
    return CaseDeLigne(
        champ.libelle, champ.est_numerique, texte or "–", lu if lu is not None else texte or None
    )


def colonnes_du_classeur(libelle: str, champs: Sequence[ChampGrille]) -> list[Colonne]:
    return [
        *(Colonne(titre, 30) for titre in EN_TETE),
        Colonne(libelle, 26),
        *(Colonne(champ.libelle, 18, euros=champ.unite == "€") for champ in champs),
    ]


def rangee_du_classeur(ligne: LigneDeDossier) -> list[Cellule]:
    declaration = ligne.declaration
    return [
        declaration.equipement.nom,
        declaration.gestionnaire.nom,
        declaration.libelle,
        ligne.nom,
        *(case.valeur for case in ligne.cases),
    ]
