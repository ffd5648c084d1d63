"""What a partner asks of its Caf."""

import pytest

from habilitations.models import AffectationAgent, Fonction
from habilitations.services.demandes import demander_a_la_caf
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import chez, delegue
from tests.monde import Monde, acteur

DEMANDE = "Accorder à Zoé Zola le rôle d’approbateur."


@pytest.mark.django_db
class TestDemandes:
    def test_chaque_responsable_la_lit(self, monde: Monde) -> None:
        _, gerante = delegue(monde)
        assert demander_a_la_caf(**chez(monde), demande=DEMANDE, acteur=gerante) == 1
        courriel = Courriel.objects.filter(objet__contains="demande").get()
        assert courriel.destinataire == monde.responsable.email
        assert DEMANDE in courriel.texte
        assert "/droits/partenaires/" in courriel.texte
        assert LigneJournal.objects.get(action="droit.demande").motif == DEMANDE

    def test_refus(self, monde: Monde) -> None:
        _, gerante = delegue(monde)
        with pytest.raises(DemandeInvalide):
            demander_a_la_caf(**chez(monde), demande="ok", acteur=gerante)
        for autre in (monde.passerelles.approbateur, monde.responsable):
            with pytest.raises(ActionRefusee) as refus:
                demander_a_la_caf(**chez(monde), demande=DEMANDE, acteur=acteur(autre))
            assert refus.value.interdite
        AffectationAgent.objects.filter(fonction=Fonction.RESPONSABLE_HABILITATIONS).delete()
        with pytest.raises(ActionRefusee, match="appelez-la"):
            demander_a_la_caf(**chez(monde), demande=DEMANDE, acteur=gerante)
        assert not Courriel.objects.filter(objet__contains="demande").exists()
