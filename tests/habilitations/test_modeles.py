"""What models refuse, clean up and remember besides the constraints of the database."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from habilitations.models import Gestionnaire, Utilisateur
from tests.monde import Monde

pytestmark = pytest.mark.django_db


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


def test_une_personne_se_lit_par_sa_cle(monde: Monde) -> None:
    """As Django reads her: the row of the moment, and its own exceptions."""
    sienne = monde.conseiller.pk
    Utilisateur.objects.filter(pk=sienne).update(prenom="Renommée")
    assert Utilisateur.objects.get(pk=sienne).prenom == "Renommée"
    assert Utilisateur.objects.get(pk=str(sienne)) == monde.conseiller
    assert Utilisateur.objects.get(pk=sienne, prenom="Renommée") == monde.conseiller
    for criteres in ({"pk": 2**40}, {"pk": None}, {"pk": sienne, "prenom": "Autre"}):
        with pytest.raises(Utilisateur.DoesNotExist):
            Utilisateur.objects.get(**criteres)


def test_l_historique_est_pris_par_la_base(monde: Monde) -> None:
    """A change made in SQL, behind Django's back, leaves its trace all the same."""
    lieu = monde.er.lieux.get(nom="Ugine")
    avant = lieu.events.count()
    with connection.cursor() as curseur:
        curseur.execute("UPDATE habilitations_lieu SET nom = 'Ugine 2' WHERE id = %s", [lieu.pk])
    assert lieu.events.count() == avant + 1
    assert isinstance(lieu.events.latest("pgh_id").pgh_created_at, datetime)
