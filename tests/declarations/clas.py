"""A CLAS project under a COF that begins in September 2024, and its declarations.

Its first exercice is filed in ELAN; its declarations here are those of 2025-2026.
"""

from datetime import date

from declarations.models import Campagne, Declaration
from declarations.services.ajout_lignes import ajouter_ligne
from declarations.services.campagnes import appeler
from habilitations.models import Convention, Dispositif, Equipement, Gestionnaire, Notification
from tests import souvenirs
from tests.monde import MAINTENANT, Monde, acteur

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


def notifier(monde: Monde, equipement: Equipement, collectifs: int, annee: int = 2025) -> None:
    """The yearly letter that says how many collectifs are financed."""
    Notification.objects.create(
        equipement=equipement,
        annee=annee,
        collectifs=collectifs,
        reference="NOTIF-1",
        notifiee_le=date(annee, 10, 1),
        inscrite_par=monde.conseiller,
        inscrite_le=MAINTENANT,
    )


def appeler_clas(
    equipement: Equipement, nature: str = "previsionnelle", annee: int = 2025
) -> Declaration:
    """A declaration « à saisir » in a window open on JOUR."""
    campagne, _ = Campagne.objects.get_or_create(
        caf=equipement.caf,
        dispositif=Dispositif.CLAS,
        nature=nature,
        annee=annee,
        defaults={
            "ouvre_le": date(2026, 1, 5),
            "echeance_le": date(2026, 3, 15),
            "ferme_le": date(2026, 3, 15),
        },
    )
    return appeler(campagne, equipement, MAINTENANT)


def declaration_clas(
    monde: Monde,
    collectifs: int = 3,
    nature: str = "previsionnelle",
    notifies: int | None = 3,
    nom: str = "Clas des Passerelles",
) -> Declaration:
    """A CLAS declaration of 2025-2026 with that many collectifs, keyed c1, c2…"""
    cle = ("déclaration clas", monde.passerelles.activite.pk, collectifs, nature, notifies, nom)
    return souvenirs.etape(cle, lambda: _appelee(monde, collectifs, nature, notifies, nom))


def _appelee(
    monde: Monde, collectifs: int, nature: str, notifies: int | None, nom: str
) -> Declaration:
    equipement = projet_clas(monde, nom)
    if notifies is not None:
        notifier(monde, equipement, notifies)
    declaration = appeler_clas(equipement, nature)
    for rang in range(1, collectifs + 1):
        ajouter_ligne(declaration.pk, f"c{rang}", acteur=acteur(monde.passerelles.activite))
    declaration.refresh_from_db()
    return declaration


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
