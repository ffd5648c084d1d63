"""A CCT declaration with two postes: the grid that keeps fields for some readers only."""

from datetime import date

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import appeler
from habilitations.models import Convention, Dispositif, Equipement
from tests.monde import MAINTENANT, Monde

# Amounts found nowhere else, so that a leak is seen.
SALAIRES = ("41 327,19", "38 654,83")
POSTES = ("Claire Coop", "Paul Projet")


def declaration_cct(monde: Monde) -> tuple[Declaration, dict[str, str]]:
    """A CCT réelle 2025 « à saisir », and the salaries to type by chemin."""
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif=Dispositif.CCT,
        nom="Coordination CTG du Val",
    )
    Convention.objects.create(
        equipement=equipement, reference="COF-CTG", du=date(2023, 1, 1), au=date(2028, 12, 31)
    )
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif=Dispositif.CCT,
        nature="reelle",
        annee=2025,
        ouvre_le=date(2026, 1, 16),
        echeance_le=date(2026, 3, 31),
        ferme_le=date(2026, 4, 30),
    )
    declaration = appeler(campagne, equipement, MAINTENANT)
    version = declaration.version_courante
    version.lignes = [
        {"cle": f"p{rang}", "libelle": nom} for rang, nom in enumerate(POSTES, start=1)
    ]
    version.save(update_fields=["lignes"])
    salaires = {
        f"postes.p{rang}.salaire_charge": montant for rang, montant in enumerate(SALAIRES, start=1)
    }
    return declaration, salaires
