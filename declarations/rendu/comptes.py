"""Accounts of a version: lines filled, by classe with their totals, and the synthesis."""

from dataclasses import replace

from declarations.regles.controles.contexte import Reference
from declarations.regles.grille import CHARGES, CONTRIBUTIONS, PRODUITS, SectionGrille
from declarations.regles.lecteurs import total_est_lisible
from declarations.regles.total import Total, variation_de_totaux
from declarations.regles.totaux import Totaux, calculer_totaux
from declarations.rendu.figures import NON_REMPLI, VALEUR, Source
from declarations.rendu.modele import Cellule, Groupe, Rang, Tableau
from portal.saisie.regles.valeurs import est_rempli
from portal.socle.formats import euros

LEGENDES = {
    CHARGES: "Charges",
    PRODUITS: "Produits",
    CONTRIBUTIONS: "Contributions volontaires en nature",
}
MONTANT = "Montant"
VARIATION = "Variation"


def totaux_de(source: Source) -> Totaux:
    """The totals of the figures read."""
    return calculer_totaux(source.grille, source.nature, source.lignes, source.donnees)


def totaux_lus(source: Source) -> tuple[Total, ...]:
    """The totals one looks at first that this reader may read: activity, charges, produits…"""
    totaux = totaux_de(source)
    suivis = (*totaux.activite, totaux.charges, totaux.produits, totaux.resultat)
    return tuple(t for t in suivis if total_est_lisible(t, source.lisibles))


def totaux_de_reference(reference: Reference, source: Source) -> Totaux:
    return calculer_totaux(
        reference.grille or source.grille,
        reference.nature,
        reference.lignes,
        reference.donnees,
    )


def tableaux_comptes(source: Source) -> tuple[Tableau, ...]:
    """One table for the charges, one for the produits, one for the contributions."""
    totaux = totaux_de(source)
    avant = totaux_de_reference(source.reference, source) if source.reference else None
    pieds: dict[str, tuple[Total, ...]] = {
        CHARGES: (totaux.charges,),
        PRODUITS: (totaux.produits, totaux.resultat),
        CONTRIBUTIONS: (),  # the two classes have their own totals, side by side
    }
    tableaux = []
    for groupe, pied in pieds.items():
        groupes = [
            _classe(source, section, totaux, avant)
            for section in source.grille.sections
            if section.groupe == groupe
        ]
        tableaux.append(
            Tableau(
                LEGENDES[groupe],
                _colonnes(source),
                tuple(g for g in groupes if g.rangs),
                "Compte",
                tuple(_rang_total(source, total, avant) for total in pied),
            )
        )
    return tuple(t for t in tableaux if t.groupes)


def synthese(source: Source) -> Tableau:
    """The figures one looks at first: activity totals, charges, produits, résultat."""
    avant = totaux_de_reference(source.reference, source) if source.reference else None
    rangs = []
    for total in totaux_lus(source):
        rang = _rang_total(source, total, avant, VALEUR)
        if avant is not None:
            ecart = variation_de_totaux(total, avant.de_code(total.code))
            rang = replace(rang, cellules=(*rang.cellules, Cellule(VARIATION, ecart)))
        rangs.append(replace(rang, est_total=False))
    colonnes = (*source.colonnes, VARIATION) if source.reference else source.colonnes
    return Tableau("Chiffres clés", colonnes, (Groupe("", tuple(rangs)),), "Total")


def _colonnes(source: Source) -> tuple[str, ...]:
    return (MONTANT, *source.colonnes[1:])


def _classe(source: Source, section: SectionGrille, totaux: Totaux, avant: Totaux | None) -> Groupe:
    """The lines filled on either side; a classe that is a single line needs no heading."""
    rangs = []
    for champ in section.champs:
        place = source.lisibles.get(champ.code)
        if place is None or not (
            est_rempli(source.donnees.get(place.chemin)) or source.texte_reference(place)
        ):
            continue
        rang = source.rang(place)
        premiere = replace(rang.cellules[0], entete=MONTANT)
        rangs.append(replace(rang, cellules=(premiere, *rang.cellules[1:])))
    if len(section.champs) == 1 or not rangs:
        return Groupe("", tuple(rangs))
    total = totaux.de_code(section.code)
    if total is not None:
        rang = _rang_total(source, total, avant)
        rangs.append(replace(rang, libelle=f"Total {section.titre}"))
    return Groupe(section.titre, tuple(rangs))


def _rang_total(source: Source, total: Total, avant: Totaux | None, entete: str = MONTANT) -> Rang:
    cellules = [Cellule(entete, _ecrire(total))]
    if source.reference is not None and avant is not None:
        reference = avant.de_code(total.code)
        texte = _ecrire(reference) if reference else NON_REMPLI
        cellules.append(Cellule(source.reference.libelle, texte))
    return Rang(total.libelle, tuple(cellules), est_total=True)


def _ecrire(total: Total) -> str:
    """A total as printed; accounts left empty are worth zero."""
    if total.valeur is None:
        return euros(0) if total.unite == "€" else NON_REMPLI
    return total.texte
