"""Accounts that nobody has used for months: announced, suspended, given back."""

from datetime import datetime

import pytest

from habilitations.models import Sommeil, Utilisateur
from habilitations.regles.verdicts import Motif
from habilitations.services.reglages import regler
from habilitations.services.suites import reprendre_droit
from portal.socle.models import Courriel
from tests.habilitations.revues.revue import campagnes, jours, le, nuit
from tests.habilitations.services.actes import motif_de
from tests.monde import DEBUT, JOUR, PARIS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
ANCIEN = datetime(2024, 12, 1, 9, tzinfo=PARIS)


@pytest.fixture
def dormante(monde: Monde) -> Utilisateur:
    """Alice, who came last fourteen months ago; everybody else came yesterday."""
    regler(
        monde.caf.pk, acteur=acteur(monde.responsable), part_max=100, revue_mois=12, revue_jour=28
    )
    Utilisateur.objects.update(last_login=le(JOUR - jours(1)), cree_le=ANCIEN)
    alice = monde.passerelles.activite
    Utilisateur.objects.filter(pk=alice.pk).update(last_login=ANCIEN)
    return alice


def test_annonce_une_fois_puis_suspendue(monde: Monde, dormante: Utilisateur) -> None:
    with campagnes():
        for recul in range(3):
            assert nuit(monde, JOUR + jours(recul)) == []
        [lettre] = Courriel.objects.all()
        assert (lettre.destinataire, "avant le 5 mars 2026" in lettre.texte) == (
            dormante.email,
            True,
        )
        assert nuit(monde, JOUR + jours(29)) == []
        assert nuit(monde, JOUR + jours(30)) == [("sommeil", "faite", 1, 0)]
    droit = dormante.habilitations.get()
    assert motif_de(droit) == Motif.SUSPENDU
    assert droit.suspendue_motif == "Compte sans connexion depuis 12 mois."
    suspendus = Courriel.objects.get(
        destinataire=dormante.email, texte__contains="Faute de connexion"
    )
    assert (
        f"les droits d’{dormante} chez l’Association Les Passerelles sont suspendus."
        in " ".join(suspendus.texte.split())
    )
    # Given back by the Caf, it is not suspended again the next night.
    reprendre_droit(droit.pk, acteur=acteur(monde.responsable, le(JOUR + jours(31))))
    with campagnes():
        assert nuit(monde, JOUR + jours(32)) == []
    assert motif_de(droit) is None


def test_qui_revient_est_oublie(monde: Monde, dormante: Utilisateur) -> None:
    with campagnes():
        nuit(monde, JOUR)
        Utilisateur.objects.filter(pk=dormante.pk).update(last_login=le(JOUR + jours(10)))
        assert nuit(monde, JOUR + jours(31)) == []
    assert not Sommeil.objects.exists()


def test_jamais_venu_compte_depuis_son_compte_ou_son_dernier_droit(
    monde: Monde, dormante: Utilisateur
) -> None:
    Utilisateur.objects.filter(pk=dormante.pk).update(last_login=None)
    dormante.habilitations.update(du=JOUR - jours(30))
    with campagnes():
        nuit(monde, JOUR)
        assert not Sommeil.objects.exists()
        dormante.habilitations.update(du=DEBUT)
        nuit(monde, JOUR)
    assert Sommeil.objects.get().utilisateur == dormante


def test_le_dernier_approbateur_en_campagne_garde_son_droit(
    monde: Monde, dormante: Utilisateur
) -> None:
    agathe = monde.passerelles.approbateur
    Utilisateur.objects.filter(pk=agathe.pk).update(last_login=ANCIEN)
    with campagnes(monde.er.pk):
        nuit(monde, JOUR)
        assert nuit(monde, JOUR + jours(30)) == [("sommeil", "faite", 1, 1)]
    assert motif_de(agathe.habilitations.get()) is None
