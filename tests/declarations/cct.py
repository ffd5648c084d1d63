"""A CTG coordination and its declarations: the grid that keeps fields for some readers only."""

from datetime import date
from decimal import Decimal

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import appeler
from habilitations.models import Convention, Dispositif, Equipement, PosteConventionne
from tests import souvenirs
from tests.monde import MAINTENANT, Monde

# Amounts found nowhere else, so that a leak is seen.
SALAIRES = ("41 327,19", "38 654,83")
POSTES = ("Claire Coop", "Paul Projet")


def coordination(monde: Monde, postes: int = 2) -> Equipement:
    """A coordination whose convention finances that many postes of one ETP."""
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif=Dispositif.CCT,
        nom="Coordination CTG du Val",
    )
    convention = Convention.objects.create(
        equipement=equipement, reference="COF-CTG", du=date(2023, 1, 1), au=date(2028, 12, 31)
    )
    for rang in range(1, postes + 1):
        PosteConventionne.objects.create(
            convention=convention,
            intitule=f"Chargé de coopération {rang}",
            etp=Decimal("1.00"),
            rang=rang,
        )
    return equipement


def appeler_cct(equipement: Equipement, nature: str = "reelle", annee: int = 2025) -> Declaration:
    """A declaration « à saisir » in a window open on JOUR."""
    campagne, _ = Campagne.objects.get_or_create(
        caf=equipement.caf,
        dispositif=Dispositif.CCT,
        nature=nature,
        annee=annee,
        defaults={
            "ouvre_le": date(2026, 1, 16),
            "echeance_le": date(2026, 3, 31),
            "ferme_le": date(2026, 4, 30),
        },
    )
    return appeler(campagne, equipement, MAINTENANT)


def declaration_cct(monde: Monde) -> tuple[Declaration, dict[str, str]]:
    """A CCT réelle 2025 « à saisir » of two postes, and what to type in them by chemin."""
    cle = ("déclaration cct", monde.caf.pk, monde.passerelles.gestionnaire.pk)
    return souvenirs.etape(cle, lambda: _appelee(monde))


def _appelee(monde: Monde) -> tuple[Declaration, dict[str, str]]:
    declaration = appeler_cct(coordination(monde))
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]
    saisies = {}
    for cle, nom, salaire in zip(cles, POSTES, SALAIRES, strict=True):
        saisies[f"postes.{cle}.prenom"], saisies[f"postes.{cle}.nom"] = nom.split()
        saisies[f"postes.{cle}.salaire_charge"] = salaire
    return declaration, saisies
