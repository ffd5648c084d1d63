"""Rights, delegations, keys and alerts that the database refuses, by constraint."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from habilitations.models import AlerteDroit, CleCaf, Delegation, Habilitation
from tests.habilitations import fabriques
from tests.monde import DEBUT, MAINTENANT, Monde

AVANT = DEBUT - timedelta(days=1)
PUBLIQUE = "A" * 43


def cle(monde: Monde, **champs: object) -> CleCaf:
    """A key of the other Caf, which has none."""
    defauts = {"caf": monde.autre_caf, "identifiant": "0" * 16, "publique": PUBLIQUE}
    return CleCaf(**(defauts | {"du": MAINTENANT} | champs))


def delegation(monde: Monde, **champs: object) -> Delegation:
    """Unsigned, of the first partner."""
    gestionnaire = monde.passerelles.gestionnaire
    return Delegation(
        **{
            "caf": monde.caf,
            "gestionnaire": gestionnaire,
            "base": gestionnaire.adhesions.get(caf=monde.caf),
            "niveau": "delegue",
            "roles": ["approbateur"],
            "tous_equipements": True,
            "du": DEBUT,
            **champs,
        }
    )


def delegation_en_double(monde: Monde) -> Delegation:
    delegation(monde, au=date(2026, 12, 31)).save()
    return delegation(monde, du=date(2026, 12, 31))


def alerte_en_double(monde: Monde) -> AlerteDroit:
    droit = monde.passerelles.activite.habilitations.get()
    AlerteDroit.objects.create(droit=droit, motif="non_signe", vue_le=MAINTENANT)
    return AlerteDroit(droit=droit, motif="non_signe", vue_le=timezone.now())


def alerte_en_double_sur(monde: Monde, **acte: models.Model) -> AlerteDroit:
    """The same about a delegation or an adhesion."""
    AlerteDroit.objects.create(motif="non_signe", vue_le=MAINTENANT, **acte)
    return AlerteDroit(motif="non_signe", vue_le=timezone.now(), **acte)


def _gardee(delegation: Delegation) -> Delegation:
    delegation.save()
    return delegation


def signee_a_moitie(monde: Monde, **champs: object) -> Habilitation:
    """A right of the first partner, of which the signature is all there but its date."""
    droit = monde.passerelles.activite.habilitations.get()
    modele = {"signature": droit.signature, "forme": 1, "cle": droit.cle}
    base = {"base": droit.base, "accordee_par": droit.accordee_par}
    return fabriques.habilitation(
        monde, **{**modele, **base, "signee_par": droit.signee_par, **champs}
    )


COMPLETE = "Une signature porte sa date, son auteur, sa clé et sa forme."
CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "habilitation_retrait_motive": (
        lambda m: fabriques.habilitation(m, retiree_le=MAINTENANT),
        "Un retrait demande un motif.",
    ),
    "habilitation_signature_complete": (signee_a_moitie, COMPLETE),
    "habilitation_signee_sur_une_base": (
        lambda m: signee_a_moitie(m, signee_le=MAINTENANT, base=None),
        "Un droit signé nomme sa base et qui l’a accordé.",
    ),
    "delegation_signature_complete": (
        lambda m: delegation(m, signee_le=MAINTENANT),
        COMPLETE,
    ),
    "delegation_dates_ordonnees": (
        lambda m: delegation(m, au=AVANT),
        "La date de fin précède la date de début.",
    ),
    "delegation_de_roles": (
        lambda m: delegation(m, roles=[]),
        "Une délégation porte sur un rôle au moins.",
    ),
    "delegation_retrait_complet": (
        lambda m: delegation(m, retire_le=MAINTENANT, retire_motif="Contrat modifié"),
        "Un retrait porte sa date, son motif et son auteur.",
    ),
    "delegation_une_seule": (
        delegation_en_double,
        "Une autre délégation de ce partenaire couvre ces dates.",
    ),
    "cle_une_seule_en_usage": (
        lambda m: cle(m, caf=m.caf),
        "Cette Caf a déjà une clé en usage.",
    ),
    "cle_dates_ordonnees": (
        lambda m: cle(m, au=MAINTENANT - timedelta(seconds=1)),
        "La date de fin précède la date de début.",
    ),
    "cle_revocation_complete": (
        lambda m: cle(m, revoquee_le=MAINTENANT, revoquee_motif="Poste volé"),
        "Une révocation porte sa date, son motif et son auteur.",
    ),
    "alerte_droit_une_fois": (alerte_en_double, "Cette alerte est déjà donnée."),
    "alerte_delegation_une_fois": (
        lambda m: alerte_en_double_sur(m, delegation=_gardee(delegation(m))),
        "Cette alerte est déjà donnée.",
    ),
    "alerte_base_une_fois": (
        lambda m: alerte_en_double_sur(m, base=m.passerelles.gestionnaire.adhesions.get()),
        "Cette alerte est déjà donnée.",
    ),
    "alerte_sur_un_acte": (
        lambda m: AlerteDroit(motif="non_signe", vue_le=MAINTENANT),
        "Une alerte porte sur un droit, une délégation ou une adhésion.",
    ),
    "adhesion_signature_complete": (
        lambda m: fabriques.adhesion(m, m.autre_caf, signee_le=MAINTENANT),
        COMPLETE,
    ),
}
