"""What a right covers is told by history as the right itself is, whoever writes it."""

import pytest
from django.apps import apps
from django.db import connection

from habilitations.models import Habilitation
from tests.monde import Monde

pytestmark = pytest.mark.django_db
COUVERT, RETIRE = "equipement.couvert", "equipement.retire"


def histoire(droit: Habilitation) -> list[tuple[str, int]]:
    """What was told of the équipements of a right, in order."""
    evenements = apps.get_model("habilitations", "EquipementCouvertEvent").objects
    lignes = evenements.filter(habilitation=droit.pk).order_by("pgh_id")
    return list(lignes.values_list("pgh_label", "equipement_id"))


@pytest.fixture
def droit(monde: Monde) -> Habilitation:
    return Habilitation.objects.filter(utilisateur=monde.passerelles.activite).get()


def test_couvrir_puis_retirer(monde: Monde, droit: Habilitation) -> None:
    assert histoire(droit) == []
    droit.equipements.add(monde.er)
    droit.equipements.set([monde.er_voisin])
    droit.equipements.clear()
    assert histoire(droit) == [
        (COUVERT, monde.er.pk),
        (RETIRE, monde.er.pk),
        (COUVERT, monde.er_voisin.pk),
        (RETIRE, monde.er_voisin.pk),
    ]


def test_une_ecriture_en_sql_se_dit_aussi(monde: Monde, droit: Habilitation) -> None:
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO habilitations_habilitation_equipements (habilitation_id, equipement_id) "
            "VALUES (%s, %s)",
            [droit.pk, monde.er.pk],
        )
        curseur.execute(
            "DELETE FROM habilitations_habilitation_equipements WHERE habilitation_id = %s",
            [droit.pk],
        )
    assert histoire(droit) == [(COUVERT, monde.er.pk), (RETIRE, monde.er.pk)]
