"""What the fiches of the annuaire show of a partner and of an équipement."""

from datetime import date

from habilitations.annuaire.services.acces import cafs_du
from habilitations.models import Adhesion, Caf, Equipement, Gestionnaire, Lieu
from habilitations.presentation.adhesions import etat_de_l_adhesion
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.francais import cle_de_tri

FERME, A_VENIR, OUVERT = ("Fermé", "neutre"), ("À venir", "info"), ("Ouvert", "succes")


def faits_du_gestionnaire(gestionnaire: Gestionnaire, caf: Caf, jour: date) -> list[Fait]:
    """Identity of a partner, its adhesion at this Caf, and the others that know it."""
    adhesion = Adhesion.objects.filter(caf=caf, gestionnaire=gestionnaire).first()
    autres = Caf.objects.filter(pk__in=cafs_du(gestionnaire) - {caf.pk})
    return [
        Fait("SIRET", ecrire_siret(gestionnaire.siret)),
        Fait("Nature", gestionnaire.get_nature_display()),
        Fait("Adresse", gestionnaire.adresse),
        Fait("Adhésion", etat_de_l_adhesion(adhesion, jour)[0], caf.nom),
        Fait("Suivi aussi par", ", ".join(str(autre) for autre in autres)),
    ]


def equipements_du(gestionnaire: Gestionnaire, caf: Caf) -> list[Equipement]:
    siens = Equipement.objects.filter(gestionnaire=gestionnaire, caf=caf)
    tries = siens.select_related("portefeuille__titulaire")
    return sorted(tries, key=lambda e: (cle_de_tri(e.nom), e.pk))


def etat_de_l_equipement(equipement: Equipement, jour: date) -> tuple[str, str]:
    """Label and tone: open, to open, closed."""
    return _ouverture(equipement.ouvert_le, equipement.ferme_le, jour)


def etat_du_lieu(lieu: Lieu, jour: date) -> tuple[str, str]:
    """The same of a lieu."""
    return _ouverture(lieu.ouvert_le, lieu.ferme_le, jour)


def _ouverture(ouvert_le: date | None, ferme_le: date | None, jour: date) -> tuple[str, str]:
    if ferme_le and ferme_le < jour:
        return FERME
    return A_VENIR if ouvert_le and ouvert_le > jour else OUVERT


def faits_de_l_equipement(equipement: Equipement) -> list[Fait]:
    """Identity of an équipement, the empty lines included: they are to be filled."""
    return [
        Fait(
            "Gestionnaire",
            equipement.gestionnaire.nom,
            f"SIRET {ecrire_siret(equipement.gestionnaire.siret)}",
        ),
        Fait("Dispositif", equipement.get_dispositif_display()),
        Fait("Organisation", equipement.get_organisation_display()),
        Fait("Portefeuille", equipement.portefeuille.nom, str(equipement.portefeuille.titulaire)),
        Fait("Ouvert le", date_fr(equipement.ouvert_le)),
        Fait("Fermé le", date_fr(equipement.ferme_le)),
        Fait("Numéro", str(equipement.pk), "dans les imports et les exports"),
    ]
