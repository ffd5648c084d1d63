"""Where the demonstration refuses to be loaded."""

import pytest
from django.core.management import CommandError, call_command

from habilitations.models import Gestionnaire
from portal.accueil.demo.chargement import DemonstrationRefusee, charger
from tests.monde import Monde


@pytest.mark.django_db
class TestRefus:
    def test_hors_demonstration(self, settings) -> None:
        settings.DEMO = False
        with pytest.raises(CommandError, match="que dans une démonstration"):
            call_command("charger_demo")
        with pytest.raises(CommandError, match="n’existent que dans une démonstration"):
            call_command("comptes_demo")
        assert not Gestionnaire.objects.exists()

    def test_a_cote_d_autres_partenaires(self, monde: Monde) -> None:
        with pytest.raises(DemonstrationRefusee, match="déjà des partenaires"):
            charger()
        assert Gestionnaire.objects.count() == 2
