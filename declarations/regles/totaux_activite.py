"""The activity totals of a declaration, those that C06 and C07 follow (DOMAINE §3.4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from declarations.regles.grille import ACTIVITE, Champ, Grille, Ligne
from declarations.regles.total import Donnees, Total, additionner
from declarations.regles.valeurs import nombre
from subventions.regles.nombres import calcul_exact

MOIS_PAR_AN = 12


def totaux_activite(
    grille: Grille, nature: str, lignes: Sequence[Ligne], donnees: Donnees
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


def chemin_de_ligne(grille: Grille, ligne: Ligne, code: str) -> str:
    """Where a field of a row is kept: « lieux.l12.heures_rencontres »."""
    return f"{grille.ligne.pluriel}.{ligne.cle}.{code}"


def champs_de_ligne(grille: Grille, nature: str) -> Iterator[Champ]:
    for section in grille.sections:
        if section.portee == "ligne":
            yield from (champ for champ in section.champs if nature in champ.natures)


def _par_lignes(grille: Grille, champ: Champ, lignes: Sequence[Ligne], donnees: Donnees) -> Total:
    """Sum one field over the rows."""
    chemins = [chemin_de_ligne(grille, ligne, champ.code) for ligne in lignes]
    return additionner(champ.code, champ.libelle, champ.unite, chemins, donnees, champ.volet)


def _nombre_de_lignes(grille: Grille, nature: str, lignes: Sequence[Ligne]) -> Total:
    """Count the rows; the link leads to the first field of each."""
    premier = next(champs_de_ligne(grille, nature), None)
    chemins = [chemin_de_ligne(grille, ligne, premier.code) for ligne in lignes] if premier else []
    valeur = Decimal(len(lignes)) if lignes else None
    libelle = grille.ligne.pluriel.capitalize()
    return Total(grille.ligne.pluriel, libelle, valeur, "", tuple(chemins), ACTIVITE, bool(lignes))


def _etp_annuels(grille: Grille, lignes: Sequence[Ligne], donnees: Donnees) -> Total:
    """Σ ETP × mois / 12; a poste counts once both are filled."""
    chemins: list[str] = []
    produits: list[Decimal] = []
    with calcul_exact():
        for ligne in lignes:
            couple = [chemin_de_ligne(grille, ligne, code) for code in ("etp", "mois")]
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
