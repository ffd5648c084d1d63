"""The database refuses what must not be: each constraint by its name, with its French message."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Convention,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
    Notification,
    Portefeuille,
    PosteConventionne,
    TransfertEquipement,
    Utilisateur,
)
from tests.monde import DEBUT, JOUR, MAINTENANT, SIRETS, Monde

pytestmark = pytest.mark.django_db
AVANT = DEBUT - timedelta(days=1)


def _caf(monde: Monde) -> Caf:
    return Caf(code="7", nom="Caf inconnue")


def _caf_en_double(monde: Monde) -> Caf:
    return Caf(code="73", nom="Une autre")


def _siret_court(monde: Monde) -> Gestionnaire:
    return Gestionnaire(siret="123", nom="Court", nature="association")


def _email_majuscule(monde: Monde) -> Utilisateur:
    return Utilisateur(email="Camille@exemple.test", prenom="C", nom="M", password="x")


def _agent(monde: Monde, caf: Caf | None, fonction: str, au: date | None = None) -> models.Model:
    return AffectationAgent(utilisateur=monde.ccd, caf=caf, fonction=fonction, du=DEBUT, au=au)


def _portefeuille(monde: Monde, nom: str, remplacant: Utilisateur | None) -> Portefeuille:
    return Portefeuille(caf=monde.caf, nom=nom, titulaire=monde.conseiller, remplacant=remplacant)


def _adhesion(monde: Monde, caf: Caf, **champs: object) -> Adhesion:
    return Adhesion(caf=caf, gestionnaire=monde.passerelles.gestionnaire, **champs)


def _habilitation(monde: Monde, **champs: object) -> Habilitation:
    return Habilitation(
        utilisateur=monde.passerelles.activite,
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        role="approbateur",
        du=DEBUT,
        **champs,
    )


def _equipement(monde: Monde, **champs: object) -> Equipement:
    defauts = {"dispositif": "er", "organisation": "mono_lieu", "nom": "Autre"}
    return Equipement(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        **(defauts | champs),
    )


def _convention(monde: Monde, dispositif: str) -> Convention:
    """A COF of an équipement of this dispositif, kept in the database."""
    organisation = "mono_lieu" if dispositif == "er" else ""
    equipement = _equipement(monde, dispositif=dispositif, organisation=organisation)
    equipement.save()
    return Convention.objects.create(
        equipement=equipement, reference="COF", du=DEBUT, au=date(2028, 6, 30)
    )


def _notification(monde: Monde, dispositif: str = "clas", **champs: object) -> Notification:
    defauts = {
        "equipement": champs.pop("equipement", None) or _convention(monde, dispositif).equipement,
        "annee": 2025,
        "collectifs": 3,
        "reference": "N-2025",
        "notifiee_le": JOUR,
        "inscrite_par": monde.conseiller,
        "inscrite_le": MAINTENANT,
    }
    return Notification(**(defauts | champs))


def _notification_en_double(monde: Monde) -> Notification:
    premiere = _notification(monde)
    premiere.save()
    return _notification(monde, equipement=premiere.equipement)


def _poste(monde: Monde, dispositif: str = "cct", **champs: object) -> PosteConventionne:
    convention = champs.pop("convention", None) or _convention(monde, dispositif)
    return PosteConventionne(
        **({"convention": convention, "intitule": "Enfance", "etp": Decimal("0.5")} | champs)
    )


def _poste_en_double(monde: Monde) -> PosteConventionne:
    premier = _poste(monde)
    premier.save()
    return _poste(monde, convention=premier.convention)


def _transfert(monde: Monde, **champs: object) -> TransfertEquipement:
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


def _transfert_en_double(monde: Monde) -> TransfertEquipement:
    _transfert(monde).save()
    return _transfert(monde, motif="Encore")


CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "caf_code_departement": (_caf, "Indiquez un numéro de département, par exemple 16 ou 2A."),
    "gestionnaire_siret_14_chiffres": (_siret_court, "Un SIRET compte 14 chiffres."),
    "utilisateur_email_en_minuscules": (
        _email_majuscule,
        "L’adresse électronique s’écrit en minuscules.",
    ),
    "affectation_caf_sauf_national": (
        lambda m: _agent(m, None, "charge_conseil"),
        "Un agent dépend d’une Caf ; seul l’administrateur national n’en a pas.",
    ),
    "affectation_dates_ordonnees": (
        lambda m: _agent(m, m.caf, "charge_conseil", AVANT),
        "La date de fin précède la date de début.",
    ),
    "portefeuille_remplacant_distinct": (
        lambda m: _portefeuille(m, "Secteur 2", m.conseiller),
        "Le remplaçant ne peut pas être le titulaire.",
    ),
    "adhesion_unique_par_caf": (
        lambda m: _adhesion(m, m.caf),
        "Ce partenaire a déjà une adhésion auprès de cette Caf.",
    ),
    "adhesion_suspension_motivee": (
        lambda m: _adhesion(m, m.autre_caf, suspendue_le=JOUR),
        "Une suspension demande un motif.",
    ),
    "adhesion_dates_ordonnees": (
        lambda m: _adhesion(m, m.autre_caf, complete_le=DEBUT, fin_le=AVANT),
        "La date de fin précède la date de début.",
    ),
    "habilitation_dates_ordonnees": (
        lambda m: _habilitation(m, au=AVANT),
        "La date de fin précède la date de début.",
    ),
    "habilitation_suspension_motivee": (
        lambda m: _habilitation(m, suspendue_le=MAINTENANT),
        "Une suspension demande un motif.",
    ),
    "equipement_organisation_er": (
        lambda m: _equipement(m, organisation=""),
        "L’organisation (un lieu, itinérance ou antennes) s’indique pour un Espace de rencontre, "
        "et pour lui seul.",
    ),
    "equipement_dates_ordonnees": (
        lambda m: _equipement(m, ouvert_le=DEBUT, ferme_le=AVANT),
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
        _notification_en_double,
        "Cet exercice a déjà sa notification.",
    ),
    "notification_annee_plausible": (
        lambda m: _notification(m, annee=1999),
        "L’exercice doit être compris entre 2000 et 2100.",
    ),
    "notification_collectifs_bornes": (
        lambda m: _notification(m, collectifs=100),
        "Le nombre de collectifs est compris entre 0 et 99.",
    ),
    "poste_conventionne_intitule_unique": (
        _poste_en_double,
        "Cette convention a déjà un poste de cet intitulé.",
    ),
    "poste_conventionne_etp_positif": (
        lambda m: _poste(m, etp=Decimal(0)),
        "L’ETP conventionné est supérieur à zéro.",
    ),
    "transfert_un_seul_prevu": (
        _transfert_en_double,
        "Un transfert de cet équipement est déjà prévu.",
    ),
    "transfert_vers_un_autre": (
        lambda m: _transfert(m, vers=m.passerelles.gestionnaire),
        "L’équipement est déjà à ce gestionnaire.",
    ),
    "transfert_motive": (lambda m: _transfert(m, motif=""), "Un transfert demande un motif."),
    "transfert_annulation_complete": (
        lambda m: _transfert(m, annule_le=MAINTENANT),
        "Une annulation porte sa date et son auteur, et ne concerne qu’un transfert à venir.",
    ),
}
# Unique constraints whose message is Django's own.
UNIQUES: dict[str, Callable[[Monde], models.Model]] = {
    "portefeuille_nom_unique": lambda m: _portefeuille(m, "Secteur 1", None),
    "habilitations_caf_code_": _caf_en_double,
    "habilitations_gestionnaire_siret_": lambda m: Gestionnaire(
        siret=SIRETS[0], nom="Le même", nature="association"
    ),
    "habilitations_utilisateur_email_": lambda m: Utilisateur(
        email=m.ccd.email, prenom="D", nom="D", password="x"
    ),
}


def contraintes() -> set[str]:
    """Every constraint that the models of the application declare."""
    modeles = (Caf, AffectationAgent, Portefeuille, Gestionnaire, Adhesion, Utilisateur)
    modeles += (Habilitation, Equipement, Lieu, Convention)
    modeles += (Notification, PosteConventionne, TransfertEquipement)
    return {c.name for modele in modeles for c in modele._meta.constraints}


def test_chaque_contrainte_a_son_cas() -> None:
    assert contraintes() == set(CAS) | {"portefeuille_nom_unique"}


@pytest.mark.parametrize("nom", [*CAS, *UNIQUES])
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    fabrique = UNIQUES[nom] if nom in UNIQUES else CAS[nom][0]
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        fabrique(monde).save()


@pytest.mark.parametrize("nom", CAS)
def test_le_formulaire_le_dit_en_francais(monde: Monde, nom: str) -> None:
    fabrique, message = CAS[nom]
    with pytest.raises(ValidationError) as refus:
        fabrique(monde).validate_constraints()
    assert message in refus.value.messages


def test_organisation_reservee_aux_espaces_de_rencontre(monde: Monde) -> None:
    with (
        pytest.raises(IntegrityError, match="equipement_organisation_er"),
        transaction.atomic(),
    ):
        _equipement(monde, dispositif="clas").save()


@pytest.mark.parametrize(
    ("nom", "fabrique"),
    [
        ("notification_clas", lambda m: _notification(m, "er")),
        ("notification_clas", lambda m: _notification(m, "cct")),
        ("poste_conventionne_cct", lambda m: _poste(m, "clas")),
        ("poste_conventionne_cct", lambda m: _poste(m, "er")),
    ],
)
def test_la_base_refuse_un_autre_dispositif(
    monde: Monde, nom: str, fabrique: Callable[[Monde], models.Model]
) -> None:
    objet = fabrique(monde)
    with pytest.raises(ValidationError, match="cet équipement n’en est pas"):
        objet.clean()
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        objet.save()


def test_un_transfert_effectif_ne_s_annule_plus(monde: Monde) -> None:
    transfert = _transfert(
        monde, effectif_le=MAINTENANT, annule_le=MAINTENANT, annule_par=monde.responsable
    )
    with (
        pytest.raises(IntegrityError, match="transfert_annulation_complete"),
        transaction.atomic(),
    ):
        transfert.save()


def test_un_transfert_annule_ou_effectif_en_permet_un_autre(monde: Monde) -> None:
    _transfert(monde, annule_le=MAINTENANT, annule_par=monde.responsable).save()
    _transfert(monde, effectif_le=MAINTENANT).save()
    _transfert(monde).save()
    assert monde.er.transferts.count() == 3
    assert monde.er.transferts.prevus().count() == 1


def test_le_national_n_a_pas_de_caf(monde: Monde) -> None:
    with (
        pytest.raises(IntegrityError, match="affectation_caf_sauf_national"),
        transaction.atomic(),
    ):
        _agent(monde, monde.caf, "administrateur_national").save()


def test_motif_sans_suspension_refuse(monde: Monde) -> None:
    with (
        pytest.raises(IntegrityError, match="habilitation_suspension_motivee"),
        transaction.atomic(),
    ):
        _habilitation(monde, suspendue_motif="Par précaution").save()


@pytest.mark.parametrize(
    "siret",
    ["98123400800011", "981 234 008 00010", "9812340080001A", "９８１２３４００８０００１０"],
    ids=["clé fausse", "espaces", "lettre", "chiffres pleine chasse"],
)
def test_siret_refuse(siret: str) -> None:
    with pytest.raises(ValidationError) as refus:
        Gestionnaire(siret=siret, nom="Faux", nature="association").full_clean()
    assert "siret" in refus.value.message_dict


def test_les_adresses_se_gardent_en_minuscules() -> None:
    personne = Utilisateur.objects.create_user(" Camille@Exemple.TEST ", prenom="C", nom="M")
    assert personne.email == "camille@exemple.test"
    assert Utilisateur.objects.get_by_natural_key("CAMILLE@exemple.test") == personne


def test_l_historique_est_pris_par_la_base(monde: Monde) -> None:
    """A change made in SQL, behind Django's back, leaves its trace all the same."""
    lieu = monde.er.lieux.get(nom="Ugine")
    avant = lieu.events.count()
    with connection.cursor() as curseur:
        curseur.execute("UPDATE habilitations_lieu SET nom = 'Ugine 2' WHERE id = %s", [lieu.pk])
    assert lieu.events.count() == avant + 1
    assert isinstance(lieu.events.latest("pgh_id").pgh_created_at, datetime)
