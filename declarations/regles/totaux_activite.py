"""The activity totals of a declaration, those that C06 and C07 follow (DOMAINE §3.4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from declarations.regles.grille import ACTIVITE, ChampGrille, Grille, LigneGrille
from declarations.regles.total import Donnees, Total, additionner
from portal.saisie.regles.valeurs import nombre
from subventions.regles.nombres import calcul_exact

MOIS_PAR_AN = 12


def totaux_activite(
    grille: Grille, nature: str, lignes: Sequence[LigneGrille], donnees: Donnees
) -> tuple[Total, ...]:
    """The activity totals of C06 and C07, those of the dispositif (DOMAINE §3.4).

    ER: each of the three hours; CLAS: collectifs and enfants (the fields that the grid
    marks ``totalise``, after the number of rows); CCT: Σ ETP × mois / 12.
    """
    par_champ = tuple(
        _par_lignes(grille, champ, lignes, donnees)
        for champ in champs_de_ligne(grille, nature)
        if champ.totalise
    )
    if grille.dispositif == "clas":
        return (_nombre_de_lignes(grille, nature, lignes), *par_champ)
    if grille.dispositif == "cct":
        return (_etp_annuels(grille, lignes, donnees), *par_champ)
    return par_champ


def champs_de_ligne(grille: Grille, nature: str) -> Iterator[ChampGrille]:
    for section in grille.sections:
        if section.repetition:
            yield from (champ for champ in section.champs if nature in champ.natures)


def _par_lignes(
    grille: Grille, champ: ChampGrille, lignes: Sequence[LigneGrille], donnees: Donnees
) -> Total:
    """Sum one field over the rows."""
    chemins = [grille.repetition.chemin(ligne, champ.code) for ligne in lignes]
    return additionner(champ.code, champ.libelle, champ.unite, chemins, donnees, champ.volet)


def _nombre_de_lignes(grille: Grille, nature: str, lignes: Sequence[LigneGrille]) -> Total:
    """Count the rows; the link leads to the first field of each."""
    premier = next(champs_de_ligne(grille, nature), None)
    chemins = [grille.repetition.chemin(ligne, premier.code) for ligne in lignes] if premier else []
    valeur = Decimal(len(lignes)) if lignes else None
    libelle = grille.repetition.pluriel.capitalize()
    return Total(
        grille.repetition.code, libelle, valeur, "", tuple(chemins), ACTIVITE, bool(lignes)
    )


def _etp_annuels(grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees) -> Total:
    """Σ ETP × mois / 12; a poste counts once both are filled."""
    chemins: list[str] = []
    produits: list[Decimal] = []
    with calcul_exact():
        for ligne in lignes:
            couple = [grille.repetition.chemin(ligne, code) for code in ("etp", "mois")]
            chemins += couple
            etp, mois = (nombre(donnees, chemin) for chemin in couple)
            if etp is not None and mois is not None:
                produits.append(etp * mois)
        valeur = sum(produits, Decimal(0)) / MOIS_PAR_AN if produits else None
    return Total(
        code="etp_annuels",
        libelle="ETP en année pleine",
        valeur=valeur,
        unite="ETP",
        chemins=tuple(chemins),
        volet=ACTIVITE,
        complet=bool(lignes) and len(produits) == len(lignes),
    )
