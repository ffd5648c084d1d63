"""Diagnostic: the study that prepares a CTG, financed once per CTG (DOMAINE §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.calculs import MONTANT_ESTIME
from subventions.regles.bareme import Bareme
from subventions.regles.etapes import Carnet
from subventions.regles.lecture import Lecteur, Objet


@dataclass(frozen=True)
class Entree:
    depense: Decimal


def lire(lecteur: Lecteur, donnees: Mapping[str, object], bareme: Bareme) -> Entree:
    return Entree(lecteur.decimal(Objet(donnees), "depense"))


def mesurer(carnet: Carnet, entree: Entree, bareme: Bareme) -> None:
    carnet.mesurer(depense=entree.depense)


def calculer(carnet: Carnet, entree: Entree, bareme: Bareme) -> Decimal:
    mesurer(carnet, entree, bareme)
    plafond, taux = bareme["plafond"], bareme["taux"]
    retenu = carnet.minimum(
        "Dépense retenue",
        "minimum entre la dépense et le plafond",
        (("dépense", entree.depense), ("plafond", plafond.nombre)),
        parametre=plafond,
    )
    carnet.mesurer(plafond=plafond.nombre)
    return carnet.produit(
        MONTANT_ESTIME,
        [("taux", taux.nombre), ("dépense retenue", retenu)],
        parametre=taux,
    )
