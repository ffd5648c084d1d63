"""CCT – chargés de coopération CTG: posts co-financed up to a ceiling (DOMAINE §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from portal.socle.calculs import MONTANT_ESTIME
from subventions.regles.bareme import Bareme
from subventions.regles.etapes import Carnet
from subventions.regles.lecture import MOIS_MAX, Lecteur, Objet
from subventions.regles.nombres import ZERO
from subventions.regles.parametres import PRORATA_AUCUN


class Poste(NamedTuple):
    libelle: str
    salaire_charge: Decimal
    autres_depenses: Decimal
    etp: Decimal
    mois: int


@dataclass(frozen=True)
class Entree:
    postes: tuple[Poste, ...]


def lire(lecteur: Lecteur, donnees: Mapping[str, object], bareme: Bareme) -> Entree:
    """Read the posts. Without prorata the formula does not need ETP and months."""
    sans_prorata = bareme.texte("prorata_plafond") == PRORATA_AUCUN
    return Entree(
        tuple(
            _lire_poste(lecteur, ligne, sans_prorata)
            for ligne in lecteur.lignes(Objet(donnees), "postes", "poste")
        )
    )


def lire_temps(lecteur: Lecteur, donnees: Mapping[str, object], bareme: Bareme) -> Entree:
    """Read the working time of the posts, and nothing of what they cost."""
    postes = [
        {"libelle": ligne.libelle, "salaire_charge": "0", "autres_depenses": "0"}
        | {cle: ligne.valeurs[cle] for cle in ("etp", "mois") if cle in ligne.valeurs}
        for ligne in lecteur.lignes(Objet(donnees), "postes", "poste")
    ]
    return lire(lecteur, {"postes": postes}, bareme)


def _lire_poste(lecteur: Lecteur, ligne: Objet, sans_prorata: bool) -> Poste:
    def requis(cle: str) -> bool:
        return not sans_prorata or ligne.valeurs.get(cle) is not None

    return Poste(
        libelle=ligne.libelle,
        salaire_charge=lecteur.decimal(ligne, "salaire_charge"),
        autres_depenses=lecteur.decimal(ligne, "autres_depenses"),
        etp=lecteur.decimal(ligne, "etp") if requis("etp") else ZERO,
        mois=lecteur.entier(ligne, "mois", MOIS_MAX) if requis("mois") else 0,
    )


def mesurer(carnet: Carnet, entree: Entree, bareme: Bareme) -> None:
    """What is known without the barème: the expense of each post."""
    for rang, poste in enumerate(entree.postes):
        _depense(carnet, rang, poste)


def calculer(carnet: Carnet, entree: Entree, bareme: Bareme) -> Decimal:
    droits = [
        (f"droit, {poste.libelle}", _droit(carnet, rang, poste, bareme))
        for rang, poste in enumerate(entree.postes)
    ]
    return carnet.somme(MONTANT_ESTIME, droits, formule="somme des droits des postes")


def plafonner(carnet: Carnet, entree: Entree, bareme: Bareme) -> Decimal:
    """The most the amount may be: each post spends up to its ceiling. No expense is read."""
    taux = bareme["taux"]
    droits = []
    for poste in entree.postes:
        plafond = _plafond(carnet, poste, bareme)
        droit = carnet.produit(
            f"Droit au plus, {poste.libelle}",
            [("taux", taux.nombre), ("plafond", plafond)],
            parametre=taux,
        )
        droits.append((f"droit au plus, {poste.libelle}", droit))
    return carnet.somme("Montant au plus", droits, formule="somme des droits au plus des postes")


def _depense(carnet: Carnet, rang: int, poste: Poste) -> Decimal:
    depense = carnet.somme(
        f"Dépense, {poste.libelle}",
        [
            ("salaire chargé", poste.salaire_charge),
            ("autres dépenses", poste.autres_depenses),
        ],
    )
    carnet.mesurer(**{f"postes.{rang}.depense": depense})
    return depense


def _plafond(carnet: Carnet, poste: Poste, bareme: Bareme) -> Decimal:
    """The ceiling: in proportion of ETP and months, or the same for each post."""
    parametre = bareme["plafond_etp"]
    libelle, diviseur = f"Plafond, {poste.libelle}", MOIS_MAX
    facteurs = [
        ("plafond par ETP", parametre.nombre),
        ("ETP", poste.etp),
        ("mois", Decimal(poste.mois)),
    ]
    if bareme.texte("prorata_plafond") == PRORATA_AUCUN:
        libelle, diviseur, facteurs = f"{libelle} (sans prorata)", 1, facteurs[:1]
    return carnet.produit(libelle, facteurs, diviseur=diviseur, parametre=parametre)


def _droit(carnet: Carnet, rang: int, poste: Poste, bareme: Bareme) -> Decimal:
    depense = _depense(carnet, rang, poste)
    plafond = _plafond(carnet, poste, bareme)
    retenu = carnet.minimum(
        f"Dépense retenue, {poste.libelle}",
        "minimum entre la dépense et le plafond",
        (("dépense", depense), ("plafond", plafond)),
    )
    taux = bareme["taux"]
    droit = carnet.produit(
        f"Droit, {poste.libelle}",
        [("taux", taux.nombre), ("dépense retenue", retenu)],
        parametre=taux,
    )
    carnet.mesurer(
        **{
            f"postes.{rang}.plafond": plafond,
            f"postes.{rang}.retenu": retenu,
            f"postes.{rang}.droit": droit,
        }
    )
    return droit
