"""The money of a partner, drawn: the highest first, what is read alone."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Equipement
from portal.socle.formats import euros
from subventions.droits.presentation.graphique import LARGEUR, LIBELLE_MAX, dessiner
from tests.monde import Monde, espace_rencontre
from tests.subventions.droits.ouverts import droit_de
from tests.subventions.paiements.argent import droit

pytestmark = pytest.mark.usefixtures("fige")


def lire(client: Client, monde: Monde, annee: int) -> str:
    client.force_login(monde.conseiller)
    siege = monde.passerelles.gestionnaire.pk
    return client.get(reverse("droits:partenaire", args=[siege, annee])).content.decode()


def test_deux_equipements_se_dessinent_un_seul_non(monde: Monde, client: Client) -> None:
    reel = droit_de(monde)
    assert "barres-dessin" not in lire(client, monde, 2025)
    second = espace_rencontre(
        monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, nom="La Passerelle d’Aime"
    )
    autre = droit(monde, "previsionnel", "125.50", 2025, equipement=second)
    page = lire(client, monde, 2025).partition("barres-dessin")[2].partition("</svg>")[0]
    assert page.index(euros(reel.calcul.montant)) < page.index(euros(autre.calcul.montant))
    assert page.count("<rect") == 2


def test_le_total_des_actualises_est_ecrit(monde: Monde, client: Client) -> None:
    droit_de(monde)
    droit(monde, "actualise", "100.25", 2025)
    autre = espace_rencontre(
        monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, nom="La Passerelle d’Aime"
    )
    droit(monde, "actualise", "200.50", 2025, equipement=autre)
    pied = lire(client, monde, 2025).partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert f'data-label="Actualisé">{euros("300.75")}</td>' in pied


def test_apres_un_transfert_on_lit_qui_a_declare(monde: Monde, client: Client) -> None:
    reel = droit_de(monde)
    assert "Déclaré par" not in lire(client, monde, 2025)
    Equipement.objects.filter(pk=reel.equipement_id).update(gestionnaire=monde.voisins.gestionnaire)
    client.force_login(monde.conseiller)
    adresse = reverse("droits:partenaire", args=[monde.voisins.gestionnaire.pk, 2025])
    page = " ".join(client.get(adresse).content.decode().split())
    assert "Déclaré par Association Les Passerelles, à qui cet exercice est versé" in page
    assert "Total, exercices déclarés par un autre gestionnaire compris" in page


def test_les_barres_tiennent_dans_le_dessin() -> None:
    dessin = dessiner([("Un nom " * 12, Decimal("900"), "calcule"), ("B", Decimal("0"), "retenu")])
    assert [len(b.libelle) <= LIBELLE_MAX for b in dessin.barres] == [True, True]
    assert float(dessin.barres[0].largeur) <= LARGEUR
    assert float(dessin.barres[-1].y) + dessin.epaisseur <= dessin.hauteur
    assert dessiner([("A", Decimal("0"), "calcule")]) is None
