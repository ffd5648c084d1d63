"""CLAS – accompagnement à la scolarité: prestation de service and bonuses (DOMAINE §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.calculs import MONTANT_ESTIME
from subventions.regles.bareme import Bareme
from subventions.regles.etapes import Carnet
from subventions.regles.lecture import Charges, Lecteur, Objet
from subventions.regles.nombres import arrondir, diviser
from subventions.regles.prix_de_revient import prix_de_revient

COLLECTIFS = "collectifs"


@dataclass(frozen=True)
class Entree:
    charges: Charges
    realises: int
    notifies: int
    bonus_enfants: int
    bonus_parents: int


def lire(lecteur: Lecteur, donnees: Mapping[str, object], bareme: Bareme) -> Entree:
    objet = Objet(donnees)
    charges = lecteur.charges(objet)
    notifies = lecteur.entier(objet, "collectifs_notifies")
    lignes = list(lecteur.lignes(objet, "collectifs", "collectif"))
    return Entree(
        charges=charges,
        realises=len(lignes),
        notifies=notifies,
        bonus_enfants=sum(lecteur.booleen(ligne, "bonus_enfants") for ligne in lignes),
        bonus_parents=sum(lecteur.booleen(ligne, "bonus_parents") for ligne in lignes),
    )


def mesurer(carnet: Carnet, entree: Entree, bareme: Bareme) -> tuple[Decimal, Decimal]:
    """What is known without the barème: collectifs financed and prix de revient."""
    retenus = carnet.minimum(
        "Collectifs retenus",
        "minimum entre les collectifs réalisés et les collectifs notifiés",
        (
            ("collectifs réalisés", Decimal(entree.realises)),
            ("collectifs notifiés", Decimal(entree.notifies)),
        ),
        unite=COLLECTIFS,
    )
    revient = prix_de_revient(carnet, entree.charges, bareme)
    carnet.mesurer(collectifs_retenus=retenus)
    if retenus:
        carnet.mesurer(cout_par_collectif=diviser(revient, retenus))
    return retenus, revient


def calculer(carnet: Carnet, entree: Entree, bareme: Bareme) -> Decimal:
    retenus, revient = mesurer(carnet, entree, bareme)
    service = _prestation_de_service(carnet, retenus, revient, bareme)
    enfants = _bonus(carnet, "enfants", entree.bonus_enfants, retenus, bareme)
    parents = _bonus(carnet, "parents", entree.bonus_parents, retenus, bareme)
    return carnet.somme(
        MONTANT_ESTIME,
        [
            ("prestation de service", service),
            ("bonus enfants", enfants),
            ("bonus parents", parents),
        ],
    )


def _prestation_de_service(
    carnet: Carnet, retenus: Decimal, revient: Decimal, bareme: Bareme
) -> Decimal:
    unitaire, taux = bareme["plafond_collectif"], bareme["taux"]
    carnet.mesurer(plafond_collectif=arrondir(unitaire.nombre))
    plafond = carnet.produit(
        "Plafond",
        [("plafond par collectif", unitaire.nombre), ("collectifs retenus", retenus)],
        parametre=unitaire,
    )
    assiette = carnet.minimum(
        "Assiette",
        "minimum entre le prix de revient et le plafond",
        (("prix de revient", revient), ("plafond", plafond)),
    )
    return carnet.produit(
        "Prestation de service",
        [("taux", taux.nombre), ("assiette", assiette)],
        parametre=taux,
    )


def _bonus(carnet: Carnet, public: str, demandes: int, retenus: Decimal, bareme: Bareme) -> Decimal:
    """A bonus per collectif that claims it, within the collectifs financed."""
    unitaire = bareme[f"bonus_{public}"]
    avec = carnet.minimum(
        f"Collectifs avec bonus {public}",
        "minimum entre les bonus demandés et les collectifs retenus",
        (("bonus demandés", Decimal(demandes)), ("collectifs retenus", retenus)),
        unite=COLLECTIFS,
    )
    return carnet.produit(
        f"Bonus {public}",
        [("bonus par collectif", unitaire.nombre), ("collectifs avec bonus", avec)],
        parametre=unitaire,
    )
