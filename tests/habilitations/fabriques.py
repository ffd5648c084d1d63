"""Objects of the application, one field of which a test spoils; not saved unless said."""

from datetime import date, timedelta
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
    LigneRevue,
    Notification,
    Portefeuille,
    PosteConventionne,
    Revue,
    RevuePartenaire,
    Secours,
    Sommeil,
    TransfertEquipement,
    Utilisateur,
    Vague,
)
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde


def caf(monde: Monde) -> Caf:
    return Caf(code="7", nom="Caf inconnue")


def caf_au_siret_court(monde: Monde) -> Caf:
    return Caf(code="08", nom="Caf au SIRET court", siret="123")


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


def secours(monde: Monde, **champs: object) -> Secours:
    """A rescue of the first partner, asked for by its responsable; not saved."""
    base = monde.passerelles.gestionnaire.adhesions.get(caf=monde.caf)
    return Secours(**(_secours(base, monde.responsable) | champs))


def secours_ouvert(base: Adhesion, par: Utilisateur) -> Secours:
    return Secours.objects.create(**_secours(base, par))


def _secours(base: Adhesion, par: Utilisateur) -> dict[str, object]:
    return {
        "base": base,
        "email": "zoe@exemple.test",
        "prenom": "Zoé",
        "nom": "Zola",
        "motif": "Départ de la gérante, mairie rappelée",
        "demande_par": par,
        "demande_le": MAINTENANT,
        "expire_le": MAINTENANT + timedelta(days=3),
    }


def secours_en_double(monde: Monde) -> Secours:
    secours(monde).save()
    return secours(monde)


def vague(monde: Monde, **champs: object) -> Vague:
    defauts = {"genre": "sommeil", "nombre": 3, "total": 6, "part_max": 20, "etat": "arretee"}
    return Vague(**({"caf": monde.caf, "jour": JOUR} | defauts | champs))


def vague_arretee(monde: Monde) -> Vague:
    arretee = vague(monde)
    arretee.save()
    return arretee


def revue(monde: Monde, **champs: object) -> Revue:
    """Not saved; of the other Caf, which has none."""
    defauts = {
        "caf": monde.autre_caf,
        "annee": 2026,
        "ouverte_le": JOUR,
        "echeance_le": JOUR,
        "suspension_le": JOUR + timedelta(days=1),
        "retrait_le": JOUR + timedelta(days=2),
    }
    return Revue(**(defauts | champs))


def revue_en_double(monde: Monde, **champs: object) -> Revue:
    revue(monde, close_le=champs.pop("premiere_close_le", None)).save()
    return revue(monde, **champs)


def ligne_de_revue(monde: Monde, **champs: object) -> LigneRevue:
    ouverte = revue(monde)
    ouverte.save()
    base = monde.passerelles.gestionnaire.adhesions.get(caf=monde.caf)
    chez = {"caf_id": base.caf_id, "gestionnaire_id": base.gestionnaire_id}
    partenaire = RevuePartenaire.objects.create(revue=ouverte, base=base, **chez)
    return LigneRevue(partenaire=partenaire, utilisateur=monde.passerelles.activite, **champs)


def ligne_en_double(monde: Monde) -> LigneRevue:
    premiere = ligne_de_revue(monde)
    premiere.save()
    return LigneRevue(partenaire=premiere.partenaire, utilisateur=premiere.utilisateur)


def partenaire_en_double(monde: Monde) -> RevuePartenaire:
    premier = ligne_de_revue(monde).partenaire
    chez = {"caf_id": premier.caf_id, "gestionnaire_id": premier.gestionnaire_id}
    return RevuePartenaire(revue=premier.revue, base=premier.base, **chez)


def sommeil(monde: Monde, **champs: object) -> Sommeil:
    qui = {"caf": monde.caf, "utilisateur": monde.passerelles.activite}
    return Sommeil(**(qui | {"annonce_le": MAINTENANT} | champs))


def sommeil_en_double(monde: Monde) -> Sommeil:
    sommeil(monde).save()
    return sommeil(monde)
