"""Rows added several at once on the page of a volet: by their names, or by their number."""

import re

import pytest
from django.test import Client

from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.views.lignes import adresse, cles
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige", "reperes")


@pytest.mark.parametrize(("collectifs", "deplie"), [(0, True), (1, False)])
def test_sans_aucun_collectif_en_ajouter_plusieurs_est_sous_les_yeux(
    alice: Client, monde: Monde, collectifs: int, deplie: bool
) -> None:
    page = alice.get(adresse(declaration_clas(monde, collectifs=collectifs))).content.decode()

    balise = re.search(r"<details[^>]*>\s*<summary>Ajouter plusieurs collectifs", page)[0]
    assert ("open" in balise) is deplie


def test_plusieurs_collectifs_refuses_restent_dans_la_page(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    reponse = alice.post(
        adresse(declaration),
        {
            "revision": "0",
            "collectifs.c1.enfants": "11",
            "cle_ligne": "cabc",
            "libelles_lignes": "École du Lac\nCollectif 1",
            "suite": "plusieurs",
        },
    )

    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "Ligne 2 : Un collectif porte déjà ce nom" in page
    assert "École du Lac\nCollectif 1</textarea>" in page
    assert cles(declaration) == ["c1"]
    assert declaration.version_courante.donnees["collectifs.c1.enfants"] == "11"


def test_plusieurs_postes_s_ajoutent_par_leur_nombre(alice: Client, monde: Monde) -> None:
    declaration, _ = declaration_cct(monde)
    avant = len(cles(declaration))

    for combien in ("", "douze", "3"):
        alice.post(
            adresse(declaration),
            {"revision": "0", "cle_ligne": "pabc", "combien_lignes": combien, "suite": "plusieurs"},
        )

    assert len(cles(declaration)) == avant + 3


def test_un_refus_nomme_toutes_les_lignes_et_ne_se_dit_pas_enregistre(
    alice: Client, monde: Monde
) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    reponse = alice.post(
        adresse(declaration),
        {
            "revision": "0",
            "collectifs.c1.enfants": "11",
            "cle_ligne": "cabc",
            "libelles_lignes": f"École du Lac\n\nCollectif 1\n{'x' * 81}\nécole du lac",
            "suite": "plusieurs",
        },
        follow=True,
    )

    page = reponse.content.decode()
    dit = (
        "Lignes 2 et 4 : Un collectif porte déjà ce nom. Ligne 3 : 80 caractères au plus. "
        "Rien n’est ajouté. Le reste de la page est enregistré."
    )
    assert dit in page
    assert "Enregistré le" not in page
    # The ranks are those of the names shown again.
    assert f"École du Lac\nCollectif 1\n{'x' * 81}\nécole du lac</textarea>" in page
    assert cles(declaration) == ["c1"]


def test_un_seul_collectif_refuse_dit_ce_qui_est_garde(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)
    envoi = {"revision": "0", "cle_ligne": "cabc", "libelle_ligne": "collectif 1"}

    reponse = alice.post(adresse(declaration), envoi | {"suite": "ajouter"}, follow=True)

    page = reponse.content.decode()
    assert "Un collectif porte déjà ce nom. Le reste de la page est enregistré." in page
    assert "Enregistré le" not in page


def test_un_nombre_de_postes_refuse_reste_affiche(alice: Client, monde: Monde) -> None:
    declaration, _ = declaration_cct(monde)
    envoi = {"revision": "0", "cle_ligne": "pabc", "combien_lignes": "deux"}

    page = alice.post(adresse(declaration), envoi | {"suite": "plusieurs"}).content.decode()

    assert 'value="deux"' in page


def test_un_chiffre_refuse_ne_perd_pas_les_noms_tapes(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)
    envoi = {
        "revision": "0",
        "collectifs.c1.enfants": "onze",
        "cle_ligne": "cabc",
        "libelle_ligne": "École du Pré",
        "libelles_lignes": "École du Lac\nÉcole du Bourg",
        "suite": "plusieurs",
    }

    reponse = alice.post(adresse(declaration), envoi)

    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert cles(declaration) == ["c1"]
    assert "École du Lac\nÉcole du Bourg</textarea>" in page
    assert 'value="École du Pré"' in page
