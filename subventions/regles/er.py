"""ER – Espace de rencontre: a rate on the cost, within an hourly ceiling (DOMAINE §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from portal.socle.calculs import MONTANT_ESTIME
from subventions.regles.bareme import Bareme
from subventions.regles.etapes import HEURES, Carnet
from subventions.regles.lecture import Charges, Lecteur, Objet
from subventions.regles.nombres import arrondir, diviser
from subventions.regles.prix_de_revient import prix_de_revient


class Lieu(NamedTuple):
    libelle: str
    rencontres: Decimal
    entretiens: Decimal
    organisation: Decimal


@dataclass(frozen=True)
class Entree:
    charges: Charges
    lieux: tuple[Lieu, ...]


def lire(lecteur: Lecteur, donnees: Mapping[str, object], bareme: Bareme) -> Entree:
    objet = Objet(donnees)
    return Entree(
        charges=lecteur.charges(objet),
        lieux=tuple(
            Lieu(
                libelle=ligne.libelle,
                rencontres=lecteur.decimal(ligne, "heures_rencontres"),
                entretiens=lecteur.decimal(ligne, "heures_entretiens"),
                organisation=lecteur.decimal(ligne, "heures_organisation"),
            )
            for ligne in lecteur.lignes(objet, "lieux", "lieu")
        ),
    )


def mesurer(carnet: Carnet, entree: Entree, bareme: Bareme) -> tuple[Decimal, Decimal]:
    """What is known without rate nor ceiling: prix de revient and hours counted."""
    revient = prix_de_revient(carnet, entree.charges, bareme)
    heures = _heures(carnet, entree.lieux, bareme)
    if heures:
        carnet.mesurer(cout_horaire=diviser(revient, heures))
    return revient, heures


def calculer(carnet: Carnet, entree: Entree, bareme: Bareme) -> Decimal:
    revient, heures = mesurer(carnet, entree, bareme)
    horaire, taux = bareme["plafond_horaire"], bareme["taux"]
    carnet.mesurer(plafond_horaire=arrondir(horaire.nombre))
    plafond = carnet.produit(
        "Plafond",
        [("plafond horaire", horaire.nombre), ("heures retenues", heures)],
        parametre=horaire,
    )
    assiette = carnet.minimum(
        "Assiette",
        "minimum entre le prix de revient et le plafond",
        (("prix de revient", revient), ("plafond", plafond)),
    )
    return carnet.produit(
        MONTANT_ESTIME,
        [("taux", taux.nombre), ("assiette", assiette)],
        parametre=taux,
    )


def _heures(carnet: Carnet, lieux: tuple[Lieu, ...], bareme: Bareme) -> Decimal:
    """Opening hours, plus the hours of organisation within their cap when there is one."""
    ouverture = carnet.somme(
        "Heures d’ouverture",
        [
            entree
            for lieu in lieux
            for entree in (
                (f"rencontres, {lieu.libelle}", lieu.rencontres),
                (f"entretiens, {lieu.libelle}", lieu.entretiens),
            )
        ],
        formule="somme des heures de rencontres et d’entretiens",
        unite=HEURES,
    )
    organisation = carnet.somme(
        "Heures d’organisation",
        [(f"organisation, {lieu.libelle}", lieu.organisation) for lieu in lieux],
        formule="somme des heures d’organisation",
        unite=HEURES,
    )
    retenues = _organisation_retenue(carnet, ouverture, organisation, bareme)
    carnet.mesurer(
        heures_ouverture=ouverture,
        heures_organisation=organisation,
        heures_organisation_retenues=retenues,
    )
    total = carnet.somme(
        "Heures retenues",
        [("heures d’ouverture", ouverture), ("heures d’organisation retenues", retenues)],
        unite=HEURES,
    )
    carnet.mesurer(heures_retenues=total)
    return total


def _organisation_retenue(
    carnet: Carnet, ouverture: Decimal, organisation: Decimal, bareme: Bareme
) -> Decimal:
    if "cap_organisation" not in bareme:
        return organisation
    cap = bareme["cap_organisation"]
    plafond = carnet.produit(
        "Plafond des heures d’organisation",
        [("part d’organisation admise", cap.nombre), ("heures d’ouverture", ouverture)],
        parametre=cap,
        unite=HEURES,
    )
    carnet.mesurer(heures_organisation_plafond=plafond)
    return carnet.minimum(
        "Heures d’organisation retenues",
        "minimum entre les heures d’organisation et le plafond d’organisation",
        (("heures d’organisation", organisation), ("plafond d’organisation", plafond)),
        unite=HEURES,
    )
