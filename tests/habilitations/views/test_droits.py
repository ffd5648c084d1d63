"""« Mes droits », the people one looks after, and the acts that are taken away."""

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from habilitations.models import ActeHabilitation, Habilitation, Role, Utilisateur
from portal.socle.cachets.autorite import Motif
from portal.socle.documents import stockage
from tests.cachets import Autorite
from tests.habilitations.actes import acte_de, demande, octets
from tests.monde import MAINTENANT, Monde, changer, habiliter, personne


@pytest.fixture
def gerante(monde: Monde) -> Utilisateur:
    """The partner's own gestionnaire des habilitations."""
    elle = personne("gerante", "Gaëlle", "Gérante")
    habiliter(*(elle, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS))
    return elle


def visite(qui: Utilisateur) -> Client:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(qui: Utilisateur, nom: str, *args: int, statut: int = 200, **mots: str) -> str:
    with time_machine.travel(MAINTENANT, tick=False):
        reponse = visite(qui).get(reverse(f"habilitations:{nom}", args=args), mots)
    assert reponse.status_code == statut
    return reponse.content.decode().replace("\u00a0", " ")


def suivre(qui: Utilisateur, nom: str, *args: int) -> HttpResponse:
    """Where an address leads."""
    with time_machine.travel(MAINTENANT, tick=False):
        return visite(qui).get(reverse(f"habilitations:{nom}", args=args), follow=True)


def poster(qui: Utilisateur, nom: str, *args: int) -> HttpResponse:
    with time_machine.travel(MAINTENANT, tick=False):
        return visite(qui).post(reverse(f"habilitations:{nom}", args=args), follow=True)


def test_mes_droits_avec_ce_sur_quoi_ils_reposent(monde: Monde) -> None:
    lue = page(monde.passerelles.activite, "mes_droits")
    for dit in (
        "Association Les Passerelles",
        "Fournisseur de données d’activité",
        "Tous les équipements du partenaire",
        "À compter du 1er janvier 2020, sans date de fin",
        "En vigueur",
        "Signé pour la Caf par Rose Responsable, le 3 février 2026",
        "Adhésion complète depuis le 1er janvier 2020",
        "Demander l’acte",
    ):
        assert dit in lue, dit
    assert "Fabien" not in lue
    assert "Aucun droit" in page(monde.conseiller, "mes_droits")


@pytest.mark.usefixtures("derriere_le_mur")
@pytest.mark.parametrize(
    ("champs", "etat", "raison"),
    [
        ({"du": MAINTENANT.date().replace(year=2027)}, "À venir", ""),
        ({"au": MAINTENANT.date().replace(year=2025)}, "Terminé", "Ce droit a pris fin."),
        (
            {"suspendue_le": MAINTENANT, "suspendue_motif": "Soupçon de partage"},
            "Suspendu",
            "Ce droit est suspendu.",
        ),
    ],
)
def test_l_etat_de_chaque_droit_est_dit(monde: Monde, champs: dict, etat: str, raison: str) -> None:
    changer(Habilitation.objects.filter(utilisateur=monde.passerelles.activite), **champs)
    lue = page(monde.passerelles.activite, "mes_droits")
    assert etat in lue
    assert raison in lue
    assert ("Demander l’acte" in lue) == (etat == "À venir")
    assert "Soupçon" not in lue


def test_un_droit_altere_est_dit_sans_effet(monde: Monde) -> None:
    droits = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    droits.update(role=Role.APPROBATEUR)
    lue = page(monde.passerelles.activite, "mes_droits")
    assert "Sans effet" in lue
    assert "Demander l’acte" not in lue


def test_du_bouton_au_fichier(monde: Monde, autorite: Autorite) -> None:
    alice = monde.passerelles.activite
    droit = Habilitation.objects.get(utilisateur=alice)
    reponse = poster(alice, "demander_acte", droit.pk)
    assert "L’acte est en préparation" in reponse.content.decode()
    assert "En préparation" in page(alice, "mes_droits")
    acte = ActeHabilitation.objects.get()
    assert "L’acte est en préparation" in suivre(alice, "acte", acte.pk).content.decode()
    acte = acte_de(alice)
    lue = page(alice, "mes_droits")
    assert f"{acte.reference}" in lue
    assert "Demander l’acte" not in lue
    assert "L’acte est prêt." in poster(alice, "demander_acte", droit.pk).content.decode()
    fichiers = [
        b"".join(suivre(qui, "acte", acte.pk).streaming_content)
        for qui in (alice, alice, monde.responsable)
    ]
    assert fichiers == [octets(acte)] * 3


