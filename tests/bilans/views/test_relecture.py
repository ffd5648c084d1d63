"""A bilan is sent as its page showed it: what a colleague changed in between is seen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.modifications import modifier
from bilans.services.validation import prendre_en_charge
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.bilans.services.modifications import MOTIF, bilan_transmis, corriger
from tests.bilans.services.test_envoi import piege_rempli
from tests.bilans.services.test_saisie import saisir
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CHANGE = "Ces données ont changé depuis que vous avez ouvert la page"


def montre(client: Client, adresse: str) -> dict[str, str]:
    trouve = re.search(r'name="vu" value="([0-9a-f]+)"', client.get(adresse).content.decode())
    assert trouve
    return {"vu": trouve[1]}


def test_on_ne_transmet_pas_des_reponses_que_l_on_n_a_pas_lues(
    monde: Monde, client: Client
) -> None:
    bilan = piege_rempli(monde)
    client.force_login(monde.passerelles.approbateur)
    adresse = reverse("bilans:transmission", args=[bilan.pk])
    lu = montre(client, adresse)
    saisir(bilan, monde.passerelles.activite, motif_bonus="Pour les enfants aussi")

    assert CHANGE in client.post(adresse, lu, follow=True).content.decode()
    bilan.refresh_from_db()
    assert bilan.etat == "en_cours"

    client.post(adresse, montre(client, adresse))
    bilan.refresh_from_db()
    assert bilan.etat == "transmis"


class TestValider:
    @pytest.fixture
    def transmis(self, monde: Monde, client: Client) -> Bilan:
        client.force_login(monde.conseiller)
        return jusqu_a(bilan_clas(monde), monde, "transmis")

    def corriger(self, bilan: Bilan, monde: Monde) -> None:
        """The CCD edits an answer meanwhile."""
        envoi = Envoi(bilan.feuille.revision, {"structure_nom": "Une autre structure"})
        modifier(bilan.pk, acteur=acteur(monde.ccd), envoi=envoi, motif="Une faute de frappe ici")

    def lien(self, bilan: Bilan, client: Client) -> str:
        page = client.get(reverse("bilans:lecture", args=[bilan.pk])).content.decode()
        trouve = re.search(r'href="([^"]+/validation/\?vu=[0-9a-f]+)"', page)
        assert trouve
        return trouve[1]

    def test_ni_depuis_les_reponses_lues_avant(
        self, monde: Monde, client: Client, transmis: Bilan
    ) -> None:
        lien = self.lien(transmis, client)
        self.corriger(transmis, monde)
        assert CHANGE in client.get(lien).content.decode()
        assert CHANGE not in client.get(self.lien(transmis, client)).content.decode()

    def test_ni_depuis_la_page_ouverte_avant(
        self, monde: Monde, client: Client, transmis: Bilan
    ) -> None:
        adresse = reverse("bilans:validation", args=[transmis.pk])
        lu = montre(client, adresse)
        self.corriger(transmis, monde)
        assert CHANGE in client.post(adresse, lu, follow=True).content.decode()
        transmis.refresh_from_db()
        assert transmis.etat == "en_validation"

        client.post(adresse, montre(client, adresse))
        transmis.refresh_from_db()
        assert transmis.etat == "valide"
        deux = client.post(adresse, lu, follow=True).content.decode()
        assert "C’est déjà fait." in deux

    def test_une_prise_en_charge_ne_change_rien_de_lu(
        self, monde: Monde, client: Client, transmis: Bilan
    ) -> None:
        lu = montre(client, self.lien(transmis, client))
        prendre_en_charge(transmis.pk, acteur=acteur(monde.ccd))
        client.post(reverse("bilans:validation", args=[transmis.pk]), lu)
        transmis.refresh_from_db()
        assert transmis.etat == "valide"


@pytest.mark.parametrize(
    ("vue", "arrivee", "donnees"),
    [
        ("validation", "valide", {}),
        ("complement", "a_completer", {"tout": "on", "motif": MOTIF, "pour_le": "2026-04-30"}),
        ("sans_objet", "sans_objet", {"motif": MOTIF}),
    ],
)
def test_la_caf_ne_decide_que_des_reponses_qu_elle_a_lues(
    monde: Monde, client: Client, vue: str, arrivee: str, donnees: dict[str, str]
) -> None:
    """A colleague edits an answer while the page is open."""
    bilan = bilan_transmis(monde)
    prendre_en_charge(bilan.pk, acteur=acteur(monde.conseiller))
    client.force_login(monde.conseiller)
    adresse = reverse(f"bilans:{vue}", args=[bilan.pk])
    lu = montre(client, adresse)
    corriger(bilan, monde.conseiller, {"structure_nom": "Le nom des statuts"})

    assert CHANGE in client.post(adresse, donnees | lu, follow=True).content.decode()
    bilan.refresh_from_db()
    assert bilan.etat == "en_validation"

    client.post(adresse, donnees | montre(client, adresse))
    bilan.refresh_from_db()
    assert bilan.etat == arrivee
