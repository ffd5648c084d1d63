"""An indu that claims more than what is still paid too much: its adviser is told."""

import pytest
from django.urls import reverse

from portal.dossiers.models import Avis
from portal.socle.formats import euros
from subventions.paiements.models import Versement
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.indus import annuler_indu, reclame_de_trop
from subventions.paiements.services.reglements import rejeter_versement
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import decide
from tests.subventions.paiements.indus import MOTIF, D, notifie, rembourse, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
TITRE = "Plus que ce qui est versé en trop"


def rejete(monde: Monde) -> None:
    """The bank sends the last acompte back: 25 200 € that the indu claims have not been kept."""
    dernier = Versement.objects.order_by("pk").last()
    assert dernier is not None
    rejeter_versement(dernier.pk, motif=MOTIF, acteur=acteur(monde.conseiller))


def page(qui: object, nom: str, *places: int) -> str:
    return connecte(qui).get(reverse(f"paiements:{nom}", args=places)).content.decode()


def test_un_indu_qui_reclame_ce_qui_n_est_plus_verse_le_dit(monde: Monde) -> None:
    trop_verse(monde, "20000.00")
    indu = notifie(monde)
    assert reclame_de_trop(echeancier_de(monde.er, 2026)) == 0
    assert TITRE not in page(monde.conseiller, "indu", indu.pk)
    rejete(monde)
    assert reclame_de_trop(echeancier_de(monde.er, 2026)) == D("25200.00")
    for lue in (
        page(monde.conseiller, "indu", indu.pk),
        page(monde.conseiller, "echeancier", monde.er.pk, 2026),
    ):
        assert TITRE in lue
        assert euros(D("25200.00")) in lue
        assert "annulez-le" in lue
    assert TITRE not in page(monde.passerelles.finances, "indu", indu.pk)
    annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert TITRE not in page(monde.conseiller, "indu", indu.pk)
    assert notifie(monde).montant == D("5200.00")
    assert TITRE not in page(monde.conseiller, "echeancier", monde.er.pk, 2026)


def test_un_indu_annule_ne_dit_rien_des_autres(monde: Monde) -> None:
    """The partner read that nothing was to be given back, while another indu was claimed."""
    trop_verse(monde)
    indu = notifie(monde)
    reel = echeancier_de(monde.er, 2026).droits["reel"]
    decide(monde, reel, "39000.00")
    autre = notifie(monde)
    annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    avis = Avis.objects.get(acte="indu_annule", personne=monde.passerelles.finances)
    assert autre.reste == D("1000.00")
    assert "rien n’est à rembourser" not in avis.phrase
    assert "il n’est plus réclamé" in avis.phrase


def test_ce_qui_en_est_revenu_empeche_de_l_annuler_et_se_rend(monde: Monde) -> None:
    trop_verse(monde, "20000.00")
    indu = notifie(monde)
    rembourse(monde, indu, "10000.00")
    rejete(monde)
    assert reclame_de_trop(echeancier_de(monde.er, 2026)) == D("20400.00")
    lue = page(monde.conseiller, "indu", indu.pk)
    assert TITRE in lue
    assert "annulez-le" not in lue
    assert "redevient dû" in lue


def test_un_droit_releve_au_dessus_de_ce_qui_est_verse(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    reel = echeancier_de(monde.er, 2026).droits["reel"]
    decide(monde, reel, "50400.00")
    assert reclame_de_trop(echeancier_de(monde.er, 2026)) == indu.montant
