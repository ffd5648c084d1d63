"""Once an équipement has passed to another gestionnaire, the former one reads its own money."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from habilitations.models import Habilitation
from portal.dossiers.models import Avis
from subventions.paiements.models import LettreIndu, Versement
from subventions.paiements.services.anciens import indus_anciens, versements_anciens
from subventions.paiements.services.reglements import rejeter_versement
from tests.declarations.transferts import decider
from tests.monde import Monde, acteur, changer, personne
from tests.relances.campagnes import autre_er
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import paye, pret, propose
from tests.subventions.paiements.indus import MOTIF, notifie, trop_verse
from tests.subventions.paiements.pages import lue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
PAGE = reverse("paiements:anciens")
RIEN = "Rien n’a été versé avant un transfert"


@pytest.mark.usefixtures("derriere_le_mur")
def test_ce_qui_a_ete_verse_se_lit_apres_un_transfert(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    ancien, nouveau = connecte(monde.passerelles.finances), connecte(monde.voisins.finances)
    assert RIEN in lue(ancien.get(PAGE))
    decider(monde)
    lu = lue(ancien.get(PAGE))
    for attendu in (
        *("Premier acompte 2026", monde.er.nom, "Association Les Passerelles", "25 200,00 €"),
        *("Versé", "le 3 février 2026", "Référence sur votre relevé : RF"),
    ):
        assert attendu in lu
    assert RIEN in lue(nouveau.get(PAGE))
    # The schedule is that of who runs the équipement.
    echeancier = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    assert ancien.get(echeancier).status_code == 404
    assert nouveau.get(echeancier).status_code == 200


@pytest.mark.usefixtures("derriere_le_mur")
def test_mes_subventions_menent_aux_exercices_d_avant_un_transfert(monde: Monde) -> None:
    """Its former gestionnaire found nothing there any more, not even where to look."""
    pret(monde)
    paye(monde)
    titre, suivi = "Exercices d’avant un transfert", reverse("droits:suivi")
    ancien, nouveau = connecte(monde.passerelles.finances), connecte(monde.voisins.finances)
    assert titre not in lue(ancien.get(suivi))
    decider(monde)
    page = ancien.get(suivi)
    assert titre in lue(page)
    assert f"{monde.er.nom} – 2026" in lue(page)
    assert f'href="{PAGE}"' in page.content.decode()
    assert "25 200,00 €" not in lue(page)
    assert titre not in lue(nouveau.get(suivi))
    siens = Habilitation.objects.filter(utilisateur=monde.passerelles.finances)
    changer(siens, equipements=[autre_er(monde)])
    assert titre not in lue(ancien.get(suivi))


def test_ce_qui_n_est_que_propose_ne_se_dit_pas(monde: Monde) -> None:
    pret(monde)
    propose(monde)
    decider(monde)
    assert versements_anciens(acteur(monde.passerelles.finances)) == []


@pytest.mark.usefixtures("derriere_le_mur")
def test_un_indu_se_lit_par_qui_doit_le_rembourser(monde: Monde) -> None:
    """Notified before or after the transfer: it is claimed from who was paid."""
    trop_verse(monde)
    decider(monde)
    Avis.objects.all().delete()
    indu = notifie(monde)
    assert indu.gestionnaire == monde.passerelles.gestionnaire
    client = connecte(monde.passerelles.finances)
    avis = Avis.objects.get(personne=monde.passerelles.finances)
    lu = lue(client.get(avis.chemin))
    assert "La page des versements d’avant le transfert donne le montant de l’indu" in avis.phrase
    assert indu.reference in lu
    assert "10 400,00 €" in lu
    page = reverse("paiements:indu", args=[indu.pk])
    assert f'href="{page}"' in client.get(avis.chemin).content.decode()
    lu = lue(client.get(page))
    assert MOTIF in lu
    assert "Enregistrer un remboursement" not in lu
    assert reverse("paiements:echeancier", args=[monde.er.pk, 2026]) not in lu
    demande = client.post(reverse("paiements:demander_lettre_indu", args=[indu.pk]))
    assert demande.status_code == 302
    assert LettreIndu.objects.filter(indu=indu).count() == 1
    assert client.post(reverse("paiements:annuler_indu", args=[indu.pk])).status_code == 403


def test_un_rejet_de_la_banque_mene_a_ce_qui_se_lit(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    decider(monde)
    Avis.objects.all().delete()
    motif, qui = "Compte clos, dit la banque", acteur(monde.conseiller)
    rejeter_versement(Versement.objects.get().pk, motif=motif, acteur=qui)
    avis = Avis.objects.get(personne=monde.passerelles.finances)
    assert avis.chemin == PAGE
    assert "Rejeté par la banque" in lue(connecte(monde.passerelles.finances).get(avis.chemin))


def test_personne_d_autre_ne_lit_cet_argent(monde: Monde) -> None:
    """Neither a stranger, nor who has no right left there, nor one that names other équipements."""
    trop_verse(monde)
    decider(monde)
    indu = notifie(monde)
    page = reverse("paiements:indu", args=[indu.pk])
    siens = Habilitation.objects.filter(utilisateur=monde.passerelles.finances)
    changer(siens, equipements=[autre_er(monde)])
    for qui in (monde.passerelles.finances, personne("nouveau"), monde.conseiller_nord):
        assert connecte(qui).get(page).status_code == 404
        assert versements_anciens(acteur(qui)) == []
        assert indus_anciens(acteur(qui)) == []


def test_une_requete_une_fois_la_personne_connue(
    monde: Monde, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trop_verse(monde)
    decider(monde)
    lu = acteur(monde.passerelles.finances)
    assert lu.habilitations
    assert lu.affectations == []
    with django_assert_num_queries(1):
        assert len(versements_anciens(lu)) == 2
    sans = acteur(personne("nouveau"))
    assert sans.habilitations == []
    with django_assert_num_queries(0):
        assert (versements_anciens(sans), indus_anciens(sans)) == ([], [])
