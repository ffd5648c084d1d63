"""A CLAS project under a COF that begins in September 2024: its first exercice is in ELAN."""

from datetime import date

from habilitations.models import Convention, Dispositif, Equipement, Gestionnaire
from tests.monde import Monde

ANNEE = 2024
COLLECTIFS = ("Les Alizés", "Les Embruns")
COMPTES = {"comptes.60": "3 000", "comptes.64": "15 000,50", "comptes.741": "18 000,50"}


def projet_clas(
    monde: Monde, nom: str = "Clas des Passerelles", gestionnaire: Gestionnaire | None = None
) -> Equipement:
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=gestionnaire or monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif=Dispositif.CLAS,
        nom=nom,
    )
    Convention.objects.create(
        equipement=equipement,
        reference="COF-CLAS-2024",
        du=date(ANNEE, 9, 1),
        au=date(ANNEE + 4, 6, 30),
    )
    return equipement


def saisie_elan(enfants: tuple[str, ...] = ("10", "12"), **comptes: str) -> dict[str, str]:
    """What an adviser types, by chemin: two collectifs and balanced accounts."""
    brut = dict(COMPTES)
    for rang, combien in enumerate(enfants, start=1):
        prefixe = f"collectifs.c{rang}"
        brut |= {
            f"{prefixe}.niveau": "elementaire",
            f"{prefixe}.enfants": combien,
            f"{prefixe}.bonus_enfants": "oui" if rang == 1 else "non",
            f"{prefixe}.bonus_parents": "non",
        }
    return brut | {f"comptes.{numero}": montant for numero, montant in comptes.items()}
