"""What becomes of a value proposed: set aside, announced, its computation asked for again."""

import pytest

from portal.dossiers.models import Avis
from portal.socle.models import Courriel
from portal.socle.refus import ActionRefusee
from subventions.models import EtatEffet, LigneBareme
from subventions.propositions.services.annonces import annoncer_publication
from subventions.propositions.services.effet import calculer, redemander
from subventions.propositions.services.proposition import ecarter
from subventions.propositions.services.publication import publier
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.propositions.outils import proposee, publiee, seconde

pytestmark = pytest.mark.usefixtures("fige")


class TestEcarter:
    def test_avec_un_motif_et_sans_rien_changer(self, monde: Monde) -> None:
        proposition = proposee(monde)
        for qui in (seconde(), acteur(monde.national)):
            ecarter(proposition.pk, motif="Cette circulaire est abrogée.", acteur=qui)
        proposition.refresh_from_db()
        assert proposition.ecartee_par == seconde().utilisateur
        assert not LigneBareme.objects.exists()
        calculer(proposition.pk, MAINTENANT)
        with pytest.raises(ActionRefusee, match="écartée"):
            publier(proposition.pk, acteur=seconde())

    def test_une_valeur_publiee_ne_se_retire_pas(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee, match="la corrige"):
            ecarter(publiee(monde).pk, motif="Cette circulaire est abrogée.", acteur=seconde())


class TestAnnoncer:
    def test_les_conseillers_des_caf_qui_ont_ce_dispositif(self, monde: Monde) -> None:
        proposition = publiee(monde)
        avant = Courriel.objects.count()
        assert annoncer_publication(proposition.pk, MAINTENANT) == 4
        assert annoncer_publication(proposition.pk, MAINTENANT) == 0
        ecrits = Courriel.objects.order_by("-pk")[: Courriel.objects.count() - avant]
        assert {c.destinataire for c in ecrits} == {
            getattr(monde, qui).email
            for qui in ("conseiller", "remplacant", "hors_portefeuille", "ccd")
        }
        assert "€" not in "".join(c.texte for c in ecrits)
        avis = Avis.objects.filter(acte="bareme_publie")
        assert {a.personne.email for a in avis} == {c.destinataire for c in ecrits}
        assert Avis.objects.de(acteur(monde.conseiller)).filter(acte="bareme_publie").exists()

    def test_d_une_caf_les_siens_sans_qui_l_a_proposee(self, monde: Monde) -> None:
        proposition = publiee(monde, monde.caf)
        assert annoncer_publication(proposition.pk, MAINTENANT) == 3

    def test_rien_avant_la_publication(self, monde: Monde) -> None:
        assert annoncer_publication(proposee(monde).pk, MAINTENANT) == 0


def test_un_calcul_perdu_se_redemande_un_calcul_en_cours_non(monde: Monde) -> None:
    proposition = proposee(monde)
    effet = proposition.effet
    effet.etat = EtatEffet.CALCUL
    effet.faites = 3
    effet.save()
    redemander(proposition.pk, acteur=seconde())
    effet.refresh_from_db()
    assert (effet.etat, effet.faites) == (EtatEffet.CALCUL, 3)
    effet.demande_le = MAINTENANT.replace(hour=1)
    effet.save()
    redemander(proposition.pk, acteur=seconde())
    effet.refresh_from_db()
    assert (effet.etat, effet.faites) == (EtatEffet.DEMANDE, 0)
