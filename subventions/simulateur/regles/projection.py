"""A portfolio under another barème: each frozen computation done again, summed by territory.

Every file starts from the barème it was computed with; only what is asked about changes. Nothing is
rounded again: a sum adds the amounts that the engine gives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from subventions.regles.bareme import Bareme, ParametreUtilise
from subventions.regles.moteur import estimer
from subventions.regles.nombres import ZERO, ecrire
from subventions.regles.parametres import parametre
from subventions.regles.plan import PlanComptable

PORTEE_ESSAI = "essai"
SOURCE_ESSAI = "Valeur essayée dans une projection"


@dataclass
class Ligne:
    """Files of one territory and dispositif so far, amounts in euros.

    ``sans_montant`` counts those that have none, before and after; ``ouverts`` those that have one
    only with the values tried.
    """

    territoire: str
    dossiers: int = 0
    avant: Decimal = ZERO
    apres: Decimal = ZERO
    ouverts: int = 0
    sans_montant: int = 0
    dispositif: str = ""

    @property
    def ecart(self) -> Decimal:
        return self.apres - self.avant

    def ajouter(self, avant: Decimal | None, apres: Decimal | None) -> None:
        """Count one file, as it was frozen and with the values tried."""
        self.dossiers += 1
        self.avant += avant or ZERO
        self.apres += apres or ZERO
        self.ouverts += avant is None and apres is not None
        self.sans_montant += apres is None

    def en_json(self) -> dict[str, Any]:
        return {
            "territoire": self.territoire,
            "dossiers": self.dossiers,
            "avant": ecrire(self.avant),
            "apres": ecrire(self.apres),
            "ouverts": self.ouverts,
            "sans_montant": self.sans_montant,
            "dispositif": self.dispositif,
        }

    @classmethod
    def depuis_json(cls, brut: Mapping[str, Any]) -> "Ligne":
        montants = {cle: Decimal(brut[cle]) for cle in ("avant", "apres")}
        return cls(**{**brut, **montants})


@dataclass
class Cumul:
    """Totals by dispositif and territory: its size is that of these lists, not of the files."""

    lignes: dict[tuple[str, str], Ligne] = field(default_factory=dict)

    def ajouter(
        self, dispositif: str, territoire: str, avant: Decimal | None, apres: Decimal | None
    ) -> None:
        neuve = Ligne(territoire, dispositif=dispositif)
        self.lignes.setdefault((dispositif, territoire), neuve).ajouter(avant, apres)

    def rangees(self) -> list[Ligne]:
        """By dispositif, then by territory."""
        return [self.lignes[cle] for cle in sorted(self.lignes)]


def par_dispositif(lignes: Iterable[Ligne]) -> list[Ligne]:
    """Each dispositif, all its territories together, in the order of the rows."""
    siennes: dict[str, list[Ligne]] = {}
    for ligne in lignes:
        siennes.setdefault(ligne.dispositif, []).append(ligne)
    return [total(groupe, dispositif) for dispositif, groupe in siennes.items()]


def total(lignes: Iterable[Ligne], dispositif: str = "") -> Ligne:
    """All the territories together: the sum of the rows, never counted again."""
    somme = Ligne("Ensemble", dispositif=dispositif)
    for ligne in lignes:
        somme.dossiers += ligne.dossiers
        somme.avant += ligne.avant
        somme.apres += ligne.apres
        somme.ouverts += ligne.ouverts
        somme.sans_montant += ligne.sans_montant
    return somme


def essayer(bareme: Bareme, dispositif: str, essais: Mapping[str, str]) -> Bareme:
    """A barème where the values tried stand in place of those in force, whoever's they were."""
    parametres = dict(bareme.parametres)
    for code, valeur in essais.items():
        connu = parametre(dispositif, code)
        libelle = connu.libelle if connu else code
        parametres[code] = ParametreUtilise(
            code, valeur, source=SOURCE_ESSAI, portee=PORTEE_ESSAI, libelle=libelle
        )
    return Bareme(parametres)


def projeter(
    dispositif: str, donnees: Mapping[str, Any], bareme: Bareme, plan: PlanComptable, annee: int
) -> Decimal | None:
    """The amount of one file under a barème; None while something is missing."""
    return estimer(dispositif, donnees, bareme, plan, annee).montant
