"""The database refuses what must not be: each constraint by its name, with its French message."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from subventions.paiements.models import CompteBancaire, ProfilCaf, ReglagePaiement
from tests.monde import MAINTENANT, Monde
from tests.subventions.paiements.fabriques import compte_en_base, en_vigueur, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def un_profil(monde: Monde, **champs: object) -> ProfilCaf:
    communs = {
        "caf": monde.caf,
        "dispositif": "er",
        "profil": "reel_n2",
        "debut": 2026,
        "motif": "Décision",
        "attribue_par": monde.responsable,
        "attribue_le": MAINTENANT,
    }
    return ProfilCaf(**(communs | champs))


def chevauche(monde: Monde) -> ProfilCaf:
    un_profil(monde, fin=2028).save()
    return un_profil(monde, debut=2028)


def deux_en_vigueur(monde: Monde) -> CompteBancaire:
    compte = compte_en_base(
        monde, etat="actif", confirme_par=monde.conseiller, confirme_le=MAINTENANT
    )
    en_vigueur(monde)
    return compte


def deux_proposes(monde: Monde) -> CompteBancaire:
    compte = compte_en_base(monde)
    propose(monde)
    return compte


def confirme_par_soi(monde: Monde) -> CompteBancaire:
    par = monde.passerelles.finances
    return compte_en_base(monde, etat="actif", confirme_par=par, confirme_le=MAINTENANT)


CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "profil_caf_connu": (
        lambda m: un_profil(m, profil="nouvel_equipement"),
        "Ce profil d’acomptes est inconnu.",
    ),
    "profil_caf_exercices_ordonnes": (
        lambda m: un_profil(m, debut=1990),
        "Le dernier exercice précède le premier, ou l’un des deux n’est pas une année.",
    ),
    "profil_caf_motive": (
        lambda m: un_profil(m, motif=""),
        "Un profil dit sur quelle décision il repose.",
    ),
    "profil_caf_sans_chevauchement": (
        chevauche,
        "Un profil est déjà fixé pour un de ces exercices.",
    ),
    "compte_un_en_vigueur": (deux_en_vigueur, "Ce partenaire a déjà un compte en vigueur."),
    "compte_un_propose": (
        deux_proposes,
        "Un changement de compte attend déjà sa confirmation.",
    ),
    "compte_iban_forme": (
        lambda m: compte_en_base(m, iban="FR76 3000"),
        "Cet IBAN n’a pas la forme d’un IBAN.",
    ),
    "compte_quatre_yeux": (
        confirme_par_soi,
        "Un compte est confirmé par une autre personne que celle qui l’a proposé.",
    ),
    "compte_etat_date": (
        lambda m: compte_en_base(m, etat="refuse"),
        "Chaque état d’un compte porte sa date et son auteur.",
    ),
    "reglage_paiement_iban_forme": (
        lambda m: ReglagePaiement(caf=m.caf, titulaire="Caf", iban="FR76"),
        "Cet IBAN n’a pas la forme d’un IBAN.",
    ),
}
MODELES = (ProfilCaf, CompteBancaire, ReglagePaiement)


def test_chaque_contrainte_a_son_cas() -> None:
    assert {c.name for modele in MODELES for c in modele._meta.constraints} == set(CAS)


@pytest.mark.parametrize("nom", CAS)
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    objet = CAS[nom][0](monde)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        objet.save()


@pytest.mark.parametrize("nom", CAS)
def test_le_formulaire_le_dit_en_francais(monde: Monde, nom: str) -> None:
    fabrique, message = CAS[nom]
    with pytest.raises(ValidationError) as refus:
        fabrique(monde).validate_constraints()
    assert message in refus.value.messages
