"""What the database refuses of équipements, their lieux, conventions, transfers, by constraint."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import models

from habilitations.models import Convention, Lieu
from tests.habilitations import fabriques
from tests.monde import DEBUT, MAINTENANT, Monde

AVANT = DEBUT - timedelta(days=1)
CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "equipement_organisation_er": (
        lambda m: fabriques.equipement(m, organisation=""),
        "L’organisation (un lieu, itinérance ou antennes) s’indique pour un Espace de rencontre, "
        "et pour lui seul.",
    ),
    "equipement_dates_ordonnees": (
        lambda m: fabriques.equipement(m, ouvert_le=DEBUT, ferme_le=AVANT),
        "La fermeture précède l’ouverture.",
    ),
    "lieu_nom_unique": (
        lambda m: Lieu(equipement=m.er, nom="Ugine"),
        "Cet équipement a déjà un lieu de ce nom.",
    ),
    "lieu_dates_ordonnees": (
        lambda m: Lieu(equipement=m.er, nom="Aime", ouvert_le=DEBUT, ferme_le=AVANT),
        "La fermeture précède l’ouverture.",
    ),
    "convention_dates_ordonnees": (
        lambda m: Convention(equipement=m.er, reference="COF", du=DEBUT, au=AVANT),
        "La date de fin précède la date de début.",
    ),
    "notification_unique_par_exercice": (
        fabriques.notification_en_double,
        "Cet exercice a déjà sa notification.",
    ),
    "notification_annee_plausible": (
        lambda m: fabriques.notification(m, annee=1999),
        "L’exercice doit être compris entre 2000 et 2100.",
    ),
    "notification_collectifs_bornes": (
        lambda m: fabriques.notification(m, collectifs=100),
        "Le nombre de collectifs est compris entre 0 et 99.",
    ),
    "poste_conventionne_intitule_unique": (
        fabriques.poste_en_double,
        "Cette convention a déjà un poste de cet intitulé.",
    ),
    "poste_conventionne_etp_positif": (
        lambda m: fabriques.poste(m, etp=Decimal(0)),
        "L’ETP conventionné est supérieur à zéro.",
    ),
    "transfert_un_seul_prevu": (
        fabriques.transfert_en_double,
        "Un transfert de cet équipement est déjà prévu.",
    ),
    "transfert_vers_un_autre": (
        lambda m: fabriques.transfert(m, vers=m.passerelles.gestionnaire),
        "L’équipement est déjà à ce gestionnaire.",
    ),
    "transfert_motive": (
        lambda m: fabriques.transfert(m, motif=""),
        "Un transfert demande un motif.",
    ),
    "transfert_annulation_complete": (
        lambda m: fabriques.transfert(m, annule_le=MAINTENANT),
        "Une annulation porte sa date et son auteur, et ne concerne qu’un transfert à venir.",
    ),
}
