"""The database refuses what must not be of a file of any kind: each constraint by its name."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from portal.dossiers.models import Dossier
from tests.monde import MAINTENANT, Monde


def dossier(monde: Monde, **champs: object) -> Dossier:
    """A file of a kind that no application knows yet."""
    return Dossier.objects.create(
        **{
            "caf": monde.caf,
            "gestionnaire": monde.er.gestionnaire,
            "equipement": monde.er,
            "dispositif": "er",
            "nature": "essai",
            "annee": 2025,
            "etat": "a_saisir",
            "etat_depuis": MAINTENANT,
            **champs,
        }
    )


def _deux_sur_l_equipement(monde: Monde) -> None:
    dossier(monde)
    dossier(monde)


def _deux_sans_equipement(monde: Monde) -> None:
    dossier(monde, equipement=None)
    dossier(monde, equipement=None)


CAS: dict[str, Callable[[Monde], object]] = {
    "dossier_unique": _deux_sur_l_equipement,
    "dossier_sans_equipement_unique": _deux_sans_equipement,
    "dossier_nature_et_etat_presents": lambda m: dossier(m, etat=""),
    "dossier_sans_objet_motive": lambda m: dossier(m, etat="sans_objet"),
}


def test_chaque_contrainte_a_son_cas_et_se_dit_en_francais() -> None:
    contraintes = {c.name: c for c in Dossier._meta.constraints}

    assert set(contraintes) == set(CAS)
    assert all(
        c.violation_error_message != c.default_violation_error_message for c in contraintes.values()
    )


@pytest.mark.parametrize("nom", sorted(CAS))
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        CAS[nom](monde)


def test_ce_que_deux_dossiers_peuvent_partager(monde: Monde) -> None:
    dossier(monde)
    dossier(monde, nature="autre")
    dossier(monde, numero=1)
    dossier(monde, annee=2026)
    dossier(monde, equipement=None)

    assert Dossier.objects.filter(gestionnaire=monde.er.gestionnaire).count() == 5
