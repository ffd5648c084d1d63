"""The database refuses what must not be: each constraint by its name, with its French message."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    AlerteDroit,
    Caf,
    CleCaf,
    Convention,
    Delegation,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
    LigneRevue,
    Notification,
    Portefeuille,
    PosteConventionne,
    ReglageDroits,
    Revue,
    RevuePartenaire,
    Secours,
    Sommeil,
    TransfertEquipement,
    Utilisateur,
    Vague,
)
from tests.habilitations import equipements, fabriques, mal_signes, supervises
from tests.monde import DEBUT, JOUR, MAINTENANT, SIRETS, Monde

pytestmark = pytest.mark.django_db
AVANT = DEBUT - timedelta(days=1)


CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "caf_code_departement": (
        fabriques.caf,
        "Indiquez un numéro de département, par exemple 16 ou 2A.",
    ),
    "caf_siret_14_chiffres": (
        fabriques.caf_au_siret_court,
        "Le SIRET d’une Caf compte 14 chiffres.",
    ),
    "gestionnaire_siret_14_chiffres": (fabriques.siret_court, "Un SIRET compte 14 chiffres."),
    "utilisateur_email_en_minuscules": (
        fabriques.email_majuscule,
        "L’adresse électronique s’écrit en minuscules.",
    ),
    "affectation_caf_sauf_national": (
        lambda m: fabriques.agent(m, None, "charge_conseil"),
        "Un agent dépend d’une Caf ; seul l’administrateur national n’en a pas.",
    ),
    "affectation_dates_ordonnees": (
        lambda m: fabriques.agent(m, m.caf, "charge_conseil", AVANT),
        "La date de fin précède la date de début.",
    ),
    "portefeuille_remplacant_distinct": (
        lambda m: fabriques.portefeuille(m, "Secteur 2", m.conseiller),
        "Le remplaçant ne peut pas être le titulaire.",
    ),
    "adhesion_unique_par_caf": (
        lambda m: fabriques.adhesion(m, m.caf),
        "Ce partenaire a déjà une adhésion auprès de cette Caf.",
    ),
    "adhesion_suspension_motivee": (
        lambda m: fabriques.adhesion(m, m.autre_caf, suspendue_le=JOUR),
        "Une suspension demande un motif.",
    ),
    "adhesion_dates_ordonnees": (
        lambda m: fabriques.adhesion(m, m.autre_caf, complete_le=DEBUT, fin_le=AVANT),
        "La date de fin précède la date de début.",
    ),
    "habilitation_dates_ordonnees": (
        lambda m: fabriques.habilitation(m, au=AVANT),
        "La date de fin précède la date de début.",
    ),
    "habilitation_suspension_motivee": (
        lambda m: fabriques.habilitation(m, suspendue_le=MAINTENANT),
        "Une suspension demande un motif.",
    ),
    **equipements.CAS,
    **mal_signes.CAS,
    **supervises.CAS,
}
# Unique constraints whose message is Django's own.
UNIQUES: dict[str, Callable[[Monde], models.Model]] = {
    "portefeuille_nom_unique": lambda m: fabriques.portefeuille(m, "Secteur 1", None),
    "habilitations_caf_code_": fabriques.caf_en_double,
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
    modeles += (CleCaf, Delegation, AlerteDroit)
    modeles += (ReglageDroits, Secours, Revue, RevuePartenaire, LigneRevue, Sommeil, Vague)
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
        fabriques.equipement(monde, dispositif="clas").save()


@pytest.mark.parametrize(
    ("nom", "fabrique"),
    [
        ("notification_clas", lambda m: fabriques.notification(m, "er")),
        ("notification_clas", lambda m: fabriques.notification(m, "cct")),
        ("poste_conventionne_cct", lambda m: fabriques.poste(m, "clas")),
        ("poste_conventionne_cct", lambda m: fabriques.poste(m, "er")),
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
    transfert = fabriques.transfert(
        monde, effectif_le=MAINTENANT, annule_le=MAINTENANT, annule_par=monde.responsable
    )
    with (
        pytest.raises(IntegrityError, match="transfert_annulation_complete"),
        transaction.atomic(),
    ):
        transfert.save()


def test_un_transfert_annule_ou_effectif_en_permet_un_autre(monde: Monde) -> None:
    fabriques.transfert(monde, annule_le=MAINTENANT, annule_par=monde.responsable).save()
    fabriques.transfert(monde, effectif_le=MAINTENANT).save()
    fabriques.transfert(monde).save()
    assert monde.er.transferts.count() == 3
    assert monde.er.transferts.prevus().count() == 1


def test_le_national_n_a_pas_de_caf(monde: Monde) -> None:
    with (
        pytest.raises(IntegrityError, match="affectation_caf_sauf_national"),
        transaction.atomic(),
    ):
        fabriques.agent(monde, monde.caf, "administrateur_national").save()


def test_motif_sans_suspension_refuse(monde: Monde) -> None:
    with (
        pytest.raises(IntegrityError, match="habilitation_suspension_motivee"),
        transaction.atomic(),
    ):
        fabriques.habilitation(monde, suspendue_motif="Par précaution").save()


def test_un_equipement_ne_change_pas_de_caf(monde: Monde) -> None:
    """Its declarations and computations carry the Caf they were made for."""
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Equipement.objects.filter(pk=monde.er.pk).update(caf=monde.autre_caf)
    Equipement.objects.filter(pk=monde.er.pk).update(caf=monde.caf, nom="Un autre nom")
    monde.er.refresh_from_db()
    assert (monde.er.caf, monde.er.nom) == (monde.caf, "Un autre nom")