def test_un_fichier_altere_n_est_pas_delivre(monde: Monde, autorite: Autorite) -> None:
    acte = acte_de(monde.passerelles.activite)
    stockage().delete(acte.document.chemin)
    stockage().save(acte.document.chemin, ContentFile(b"%PDF autre"))
    reponse = suivre(monde.passerelles.activite, "acte", acte.pk)
    assert "n’est plus celui qui a été scellé" in reponse.content.decode()


def test_un_acte_dont_le_cachet_ne_vaut_plus_est_a_refaire(
    monde: Monde, autorite: Autorite
) -> None:
    acte = acte_de(monde.passerelles.activite)
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, MAINTENANT)
    lue = page(monde.passerelles.activite, "mes_droits")
    assert "À refaire" in lue
    assert "Demander l’acte" in lue
    assert acte.reference in lue


def test_chacun_ne_voit_que_les_personnes_dont_il_suit_les_droits(
    monde: Monde, gerante: Utilisateur
) -> None:
    acte = demande(monde.voisins.activite)
    voisine, alice = monde.voisins.activite, monde.passerelles.activite
    droit_voisin = Habilitation.objects.get(utilisateur=voisine)
    assert "Alice" in page(gerante, "droits_personne", alice.pk)
    assert "Association Les Voisins" not in page(gerante, "personnes")
    for qui in (gerante, alice):
        page(qui, "droits_personne", voisine.pk, statut=404)
        page(qui, "acte", acte.pk, statut=404)
        assert poster(qui, "demander_acte", droit_voisin.pk).status_code == 404
    page(monde.responsable, "droits_personne", voisine.pk)
    page(monde.conseiller, "personnes", statut=403)
    page(alice, "personnes", statut=403)
    page(monde.responsable, "droits_personne", 10**9, statut=404)


def test_une_personne_a_plusieurs_partenaires_ne_montre_que_le_mien(
    monde: Monde, gerante: Utilisateur, autorite: Autorite
) -> None:
    alice = monde.passerelles.activite
    habiliter(alice, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR)
    assert "Les Voisins" in page(alice, "mes_droits")
    assert "Les Voisins" not in page(gerante, "droits_personne", alice.pk)
    ailleurs = Habilitation.objects.get(utilisateur=alice, role=Role.APPROBATEUR)
    assert poster(gerante, "demander_acte", ailleurs.pk).status_code == 404


def test_la_liste_se_cherche(monde: Monde) -> None:
    tout = page(monde.responsable, "personnes")
    assert "6 personnes" in tout
    assert "Alice Activité" in tout
    for q, combien in (("agathe", 2), ("passerelles", 3), ("FABIEN voisins", 1), ("rien", 0)):
        trouve = page(monde.responsable, "personnes", q=q)
        assert f"{combien} personne" in trouve, q
    renverse = page(monde.responsable, "personnes", sort="-nom")
    assert renverse.index("Fabien Finances") < renverse.index("Alice Activité")


def test_la_liste_et_la_page_coutent_toujours_autant(monde: Monde, autorite: Autorite) -> None:
    def requetes(nom: str, *args: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = visite(monde.responsable)
        with (
            time_machine.travel(MAINTENANT, tick=False),
            CaptureQueriesContext(connection) as vues,
        ):
            assert client.get(reverse(f"habilitations:{nom}", args=args)).status_code == 200
        return len(vues)

    alice = monde.passerelles.activite
    acte_de(alice)
    avant = requetes("personnes"), requetes("droits_personne", alice.pk)
    for rang in range(4):
        habiliter(*(personne(f"n{rang}"), monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR))
        habiliter(
            *(alice, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR),
            du=MAINTENANT.date().replace(day=rang + 1),
        )
    demande(alice)
    assert (requetes("personnes"), requetes("droits_personne", alice.pk)) == avant
