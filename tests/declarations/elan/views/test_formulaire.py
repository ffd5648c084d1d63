"""The form of the figures of ELAN, without JavaScript: kept, refused at its place, estimated."""

from collections.abc import Callable

import pytest
from django.test import Client

from declarations.models import RepriseElan
from habilitations.models import Equipement
from tests.declarations.elan.views.pages import formulaire, lecture, notifier, saisie
from tests.declarations.listes import page, texte
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_la_saisie_s_enregistre_et_se_lit(monde: Monde, client: Client, projet: Equipement) -> None:
    notifier(monde, projet)
    client.force_login(monde.conseiller)
    assert 'name="libelle.c1"' in client.get(saisie(projet)).content.decode()

    reponse = client.post(saisie(projet), formulaire(), follow=True)

    contenu = texte(reponse.content.decode())
    assert reponse.redirect_chain == [(lecture(projet), 302)]
    assert "Les chiffres repris d’ELAN sont enregistrés." in contenu
    assert "Repris d’ELAN le 3 février 2026 par Colette Conseil" in contenu
    assert "Les Embruns" in contenu
    assert "15 000,50 €" in contenu
    assert "5 455,00 €" in contenu  # 0.325 × 2 × 7 886.15 = 5 126.00, and one bonus of 329


def test_le_nombre_de_collectifs_change_sans_rien_perdre(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    plus = client.post(saisie(projet), formulaire(etape="nombre", nombre="3")).content.decode()
    assert plus.count('name="libelle.') == 3
    assert 'value="Les Embruns"' in plus
    assert 'value="15 000,50"' in plus

    moins = client.post(saisie(projet), formulaire(etape="nombre", nombre="1")).content.decode()
    assert 'name="libelle.c2"' not in moins
    retire = client.post(saisie(projet), formulaire(retirer="c1")).content.decode()
    assert 'name="libelle.c1"' not in retire
    assert 'value="Les Embruns"' in retire
    for farfelu in ("", "abc", "-1", "10000000"):
        envoi = formulaire(etape="nombre", nombre=farfelu)
        assert client.post(saisie(projet), envoi).status_code == 200
    assert not RepriseElan.objects.exists()


def test_ce_qui_est_refuse_reste_affiche_avec_son_message(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    envoi = formulaire(**{"collectifs.c2.enfants": "douze", "libelle.c1": ""})

    reponse = client.post(saisie(projet), envoi)

    contenu = texte(reponse.content.decode())
    assert reponse.status_code == 422
    assert "2 erreurs sont à corriger" in contenu
    assert "Collectif 1 – Nom du collectif : Nommez ce collectif." in contenu
    assert 'value="douze"' in contenu
    assert not RepriseElan.objects.exists()


def test_l_estimation_suit_la_saisie_sans_l_enregistrer(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    envoi = formulaire(etape="estimer")
    assert (
        "attend le nombre de collectifs notifiés"
        in client.post(saisie(projet), envoi).content.decode()
    )

    notifier(monde, projet)

    fragment = texte(client.post(saisie(projet), envoi).content.decode())
    entiere = texte(client.post(saisie(projet), formulaire(etape="verifier")).content.decode())
    assert "5 455,00 €" in fragment
    assert "<html" not in fragment
    assert "5 455,00 €" in entiere
    assert not RepriseElan.objects.exists()


def test_un_budget_desequilibre_se_signale_sans_empecher(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)

    contenu = client.post(
        saisie(projet), formulaire(etape="estimer", **{"comptes.60": "1"})
    ).content.decode()

    assert "Points à regarder" in contenu
    assert "charges" in contenu


def test_un_champ_force_est_refuse(monde: Monde, client: Client, projet: Equipement) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(saisie(projet), formulaire(**{"comptes.999": "1"}))

    assert reponse.status_code == 403


def test_le_numero_du_projet_dans_elan_se_saisit_se_lit_et_se_garde(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    client.force_login(monde.conseiller)
    trop_long = client.post(saisie(projet), formulaire(numero_elan="7" * 31))
    assert trop_long.status_code == 422
    assert "Projet – N° du projet dans ELAN : Ce texte compte 31 caractères : 30 au plus." in texte(
        trop_long.content.decode()
    )
    assert not RepriseElan.objects.exists()

    client.post(saisie(projet), formulaire(numero_elan=" CLAS-7 "))
    assert "Projet n° CLAS-7 dans ELAN." in page(client, monde.conseiller, lecture(projet))
    assert 'value="CLAS-7"' in client.get(saisie(projet)).content.decode()

    # A page opened before this field existed changes a figure, and not the number.
    client.post(saisie(projet), formulaire(1, **{"collectifs.c1.enfants": "9"}))
    reprise = RepriseElan.objects.get()
    assert (reprise.revision, reprise.numero_elan) == (2, "CLAS-7")

    client.post(saisie(projet), formulaire(2, numero_elan=""))
    reprise.refresh_from_db()
    assert (reprise.revision, reprise.numero_elan) == (3, "")


def test_un_formulaire_vide_ne_change_rien_a_ce_qui_est_garde(
    monde: Monde, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    """A program that sends nothing: nobody asked to take anything away."""
    avant = reprendre()
    conseiller = Client()
    conseiller.force_login(monde.conseiller)

    reponse = conseiller.post(saisie(projet))

    apres = RepriseElan.objects.get()
    assert reponse.status_code == 302
    assert (apres.lignes, apres.donnees) == (avant.lignes, avant.donnees)
    assert apres.revision == avant.revision


def test_un_formulaire_vide_ne_cree_pas_de_reprise(monde: Monde, projet: Equipement) -> None:
    conseiller = Client()
    conseiller.force_login(monde.conseiller)
    assert conseiller.post(saisie(projet)).status_code == 422
    assert not RepriseElan.objects.exists()
