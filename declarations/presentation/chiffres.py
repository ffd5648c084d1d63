"""The few figures by which a declaration sent is known in a list: activity, charges, amount.

Those of the version that counts, as its sending kept them; for those who read them all (the Caf).
Nothing is queried of what ``avec_chiffres`` loads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.total import Total
from declarations.regles.totaux import calculer_totaux
from declarations.services.contenu import contenu_en_vigueur
from portal.socle.formats import avec_unite

# Codes of what a list shows; hours are those of an ER, its three kinds together.
HEURES, COLLECTIFS, ENFANTS, ETP, CHARGES, MONTANT = (
    *("heures", "collectifs", "enfants", "etp"),
    *("charges", "montant"),
)
_CODES = {"collectif": COLLECTIFS, "enfants": ENFANTS, "etp_annuels": ETP}
ACTIVITE = (HEURES, COLLECTIFS, ENFANTS, ETP)
LIBELLES: Mapping[str, str] = {
    HEURES: "Heures",
    COLLECTIFS: "Collectifs",
    ENFANTS: "Enfants",
    ETP: "ETP en année pleine",
    CHARGES: "Charges",
    MONTANT: "Montant",
}
UNITES: Mapping[str, str] = {HEURES: "h", ETP: "ETP", CHARGES: "€", MONTANT: "€"}


@dataclass(frozen=True)
class Chiffres:
    """Figures by code; one that the declaration does not have, or not yet, is left out."""

    valeurs: Mapping[str, Decimal]

    def ecrire(self, code: str) -> str:
        """« 1 240 h », « 12 »; empty without a figure."""
        return ecrire(code, self.valeurs.get(code))

    @property
    def activite(self) -> str:
        """« 1 240 h », « 12 collectifs, 96 enfants », « 1,5 ETP »."""
        connus = (c for c in ACTIVITE if c in self.valeurs)
        return ", ".join(
            self.ecrire(c) if c in UNITES else _compter(c, self.valeurs[c]) for c in connus
        )


def ecrire(code: str, valeur: Decimal | None) -> str:
    """A figure with its unit; empty without one."""
    return avec_unite(valeur, UNITES.get(code, "")) if valeur is not None else ""


def avec_chiffres(declarations: DeclarationQuerySet) -> DeclarationQuerySet:
    """Load, beside what a list shows, the figures that were sent: one query more."""
    return declarations.prefetch_related("version_en_vigueur__volets")


def chiffres_de(declaration: Declaration) -> Chiffres | None:
    """The figures of a declaration; None before its first sending."""
    contenu = contenu_en_vigueur(declaration)
    if contenu is None:
        return None
    totaux = calculer_totaux(contenu.grille, declaration.nature, contenu.lignes, contenu.donnees)
    trouves: dict[str, Decimal] = {}
    for total in totaux.activite:
        _ajouter(trouves, _CODES.get(total.code, HEURES), total)
    _ajouter(trouves, CHARGES, totaux.charges)
    if contenu.montant_calcule is not None:
        trouves[MONTANT] = contenu.montant_calcule
    return Chiffres(trouves)


def _ajouter(trouves: dict[str, Decimal], code: str, total: Total) -> None:
    """Hours add up; any other code stands once."""
    if total.valeur is not None:
        trouves[code] = trouves.get(code, Decimal(0)) + total.valeur


def _compter(code: str, valeur: Decimal) -> str:
    """« 1 collectif », « 96 enfants »."""
    mot = LIBELLES[code].lower()
    return f"{avec_unite(valeur)} {mot if valeur > 1 else mot.removesuffix('s')}"
