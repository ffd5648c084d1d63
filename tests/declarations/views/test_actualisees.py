"""Asking for actualisées, page by page: choose, confirm, read the report."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, Declaration
from tests.declarations.listes import page, requetes, texte
from tests.monde import Monde, espace_rencontre

pytestmark = pytest.mark.usefixtures("fige")
ACCUEIL = reverse("declarations:actualisees")
DATES = {"ouvre_le": "03/02/2026", "echeance_le": "2026-02-20", "ferme_le": "20/03/2026"}


def adresse(numero: int = 1, annee: int = 2026, caf: str = "73", dispositif: str = "er") -> str:
    return reverse("declarations:actualisees_selection", args=[caf, dispositif, annee, numero])


@pytest.fixture
def fenetre(monde: Monde) -> Campagne:
    return Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature="actualisee",
        numero=1,
        annee=2026,
        ouvre_le=date(2026, 2, 1),
        echeance_le=date(2026, 2, 20),
        ferme_le=date(2026, 3, 20),
    )


def test_on_voit_les_actualisees_du_calendrier_et_la_suivante(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature="actualisee",
        numero=2,
        annee=2026,
        ouvre_le=date(2026, 9, 17),
        echeance_le=date(2026, 10, 12),
        ferme_le=date(2026, 11, 11),
    )

    contenu = page(client, monde.conseiller, ACCUEIL)

    assert "vous suivez 2 équipements" in contenu
    assert adresse(1) in contenu
    assert adresse(2) not in contenu
    assert "La saisie ouvre le 17 septembre 2026" in contenu
    assert adresse(3) in contenu
    assert "Caf du Nord" not in contenu


def test_un_collegue_sans_portefeuille_n_a_rien_a_demander(monde: Monde, client: Client) -> None:
    assert "Votre portefeuille est vide" in page(client, monde.hors_portefeuille, ACCUEIL)


def test_l_appel_se_verifie_se_confirme_et_se_raconte(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    client.force_login(monde.conseiller)

    verifiee = client.post(adresse(), {"equipements": [monde.er.pk]})
    assert verifiee.status_code == 200
    assert "Confirmer la demande" in verifiee.content.decode()
    assert "échéance le 20 février 2026" in texte(verifiee.content.decode())
    assert monde.er_voisin.nom not in verifiee.content.decode()
    assert not Declaration.objects.exists()

    faite = client.post(
        adresse(), {"equipements": [monde.er.pk], "etape": "confirmer"}, follow=True
    )
    contenu = texte(faite.content.decode())
    assert "1 actualisée demandée" in contenu
    assert Declaration.objects.get().equipement == monde.er
    assert "déjà appelée" in contenu
    assert "actualisée demandée" not in page(client, monde.conseiller, adresse())

    rejouee = client.post(
        adresse(), {"equipements": [monde.er.pk], "etape": "confirmer"}, follow=True
    )
    assert "Aucune nouvelle actualisée" in texte(rejouee.content.decode())
    assert Declaration.objects.count() == 1


def test_toutes_choisit_ceux_qui_peuvent_l_etre(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    monde.er_voisin.conventions.all().delete()
    client.force_login(monde.conseiller)
    for rang in range(32):
        nom = f"Antenne {rang}"
        gestionnaire = monde.passerelles.gestionnaire
        espace_rencontre(monde.caf, gestionnaire, monde.portefeuille, nom, (f"Lieu {nom}",))

    contenu = client.post(adresse(), {"toutes": "on"}).content.decode()

    assert contenu.count('name="equipements"') == 33
    assert f'value="{monde.er_voisin.pk}"' not in contenu


def test_on_revient_modifier_sans_perdre_ses_cases(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    client.force_login(monde.conseiller)

    contenu = client.post(
        adresse(), {"equipements": [monde.er.pk], "etape": "modifier"}
    ).content.decode()

    case = contenu.split(f'id="equipement-{monde.er.pk}"')[1].split(">")[0]
    assert "checked" in case


def test_rien_de_choisi_se_dit_a_cote_de_la_liste(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(adresse(), {})

    assert reponse.status_code == 422
    assert "Choisissez au moins un équipement." in reponse.content.decode()


def test_ses_dates_ouvrent_le_numero_suivant_une_seule_fois(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    client.force_login(monde.conseiller)
    assert 'name="echeance_le"' in client.get(adresse(2)).content.decode()

    verifiee = client.post(adresse(2), {"equipements": [monde.er.pk], **DATES})
    assert 'value="2026-02-20"' in verifiee.content.decode()
    for _ in range(2):
        envoi = {"equipements": [monde.er.pk], "etape": "confirmer", **DATES}
        assert client.post(adresse(2), envoi).status_code == 302

    assert Declaration.objects.get().numero == 2
    assert Campagne.objects.get(numero=2).exceptionnelle
    assert 'name="echeance_le"' not in client.get(adresse(2)).content.decode()


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ({"echeance_le": "01/02/2026"}, "L’échéance ne peut pas être déjà passée."),
        ({"ferme_le": "19/02/2026"}, "La fin de saisie ne peut pas précéder l’échéance."),
        ({"ouvre_le": ""}, "Indiquez une date."),
        ({"ouvre_le": "demain"}, "Écrivez la date sous la forme JJ/MM/AAAA."),
    ],
)
def test_des_dates_refusees_se_disent_avant_la_confirmation(
    monde: Monde, client: Client, dates: dict, message: str
) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(adresse(), {"equipements": [monde.er.pk], **DATES, **dates})

    assert reponse.status_code == 422
    assert message in reponse.content.decode()
    assert not Campagne.objects.exists()


def test_un_equipement_d_ailleurs_est_refuse(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    client.force_login(monde.conseiller)

    reponse = client.post(adresse(), {"equipements": ["999999"], "etape": "confirmer"})

    assert reponse.status_code == 422
    assert "ne peut pas être appelé" in reponse.content.decode()


@pytest.mark.parametrize(
    "ailleurs",
    [{"caf": "59"}, {"caf": "99"}, {"dispositif": "creche"}, {"numero": 3}, {"annee": 1890}],
)
def test_ce_qui_n_existe_pas_ou_n_est_pas_a_soi_est_introuvable(
    monde: Monde, client: Client, fenetre: Campagne, ailleurs: dict
) -> None:
    client.force_login(monde.conseiller)

    assert client.get(adresse(**ailleurs)).status_code == 404


def test_un_exercice_fini_se_dit_sans_formulaire(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.conseiller, adresse(annee=2025))
    assert "c’est la réelle qui est attendue" in contenu
    assert 'name="equipements"' not in contenu

    envoi = {"equipements": [monde.er.pk], "etape": "confirmer", **DATES}
    assert client.post(adresse(annee=2025), envoi).status_code == 409
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("vue", ["declarations:file", "declarations:calendrier"])
def test_les_listes_y_menent_le_gestionnaire_conseil_seul(
    monde: Monde, client: Client, vue: str
) -> None:
    assert ACCUEIL in page(client, monde.conseiller, reverse(vue))
    assert ACCUEIL not in page(client, monde.ccd, reverse(vue))


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(
    monde: Monde, client: Client, fenetre: Campagne
) -> None:
    peu = [requetes(client, monde.conseiller, a) for a in (ACCUEIL, adresse())]
    for rang in range(30):
        nom = f"Antenne {rang}"
        gestionnaire = monde.passerelles.gestionnaire
        espace_rencontre(monde.caf, gestionnaire, monde.portefeuille, nom, (f"Lieu {nom}",))

    assert [requetes(client, monde.conseiller, a) for a in (ACCUEIL, adresse())] == peu
