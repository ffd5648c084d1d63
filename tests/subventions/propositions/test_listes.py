"""What each person reads of the barèmes: the list, exercices side by side, « À faire »."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Caf
from subventions.models import LigneBareme
from tests.declarations.listes import page, requetes
from tests.monde import Monde
from tests.subventions.propositions.outils import proposee, publiee, seconde
from tests.subventions.propositions.pages import LISTE, adresse

pytestmark = pytest.mark.usefixtures("fige")


class TestListe:
    def test_ce_que_chacun_y_lit(self, monde: Monde, client: Client) -> None:
        locale, nationale, faite = (
            proposee(monde, monde.caf, valeur="71"),
            proposee(monde, valeur="72"),
            publiee(monde, valeur="73", debut=2022, fin=2022),
        )
        lues = {
            "national": {locale, nationale, faite},
            "ccd": {locale, faite},
            "conseiller": {faite},
            "conseiller_nord": {faite},
        }
        for qui, attendues in lues.items():
            contenu = page(client, getattr(monde, qui), LISTE)
            for proposition in (locale, nationale, faite):
                assert (adresse(proposition) in contenu) == (proposition in attendues)
        assert "(2 en attente)" in page(client, monde.national, reverse("subventions:baremes"))

    def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(
        self, monde: Monde, client: Client
    ) -> None:
        for _ in range(2):
            proposee(monde)
        publiee(monde)
        peu = requetes(client, monde.national, LISTE)
        for annee in range(2005, 2012):
            proposee(monde)
            publiee(monde, debut=annee, fin=annee)
        assert requetes(client, monde.national, LISTE) == peu


def test_les_exercices_cote_a_cote(monde: Monde, client: Client) -> None:
    publiee(monde, valeur="80", debut=2024)
    publiee(monde, valeur="85", debut=2026)
    publiee(monde, monde.caf, valeur="99", debut=2025)
    comparer = reverse("subventions:comparer")
    contenu = page(client, monde.conseiller, comparer, dispositif="er")
    plafond = contenu.split("Plafond horaire</th>")[1].split("</tr>")[0]
    assert plafond.count("80,00") == 2
    assert plafond.count("85,00") == 2
    assert plafond.count(">change<") == 2
    assert "99,00" in contenu
    assert "99,00" not in page(client, monde.conseiller_nord, comparer, dispositif="er")
    assert "Plafond par collectif" in page(client, monde.conseiller, comparer, dispositif="clas")


def test_la_comparaison_en_un_nombre_de_requetes_constant(monde: Monde, client: Client) -> None:
    comparer = reverse("subventions:comparer")
    publiee(monde, monde.caf)
    peu = requetes(client, monde.national, comparer)
    for numero in range(10, 20):
        LigneBareme.objects.create(
            caf=Caf.objects.create(code=f"{numero}", nom=f"Caf {numero}"),
            dispositif="er",
            parametre="plafond_horaire",
            valeur=1,
            debut=2025,
            source="Décision de la Caf",
            marque="P",
        )
    assert requetes(client, monde.national, comparer) == peu


def test_a_faire_montre_a_qui_publie(monde: Monde, client: Client) -> None:
    nationale, locale = proposee(monde), proposee(monde, monde.caf)
    accueil = reverse("accueil:a_faire")
    lues = {monde.national: [locale], seconde().utilisateur: [nationale, locale], monde.ccd: []}
    for qui, attendues in lues.items():
        contenu = page(client, qui, accueil)
        for proposition in (nationale, locale):
            assert (adresse(proposition) in contenu) == (proposition in attendues)
