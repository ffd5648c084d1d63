"""Objects of the application, one field of which a test spoils; not saved unless said."""

from datetime import date
from decimal import Decimal

from django.db import models

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Convention,
    Equipement,
    Gestionnaire,
    Habilitation,
    Notification,
    Portefeuille,
    PosteConventionne,
    TransfertEquipement,
    Utilisateur,
)
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde


def caf(monde: Monde) -> Caf:
    return Caf(code="7", nom="Caf inconnue")


def caf_en_double(monde: Monde) -> Caf:
    return Caf(code="73", nom="Une autre")


def siret_court(monde: Monde) -> Gestionnaire:
    return Gestionnaire(siret="123", nom="Court", nature="association")


def email_majuscule(monde: Monde) -> Utilisateur:
    return Utilisateur(email="Camille@exemple.test", prenom="C", nom="M", password="x")


def agent(monde: Monde, caf: Caf | None, fonction: str, au: date | None = None) -> models.Model:
    return AffectationAgent(utilisateur=monde.ccd, caf=caf, fonction=fonction, du=DEBUT, au=au)


def portefeuille(monde: Monde, nom: str, remplacant: Utilisateur | None) -> Portefeuille:
    return Portefeuille(caf=monde.caf, nom=nom, titulaire=monde.conseiller, remplacant=remplacant)


def adhesion(monde: Monde, caf: Caf, **champs: object) -> Adhesion:
    return Adhesion(caf=caf, gestionnaire=monde.passerelles.gestionnaire, **champs)


def habilitation(monde: Monde, **champs: object) -> Habilitation:
    return Habilitation(
        utilisateur=monde.passerelles.activite,
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        role="approbateur",
        du=DEBUT,
        **champs,
    )


def equipement(monde: Monde, **champs: object) -> Equipement:
    defauts = {"dispositif": "er", "organisation": "mono_lieu", "nom": "Autre"}
    return Equipement(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        **(defauts | champs),
    )


def convention(monde: Monde, dispositif: str) -> Convention:
    """A COF of an équipement of this dispositif, kept in the database."""
    organisation = "mono_lieu" if dispositif == "er" else ""
    chez = equipement(monde, dispositif=dispositif, organisation=organisation)
    chez.save()
    return Convention.objects.create(
        equipement=chez, reference="COF", du=DEBUT, au=date(2028, 6, 30)
    )


def notification(monde: Monde, dispositif: str = "clas", **champs: object) -> Notification:
    defauts = {
        "equipement": champs.pop("equipement", None) or convention(monde, dispositif).equipement,
        "annee": 2025,
        "collectifs": 3,
        "reference": "N-2025",
        "notifiee_le": JOUR,
        "inscrite_par": monde.conseiller,
        "inscrite_le": MAINTENANT,
    }
    return Notification(**(defauts | champs))


def notification_en_double(monde: Monde) -> Notification:
    premiere = notification(monde)
    premiere.save()
    return notification(monde, equipement=premiere.equipement)


def poste(monde: Monde, dispositif: str = "cct", **champs: object) -> PosteConventionne:
    cof = champs.pop("convention", None) or convention(monde, dispositif)
    return PosteConventionne(
        **({"convention": cof, "intitule": "Enfance", "etp": Decimal("0.5")} | champs)
    )


def poste_en_double(monde: Monde) -> PosteConventionne:
    premier = poste(monde)
    premier.save()
    return poste(monde, convention=premier.convention)


def transfert(monde: Monde, **champs: object) -> TransfertEquipement:
    defauts = {
        "equipement": monde.er,
        "de": monde.passerelles.gestionnaire,
        "vers": monde.voisins.gestionnaire,
        "le": JOUR,
        "motif": "Fusion des associations",
        "decide_par": monde.responsable,
        "decide_le": MAINTENANT,
    }
    return TransfertEquipement(**(defauts | champs))


def transfert_en_double(monde: Monde) -> TransfertEquipement:
    transfert(monde).save()
    return transfert(monde, motif="Reprise par la commune")
