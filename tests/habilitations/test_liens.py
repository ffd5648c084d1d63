"""The e-mail that opens an account leaves while its link opens something."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from habilitations.models import Role
from habilitations.services.invitations import Invite, accorder_a
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, texte_de
from tests.habilitations.services.actes import chez
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture
def demande(monde: Monde) -> Courriel:
    """Alice is given a right, and has no password yet."""
    alice = monde.passerelles.activite
    alice.set_unusable_password()
    alice.save()
    accorder_a(
        Invite(alice.email, alice.prenom, alice.nom),
        **chez(monde),
        role=Role.FOURNISSEUR_FINANCES,
        equipements=None,
        du=JOUR,
        au=None,
        acteur=acteur(monde.responsable),
    )
    return Courriel.objects.get(destinataire=alice.email)


def expedier(courriel: Courriel) -> Courriel:
    expedition.expedier([courriel.pk])
    courriel.refresh_from_db()
    return courriel


def test_le_lien_part(demande: Courriel, facteur: Facteur) -> None:
    assert expedier(demande).etat == EtatCourriel.ENVOYE
    assert "/mot-de-passe/nouveau/" in texte_de(facteur.recus[0])


def test_un_lien_perime_ne_part_pas(demande: Courriel, facteur: Facteur, settings: object) -> None:
    fin = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60)
    with time_machine.travel(fin, tick=False):
        assert expedier(demande).etat == EtatCourriel.RETIRE
    assert "plus valable" in demande.erreur
    assert facteur.recus == []


@pytest.mark.parametrize("champs", [{"is_active": False}, {"email": "autre@exemple.test"}])
def test_un_compte_ferme_ou_qui_a_change_d_adresse(
    demande: Courriel, facteur: Facteur, monde: Monde, champs: dict[str, object]
) -> None:
    for champ, valeur in champs.items():
        setattr(monde.passerelles.activite, champ, valeur)
    monde.passerelles.activite.save()
    assert expedier(demande).etat == EtatCourriel.RETIRE
    assert facteur.recus == []
