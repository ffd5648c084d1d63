"""The screens of the adhesions: list, opening, papers beside what was typed, conclusion."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import DossierAdhesion, PieceAdhesion
from tests.declarations.listes import page, requetes, texte
from tests.habilitations.adhesions.dossiers import (
    DEMANDE,
    MOTIF,
    acceptee,
    complet,
    ouvert,
    recue,
    refusee,
    rempli,
)
from tests.monde import SIRETS, Monde
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = "/adhesions/"


def adresse(nom: str, *args: object) -> str:
    return reverse(f"adhesions:{nom}", args=args)


def saisie(monde: Monde, **champs: str) -> dict[str, object]:
    """What the form of the opening sends."""
    donnees = {champ: valeur or "" for champ, valeur in vars(DEMANDE).items()}
    return {**donnees, "caf": monde.caf.pk, **champs}


class TestListe:
    def test_chacun_avec_son_avancement_et_qui_est_attendu(
        self, monde: Monde, client: Client
    ) -> None:
        dossier = ouvert(monde, "b")
        acceptee(monde, dossier, "pj1")
        recue(monde, dossier, "pj2")
        lue = texte(page(client, monde.responsable, LISTE))
        for dit in ("Association Les Alizés", "À vérifier", "1 sur 5", "La Caf", "1 dossier"):
            assert dit in lue

    def test_les_clos_se_demandent(self, monde: Monde, client: Client) -> None:
        complet(monde)
        assert "Aucun dossier" in page(client, monde.responsable, LISTE)
        for demande in ({"dossiers": "complets"}, {"tout": "1"}, {"dossiers": ""}):
            assert "Les Alizés" in page(client, monde.responsable, LISTE, **demande)
        assert "Les Alizés" not in page(client, monde.responsable, LISTE, dossiers="sans_suite")

    @pytest.mark.parametrize(
        ("cherche", "trouve"), [("alizes", True), ("981 236", True), ("voisins", False)]
    )
    def test_recherche(self, monde: Monde, client: Client, cherche: str, trouve: bool) -> None:
        ouvert(monde)
        assert ("Les Alizés" in page(client, monde.responsable, LISTE, q=cherche)) == trouve

    def test_autant_de_requetes_quel_que_soit_le_nombre(self, monde: Monde, client: Client) -> None:
        acceptee(monde, ouvert(monde))
        un = requetes(client, monde.responsable, LISTE)
        for siret in (SIRETS[0], SIRETS[3]):
            recue(monde, ouvert(monde, siret=siret))
        assert requetes(client, monde.responsable, LISTE) == un


class TestOuvrir:
    @pytest.mark.parametrize("siret", ["981 236 003 00019", "\u200e981.236.003-00019"])
    def test_le_cas_est_dit(self, monde: Monde, client: Client, siret: str) -> None:
        client.force_login(monde.responsable)
        reponse = client.post(adresse("ouvrir"), saisie(monde, siret=siret))
        dossier = DossierAdhesion.objects.get()
        assert reponse.url == adresse("dossier", dossier.pk)
        lue = page(client, monde.responsable, reponse.url)
        assert "Cas A : aucune convention Mon Compte Partenaire" in lue
        assert "Paule Présidente, présidente" in lue

    @pytest.mark.parametrize(
        ("champs", "dit"),
        [
            ({"siret": "98123600300018"}, "Le SIRET 98123600300018 n’est pas valide"),
            ({"siret": "9812360030001"}, "Ce SIRET compte 13 chiffres, au lieu de 14."),
            ({"nom": ""}, "ne connaît pas encore ce SIRET"),
            ({"afas_signe_le": "2020-01-01"}, "suppose une convention MCP"),
            ({"caf": "999"}, "Sélectionnez un choix valide"),
        ],
    )
    def test_ce_qui_est_refuse_est_dit_sur_la_page(
        self, monde: Monde, client: Client, champs: dict[str, str], dit: str
    ) -> None:
        client.force_login(monde.responsable)
        reponse = client.post(adresse("ouvrir"), saisie(monde, **champs))
        assert reponse.status_code == 422
        assert dit in reponse.content.decode()
        assert not DossierAdhesion.objects.exists()


class TestPieces:
    def test_de_la_piece_attendue_a_l_adhesion(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde)
        client.force_login(monde.responsable)
        depot = {"fichier": fichiers.televerse(fichiers.PDF, "pj3.pdf"), "jeton": str(uuid4())}
        client.post(adresse("deposer", dossier.pk, "pj3"), depot)
        piece = PieceAdhesion.objects.get()

        examen = adresse("examiner", dossier.pk, piece.pk)
        assert "981 236 003 00019" in texte(page(client, monde.responsable, examen))
        client.post(examen, {"decision": "accepter", "motif": ""})
        fiche = adresse("dossier", dossier.pk)
        assert "Conclure l’adhésion" in page(client, monde.responsable, fiche)

        client.post(reverse("bilans:conclure_adhesion", args=[dossier.pk]))
        assert "Complet depuis le 3 février 2026" in page(client, monde.responsable, fiche)

    def test_un_refus_dit_ce_qu_il_faut_reprendre(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde)
        piece = recue(monde, dossier)
        client.force_login(monde.responsable)
        examen = adresse("examiner", dossier.pk, piece.pk)
        sans_motif = client.post(examen, {"decision": "refuser", "motif": ""})
        assert sans_motif.status_code == 422
        assert "Indiquez ce que le partenaire doit reprendre." in sans_motif.content.decode()

        client.post(examen, {"decision": "refuser", "motif": MOTIF})
        lue = page(client, monde.responsable, adresse("dossier", dossier.pk))
        assert MOTIF in lue
        assert "Déposer" in lue

    def test_la_piece_se_telecharge(self, monde: Monde, client: Client) -> None:
        piece = refusee(monde, ouvert(monde))
        client.force_login(monde.responsable)
        reponse = client.get(adresse("fichier", piece.dossier_id, piece.pk))
        assert b"".join(reponse.streaming_content) == fichiers.PDF

    def test_pas_encore(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde)
        lue = page(
            client, monde.responsable, reverse("bilans:conclure_adhesion", args=[dossier.pk])
        )
        assert "doivent d’abord être reçues et acceptées" in lue


def test_classer_sans_suite(monde: Monde, client: Client) -> None:
    dossier = rempli(monde)
    client.force_login(monde.responsable)
    client.post(adresse("sans_suite", dossier.pk), {"motif": MOTIF})
    lue = page(client, monde.responsable, adresse("dossier", dossier.pk))
    assert "Dossier classé sans suite" in lue
    assert "Conclure l’adhésion" not in lue
