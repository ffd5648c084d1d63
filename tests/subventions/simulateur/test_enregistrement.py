"""Saving a simulation: what it keeps, what it refuses, who lost nothing."""

import pytest

from subventions.models import Simulation
from tests.declarations.remplir import referentiels
from tests.monde import Monde
from tests.subventions.simulateur.fabriques import (
    ER,
    simulation,
)
from tests.subventions.simulateur.pages import adresse, connecte, envoi, lisible

pytestmark = pytest.mark.usefixtures("fige")


class TestEnregistrer:
    def test_calculer_enregistre_et_redit(self, monde: Monde) -> None:
        referentiels(monde.caf)
        gardee = simulation(monde.passerelles.finances)
        client = connecte(monde.passerelles.finances)
        reponse = client.post(
            adresse(gardee), envoi(gardee, **{"scenarios.a.heures_rencontres": "800,5"})
        )
        assert reponse.status_code == 302
        gardee.refresh_from_db()
        assert gardee.valeurs["scenarios.a.heures_rencontres"] == "800.50"
        assert gardee.revision == 2
        assert "54 000,00 €" in lisible(client.get(adresse(gardee)))  # 0.60 × 90 000

    def test_ce_qui_est_faux_n_est_pas_enregistre_et_reste_a_l_ecran(self, monde: Monde) -> None:
        gardee = simulation(monde.passerelles.finances)
        client = connecte(monde.passerelles.finances)
        reponse = client.post(
            adresse(gardee), envoi(gardee, **{"scenarios.a.heures_rencontres": "beaucoup"})
        )
        assert reponse.status_code == 422
        assert 'value="beaucoup"' in reponse.content.decode()
        gardee.refresh_from_db()
        assert gardee.valeurs == ER

    def test_deux_pages_a_la_fois_n_en_perdent_aucune(self, monde: Monde) -> None:
        gardee = simulation(monde.passerelles.finances)
        client = connecte(monde.passerelles.finances)
        client.post(adresse(gardee), envoi(gardee, **{"scenarios.a.compte_64": "91000"}))
        reponse = client.post(adresse(gardee), envoi(gardee, **{"scenarios.a.compte_64": "92000"}))
        gardee.refresh_from_db()
        autre = Simulation.objects.exclude(pk=gardee.pk).get()
        assert reponse.url == adresse(autre)
        assert gardee.valeurs["scenarios.a.compte_64"] == "91000"
        assert autre.valeurs["scenarios.a.compte_64"] == "92000"
        assert autre.titre == "Un essai (à part)"

    @pytest.mark.parametrize("titre", ["", "a\x00b", "x" * 81])
    def test_un_titre_impossible_ne_remplace_pas_le_premier(self, monde: Monde, titre: str) -> None:
        gardee = simulation(monde.passerelles.finances)
        client = connecte(monde.passerelles.finances)
        assert client.post(adresse(gardee), envoi(gardee, titre=titre)).status_code in (302, 400)
        gardee.refresh_from_db()
        assert gardee.titre == "Un essai"

    def test_un_scenario_de_plus_se_garde(self, monde: Monde) -> None:
        gardee = simulation(monde.passerelles.finances)
        client = connecte(monde.passerelles.finances)
        client.post(adresse(gardee), envoi(gardee, etape="ajouter_scenario"))
        gardee.refresh_from_db()
        assert [cle for cle, _ in gardee.scenarios] == ["a", "b"]
        assert gardee.valeurs["scenarios.b.compte_64"] == "90000"

    def test_le_bareme_est_celui_de_la_caf(self, monde: Monde) -> None:
        """The ceiling of the ER is that of this Caf: nationally there is none."""
        gardee = simulation(monde.passerelles.finances)
        referentiels(monde.caf)
        page = lisible(connecte(monde.passerelles.finances).get(adresse(gardee)))
        assert "54 000,00 €" in page
