"""The adviser's queue: who sees what of it, its queries, and the way back."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.services.campagnes import appeler
from habilitations.models import AffectationAgent, Fonction, Portefeuille
from tests.declarations.listes import declarer, page, requetes, texte
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.file import FILE, file, tableau
from tests.monde import DEBUT, MAINTENANT, SIRETS, Monde, espace_rencontre, partenaire

__all__ = ["file"]
pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize("qui", ["conseiller", "remplacant", "ccd"])
def test_le_portefeuille_ou_toute_la_caf(
    monde: Monde, file: SimpleNamespace, client: Client, qui: str
) -> None:
    contenu = page(client, getattr(monde, qui), FILE)
    assert tableau(contenu).count("<tr") == 3
    assert ("perimetre" in contenu) == (qui != "ccd")


def test_hors_portefeuille_on_voit_toute_sa_caf(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    assert tableau(page(client, monde.hors_portefeuille, FILE)).count("<tr") == 3
    Portefeuille.objects.create(caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille)
    assert "Votre portefeuille est vide" in page(client, monde.hors_portefeuille, FILE)
    toute = tableau(page(client, monde.hors_portefeuille, FILE, perimetre="caf"))
    assert toute.count("<tr") == 3
    assert "Colette Conseil" in toute
    assert "Vous" not in toute


def test_une_autre_caf_ne_voit_rien(monde: Monde, file: SimpleNamespace, client: Client) -> None:
    contenu = page(client, monde.conseiller_nord, FILE)
    assert "Les Passerelles" not in contenu
    assert "Aucune déclaration pour le moment" in contenu


def test_un_agent_de_deux_caf_voit_les_deux(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    nord = partenaire(monde.autre_caf, "Association du Nord", SIRETS[2], "n")
    portefeuille = Portefeuille.objects.create(
        caf=monde.autre_caf, nom="Lille", titulaire=monde.conseiller_nord
    )
    equipement = espace_rencontre(monde.autre_caf, nord.gestionnaire, portefeuille, "ER de Lille")
    declaration = Declaration.objects.get(pk=file.en_retard.pk)
    c = declaration.campagne
    c.pk, c.caf = None, monde.autre_caf
    c.save()
    appeler(c, equipement, MAINTENANT)
    AffectationAgent.objects.create(
        utilisateur=monde.ccd, caf=monde.autre_caf, fonction=Fonction.CHARGE_CONSEIL, du=DEBUT
    )
    lignes = tableau(page(client, monde.ccd, FILE))
    assert "ER de Lille" in lignes
    assert "Les Passerelles" in lignes
    assert "ER de Lille" not in page(client, monde.conseiller, FILE, perimetre="caf")


@pytest.mark.parametrize("qui", ["responsable", "national"])
def test_les_autres_fonctions_n_ont_pas_acces(monde: Monde, client: Client, qui: str) -> None:
    client.force_login(getattr(monde, qui))
    reponse = client.get(FILE)
    assert reponse.status_code == 403
    contenu = texte(reponse.content.decode())
    assert "Votre fonction ne donne pas accès aux déclarations." in contenu


def test_un_partenaire_n_a_pas_acces(monde: Monde, client: Client) -> None:
    client.force_login(monde.passerelles.approbateur)
    assert client.get(FILE).status_code == 403


def test_les_filtres_se_retrouvent_au_retour_d_un_dossier(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    client.force_login(monde.conseiller)
    client.get(FILE, {"etat": "transmise", "sort": "-date"})
    dossier = client.get(reverse("declarations:dossier", args=[file.transmise.pk]))
    assert f"{FILE}?etat=transmise&amp;sort=-date" in dossier.content.decode()


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(monde: Monde, client: Client) -> None:
    c = jusqu_a(monde.declaration(), monde, "transmise").campagne
    premieres = declarer(c, monde, ["Une", "Deux", "Trois"])
    jusqu_a(premieres[0], monde, "a_corriger")
    jusqu_a(premieres[1], monde, "en_instruction")
    demande = {"sort": "equipement", "q": "passerelles", "perimetre": "caf"}
    peu = requetes(client, monde.conseiller, FILE, **demande)
    nouvelles = declarer(c, monde, [f"Antenne {i}" for i in range(28)])
    jusqu_a(nouvelles[0], monde, "a_corriger")
    jusqu_a(nouvelles[1], monde, "en_instruction")
    assert requetes(client, monde.conseiller, FILE, **demande) == peu
    assert peu <= 30  # one of them names who is to approve
