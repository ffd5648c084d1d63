"""News before it is sent: what changed meanwhile, what is told once, what is purged."""

from datetime import timedelta

import pytest

from declarations.models import Declaration
from declarations.services import volets
from habilitations.models import Habilitation
from portal.dossiers.models import Avis
from portal.dossiers.services.nouvelles import Voix, marquer_lus, parler, purger
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur
from tests.declarations.remplir import signer
from tests.declarations.services.amenees import amenee
from tests.monde import DEBUT, MAINTENANT, Monde, acteur, changer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestAvantLEnvoi:
    @pytest.fixture
    def a_approuver(self, monde: Monde) -> Declaration:
        declaration = amenee(monde, "en_saisie")
        signer(declaration, monde)
        return declaration

    def expedier(self) -> expedition.Bilan:
        return expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))

    def raison(self) -> str:
        return Courriel.objects.get(etat=EtatCourriel.RETIRE).erreur

    def test_il_part(self, a_approuver: Declaration, monde: Monde, facteur: Facteur) -> None:
        assert self.expedier().envoyes == 1
        assert facteur.destinataires == [monde.passerelles.approbateur.email]

    def test_lu_entre_temps(self, a_approuver: Declaration, monde: Monde, facteur: Facteur) -> None:
        marquer_lus(a_approuver.pk, acteur(monde.passerelles.approbateur))
        assert self.expedier().retires == 1
        assert "avait été lu" in self.raison()

    def test_defait_entre_temps(
        self, a_approuver: Declaration, monde: Monde, facteur: Facteur
    ) -> None:
        volets.retirer_signature(
            a_approuver.pk, "finances", acteur=acteur(monde.passerelles.finances)
        )
        assert self.expedier().retires == 1
        assert "changé d’état" in self.raison()

    def test_refait_entre_temps_un_seul_part(
        self, a_approuver: Declaration, monde: Monde, facteur: Facteur
    ) -> None:
        fournisseur = acteur(monde.passerelles.finances)
        volets.retirer_signature(a_approuver.pk, "finances", acteur=fournisseur)
        volets.signer_volet(a_approuver.pk, "finances", acteur=fournisseur)
        bilan = self.expedier()
        assert (bilan.envoyes, bilan.retires) == (1, 1)
        assert "refait" in self.raison()

    def test_droit_perdu_entre_temps(
        self, a_approuver: Declaration, monde: Monde, facteur: Facteur
    ) -> None:
        droits = Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur)
        changer(droits, au=DEBUT)
        assert self.expedier().retires == 1
        assert "plus ouvert" in self.raison()

    def test_avis_purge_entre_temps(self, a_approuver: Declaration, facteur: Facteur) -> None:
        Avis.objects.all().delete()
        assert self.expedier().retires == 1
        assert "n’existait plus" in self.raison()


@pytest.mark.parametrize(
    ("voix", "avis", "courriels"), [(Voix.TOUT, 1, 1), (Voix.AVIS, 1, 0), (Voix.RIEN, 0, 0)]
)
def test_un_passe_rejoue_n_est_pas_une_nouvelle(
    monde: Monde, voix: Voix, avis: int, courriels: int
) -> None:
    declaration = amenee(monde, "en_saisie")
    with parler(voix):
        signer(declaration, monde)
    assert (Avis.objects.count(), Courriel.objects.count()) == (avis, courriels)


def test_les_avis_anciens_sont_purges(monde: Monde, settings) -> None:
    signer(amenee(monde, "en_saisie"), monde)
    plus_tard = MAINTENANT + timedelta(days=settings.AVIS_JOURS)
    assert purger(plus_tard) == 0
    assert purger(plus_tard + timedelta(seconds=1)) == 1
    assert not Avis.objects.exists()
