"""Pages of the figures of ELAN: the list, the reading, the file of the réelle that leads there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, RepriseElan
from declarations.services.campagnes import appeler
from habilitations.models import Equipement, Notification
from subventions.models import Droit
from tests.declarations.clas import ANNEE, projet_clas
from tests.declarations.elan.views.pages import LISTE, lecture, notifier, saisie
from tests.declarations.listes import page, requetes
from tests.monde import JOUR, MAINTENANT, Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_la_liste_dit_ce_qui_reste_puis_ce_qui_est_fait(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    contenu = page(client, monde.conseiller, LISTE)
    assert "À reprendre (1)" in contenu
    assert saisie(projet) in contenu
    assert "2024-2025" in contenu

    reprendre()

    contenu = page(client, monde.conseiller, LISTE)
    assert "À reprendre (0)" in contenu
    assert "Repris (1)" in contenu
    assert lecture(projet) in contenu


def test_un_collegue_voit_la_caf_sans_pouvoir_saisir(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    assert projet.nom not in page(client, monde.hors_portefeuille, LISTE)

    for qui, parametres in ((monde.hors_portefeuille, {"perimetre": "caf"}), (monde.ccd, {})):
        contenu = page(client, qui, LISTE, **parametres)
        assert projet.nom in contenu
        assert "suivi par un collègue" in contenu
        assert saisie(projet) not in contenu
    assert projet.nom not in page(client, monde.conseiller_nord, LISTE, perimetre="caf")


def test_une_convention_terminee_n_attend_plus_rien(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    projet.conventions.update(au="2025-06-30")

    assert "À reprendre (0)" in page(client, monde.conseiller, LISTE)


@pytest.mark.parametrize("role", ["activite", "finances", "approbateur"])
def test_le_partenaire_lit_et_ne_modifie_pas(
    monde: Monde,
    client: Client,
    projet: Equipement,
    reprendre: Callable[..., RepriseElan],
    role: str,
) -> None:
    reprendre()

    contenu = page(client, getattr(monde.passerelles, role), lecture(projet))

    assert "Repris d’ELAN le 3 février 2026" in contenu
    assert "Modifier les chiffres" not in contenu
    assert "Points à regarder" not in contenu
    assert "Points à regarder" in page(client, monde.ccd, lecture(projet))
    assert "Reprises d’ELAN" not in contenu


def test_le_dossier_de_la_reelle_y_mene(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    reprendre()
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="clas",
        nature="reelle",
        annee=ANNEE,
        ouvre_le=JOUR,
        echeance_le=JOUR,
        ferme_le=JOUR,
    )
    dossier = reverse("declarations:dossier", args=[appeler(campagne, projet, MAINTENANT).pk])

    assert lecture(projet) in page(client, monde.passerelles.activite, dossier)
    er = reverse("declarations:dossier", args=[monde.declaration().pk])
    assert "ELAN" not in page(client, monde.passerelles.activite, er)


def test_le_nombre_de_requetes_ne_depend_pas_des_projets(
    monde: Monde, client: Client, projet: Equipement
) -> None:
    peu = requetes(client, monde.conseiller, LISTE)
    for rang in range(30):
        projet_clas(monde, f"Clas {rang}", monde.voisins.gestionnaire)

    assert requetes(client, monde.conseiller, LISTE) == peu


@pytest.mark.parametrize("annee", [0, 9999, 10**20])
def test_une_annee_qui_n_est_pas_d_un_exercice_est_introuvable(
    monde: Monde, client: Client, projet: Equipement, annee: int
) -> None:
    client.force_login(monde.conseiller)
    for nom in ("elan_lecture", "elan_saisie"):
        adresse = reverse(f"declarations:{nom}", args=[projet.pk, annee])
        assert client.get(adresse).status_code == 404


def test_notifie_depuis_le_montant_n_est_pas_annonce_avant_d_etre_enregistre(
    monde: Monde, client: Client, projet: Equipement, reprendre: Callable[..., RepriseElan]
) -> None:
    """What is read is what acomptes rest on: the amount of the last save, or none."""
    reprendre()
    assert "À enregistrer de nouveau" not in page(client, monde.conseiller, LISTE)
    notifier(monde, projet)
    assert "À enregistrer de nouveau" in page(client, monde.conseiller, LISTE)
    for qui in (monde.conseiller, monde.passerelles.approbateur):
        contenu = page(client, qui, lecture(projet))
        assert "5 455,00 €" not in contenu
        assert "Collectifs notifiés depuis cette reprise" in contenu
    assert not Droit.objects.exists()

    reprendre(revision=1)

    assert "À enregistrer de nouveau" not in page(client, monde.conseiller, LISTE)
    contenu = page(client, monde.passerelles.approbateur, lecture(projet))
    assert "5 455,00 €" in contenu
    assert "Collectifs notifiés depuis cette reprise" not in contenu
    assert str(Droit.objects.get().calcul.montant) == "5455.00"

    Notification.objects.update(collectifs=1)
    assert "Collectifs notifiés depuis" in page(client, monde.conseiller, lecture(projet))
