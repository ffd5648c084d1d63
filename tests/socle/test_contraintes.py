"""The database refuses e-mails that cannot be, each rule by its name."""

import pytest
from django.db import IntegrityError, transaction

from portal.socle import courriels
from portal.socle.models import Courriel

pytestmark = pytest.mark.django_db

CONTRAINTES = {
    "courriel_etat_connu": {"etat": "perdu"},
    "courriel_adresse": {"destinataire": ""},
    "courriel_envoye_date": {"etat": "envoye"},
    "courriel_reserve_pendant_envoi": {"etat": "en_cours"},
    "courriel_attend_une_heure": {"prochain_essai_le": None},
    "courriel_echec_explique": {"etat": "echec"},
}


def test_chaque_contrainte_a_son_cas() -> None:
    assert {c.name for c in Courriel._meta.constraints} == set(CONTRAINTES)


@pytest.mark.parametrize("nom", sorted(CONTRAINTES))
def test_la_base_refuse(nom: str) -> None:
    courriels.deposer("personne@exemple.test", "À saisir", "Bonjour.\n")
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        Courriel.objects.update(**CONTRAINTES[nom])
