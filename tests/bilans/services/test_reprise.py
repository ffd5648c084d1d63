"""Last year's answers: shown beside, taken up where it is allowed, confirmed before the sending."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.lignes import ajouter_ligne, retirer_ligne
from bilans.services.reprise import reporter
from bilans.services.reprise_lignes import reprendre_lignes
from portal.saisie.regles.envoi import Envoi
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.pieges import bilan_piege
from tests.bilans.remplir import transmettre
from tests.bilans.services.test_saisie import enregistrer, feuille, saisir
from tests.declarations.clas import projet_clas
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
AVANT = "Pour les parents, l’an dernier"


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    """That of 2025-2026, beside what was sent for 2024-2025."""
    projet = projet_clas(monde)
    bilan = bilan_piege(monde, projet)
    passe = ouvrir_bilan(projet, "bilan_clas", 2024)
    transmettre(passe, monde, {"bonus": "oui", "motif_bonus": AVANT})
    saisir(bilan, monde.passerelles.activite, bonus="oui")
    return bilan


def test_seul_ce_que_le_questionnaire_permet_est_reporte_puis_confirme(
    monde: Monde, bilan: Bilan
) -> None:
    alice = acteur(monde.passerelles.activite)
    assert reporter(bilan.pk, "projet", acteur=alice) == 1
    assert reporter(bilan.pk, "projet", acteur=alice) == 0
    gardee = feuille(bilan)
    assert gardee.donnees == {"bonus": "oui", "motif_bonus": AVANT}
    assert "2024-2025" in gardee.a_confirmer["motif_bonus"]
    assert LigneJournal.objects.sur(bilan).last().action == "bilan.reponses_reportees"

    confirmer = Envoi(gardee.revision, {}, confirmees=("motif_bonus",))
    fait = enregistrer(bilan.pk, acteur=alice, envoi=confirmer)
    assert fait.confirmees == ("motif_bonus",)
    assert feuille(bilan).a_confirmer == {}


def test_une_reponse_nommee_remplace_celle_qui_est_donnee(monde: Monde, bilan: Bilan) -> None:
    alice = monde.passerelles.activite
    saisir(bilan, alice, motif_bonus="Autre chose")
    assert reporter(bilan.pk, "projet", acteur=acteur(alice)) == 0
    assert reporter(bilan.pk, "projet", ["motif_bonus"], acteur=acteur(alice)) == 1
    assert feuille(bilan).donnees["motif_bonus"] == AVANT


def test_un_autre_role_ne_reporte_rien(monde: Monde, bilan: Bilan) -> None:
    with pytest.raises(ActionRefusee):
        reporter(bilan.pk, "projet", acteur=acteur(monde.passerelles.finances))


def test_la_page_montre_l_an_dernier_et_le_reporte(
    client: Client, monde: Monde, bilan: Bilan
) -> None:
    client.force_login(monde.passerelles.activite)
    adresse = reverse("bilans:section", args=[bilan.pk, "projet"])
    page = re.sub(r"\s+", " ", unescape(client.get(adresse).content.decode()))
    assert AVANT in page
    assert "Reporter cette réponse" in page
    envoi = {"revision": feuille(bilan).revision, "suite": "reporter:motif_bonus"}
    assert client.post(adresse, envoi)["Location"].endswith("#id_motif_bonus")
    page = client.get(adresse).content.decode()
    assert 'name="confirmer"' in page
    assert "Reporter cette réponse" not in page


@pytest.fixture
def avec_lieux(monde: Monde) -> Bilan:
    """A bilan whose exercice before had three lieux, one of them with two rooms."""
    projet = projet_clas(monde)
    bilan = bilan_piege(monde, projet)
    passe, alice = ouvrir_bilan(projet, "bilan_clas", 2024), acteur(monde.passerelles.activite)
    saisir(passe, monde.passerelles.activite, bonus="oui")
    for cle, nom in (("la", "École"), ("lb", "Gymnase"), ("lc", "Mairie")):
        ajouter_ligne(passe.pk, "lieux", cle, acteur=alice, nom="Lieu", libelle=nom)
    for cle, nom in (("sa", "Salle A"), ("sb", "Salle B")):
        ajouter_ligne(passe.pk, "lieux.la.salles", cle, acteur=alice, nom="Salle", libelle=nom)
    transmettre(passe, monde, {"bonus": "oui", "lieux.la.adresse": "1, place du Marché"})
    saisir(bilan, monde.passerelles.activite, bonus="oui")
    return bilan


class TestLignes:
    def test_celles_de_l_an_dernier_sauf_celles_qui_sont_la_ou_retirees(
        self, monde: Monde, avec_lieux: Bilan
    ) -> None:
        bilan, alice = avec_lieux, acteur(monde.passerelles.activite)
        for cle, nom in (("x1", "Gymnase"), ("x2", "mairie")):
            ajouter_ligne(bilan.pk, "lieux", cle, acteur=alice, nom="Lieu", libelle=nom)
        retirer_ligne(bilan.pk, "lieux", "x2", acteur=alice)

        assert [reprendre_lignes(bilan.pk, "lieux", acteur=alice) for _ in range(2)] == [1, 0]

        gardee = feuille(bilan)
        assert gardee.lignes["lieux"] == [["x1", "Gymnase"], ["la", "École"]]
        assert gardee.retirees["lieux"] == [["x2", "mairie"]]
        assert LigneJournal.objects.sur(bilan).last().action == "bilan.lignes_reprises"
        # The rooms of the school, by its name: under whatever key it stands this year.
        assert reprendre_lignes(bilan.pk, "lieux.la.salles", acteur=alice) == 2
        assert reprendre_lignes(bilan.pk, "lieux.x1.salles", acteur=alice) == 0

    def test_ni_par_un_autre_role_ni_dans_une_repetition_qui_n_est_pas_a_remplir(
        self, monde: Monde, avec_lieux: Bilan
    ) -> None:
        gens = monde.passerelles
        with pytest.raises(ActionRefusee):
            reprendre_lignes(avec_lieux.pk, "lieux", acteur=acteur(gens.finances))
        for repetition in ("groupes", "inconnue", "lieux.inconnu.salles"):
            assert reprendre_lignes(avec_lieux.pk, repetition, acteur=acteur(gens.activite)) == 0

    def test_un_bouton_les_prend_et_garde_ce_qui_vient_d_etre_tape(
        self, client: Client, monde: Monde, avec_lieux: Bilan
    ) -> None:
        client.force_login(monde.passerelles.activite)
        adresse = reverse("bilans:section", args=[avec_lieux.pk, "lieux"])
        page = re.sub(r"\s+", " ", unescape(client.get(adresse).content.decode()))
        assert "En 2024-2025, il y avait aussi : École, Gymnase, Mairie." in page
        envoi = {"revision": feuille(avec_lieux).revision, "suite": "reprendre:lieux"}
        client.post(adresse, envoi)
        page = client.get(adresse).content.decode()
        assert "Reprendre ces lignes" in page  # Those of the rooms.
        assert "il y avait aussi : École" not in page
        assert feuille(avec_lieux).lignes["lieux"][0] == ["la", "École"]
