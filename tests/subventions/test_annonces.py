"""A right suspended, or payable again: its partner's people and the adviser are told at once."""

import pytest

from habilitations.models import Equipement
from portal.dossiers.models import Avis
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from subventions.models import CauseSuspension
from subventions.services.suspensions import lever, suspendre
from tests.courrier import Facteur
from tests.monde import MAINTENANT, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le contrôle sur place porte sur 41 327,19 €."


def suspendu(monde: Monde) -> Equipement:
    equipement = Equipement.objects.get(pk=monde.er.pk)
    assert suspendre(
        equipement,
        2025,
        CauseSuspension.CONTROLE,
        MOTIF,
        maintenant=MAINTENANT,
        par=monde.conseiller,
    )
    return equipement


def test_qui_est_prevenu_et_de_quoi(monde: Monde) -> None:
    suspendu(monde)
    gens = monde.passerelles
    assert set(Avis.objects.values_list("personne", flat=True)) == {
        gens.activite.pk,
        gens.finances.pk,
        gens.approbateur.pk,
    }
    phrase = Avis.objects.first().phrase
    assert "contrôle en cours" in phrase
    assert "41" not in phrase
    assert Courriel.objects.count() == 3


def test_deja_suspendu_ne_se_dit_pas_deux_fois(monde: Monde) -> None:
    equipement = suspendu(monde)
    assert not suspendre(equipement, 2025, CauseSuspension.CONTROLE, MOTIF, maintenant=MAINTENANT)
    assert Avis.objects.count() == 3


def test_le_courriel_d_une_suspension_levee_ne_part_pas(monde: Monde, facteur: Facteur) -> None:
    equipement = suspendu(monde)
    assert lever(
        equipement.pk,
        2025,
        CauseSuspension.CONTROLE,
        "Le contrôle est terminé.",
        maintenant=MAINTENANT,
    )
    expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))
    retires = Courriel.objects.filter(etat=EtatCourriel.RETIRE)
    assert {c.erreur for c in retires} == {"Le droit n’était plus suspendu au moment de l’envoi."}
    assert len(facteur.recus) == 4  # The adviser too: the portal lifted it by itself.
