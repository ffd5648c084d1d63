"""The public pages where whoever holds an act has it verified: by its address, or by its file."""

from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from habilitations.exports.acte import adresse
from habilitations.forms.actes import TAILLE_MAX, TROP_LOURD
from habilitations.models import ActeHabilitation, Habilitation
from habilitations.views.verification import PAR_MINUTE, TROP_SOUVENT
from portal.lecteur.cachets import PAS_UN_PDF
from portal.socle.cachets import verification
from portal.socle.cachets.autorite import Motif
from portal.socle.lecture_a_part import lire_a_part
from tests.cachets import Autorite, pdf_nu
from tests.habilitations.actes import TARD, octets
from tests.monde import MAINTENANT, Monde, changer


@pytest.fixture(autouse=True)
def _sans_cadence() -> None:
    cache.delete_many(["cadence:actes:127.0.0.1"])


def demander(client: Client, **mots: str) -> str:
    with time_machine.travel(TARD, tick=False):
        reponse = client.get(reverse("verification_acte"), mots)
    assert reponse["Referrer-Policy"] == "no-referrer"
    return reponse.content.decode()


def envoyer(client: Client, contenu: bytes, statut: int = 200) -> str:
    fichier = SimpleUploadedFile("acte.pdf", contenu, content_type="application/pdf")
    with time_machine.travel(TARD, tick=False):
        reponse = client.post(reverse("verification_acte_fichier"), {"fichier": fichier})
    assert reponse.status_code == statut
    return reponse.content.decode()


def test_l_adresse_imprimee_ouvre_la_page_qui_dit_ce_que_dit_l_acte(
    acte: ActeHabilitation, client: Client
) -> None:
    lien = adresse(acte).removeprefix("http://localhost:8000")
    with time_machine.travel(TARD, tick=False):
        page = client.get(lien).content.decode()
    assert "Cet acte est authentique, et ses droits sont en vigueur" in page
    for dit in ("Alice Activité", "Association Les Passerelles", "Fournisseur de données"):
        assert dit in page
    # Nothing beyond what the paper says.
    assert str(acte.utilisateur.telephone) not in page
    assert acte.demande_par.nom_complet == "Alice Activité"


def test_sans_l_empreinte_la_page_ne_dit_rien(acte: ActeHabilitation, client: Client) -> None:
    for empreinte in ("0" * 64, acte.document.sha256):
        page = demander(client, reference=acte.reference, empreinte=empreinte)
        assert "Aucun acte ne correspond" in page
        assert "Alice" not in page
    assert "Recopiez l’empreinte" in demander(client, reference=acte.reference)


def test_la_page_dit_quand_les_droits_ne_sont_plus_en_vigueur(
    acte: ActeHabilitation, monde: Monde, client: Client
) -> None:
    droits = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    changer(droits, suspendue_le=MAINTENANT, suspendue_motif="Soupçon de partage du compte")
    page = demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert "mais ses droits ne sont plus en vigueur" in page
    assert "suspen" not in page.lower().replace("suspendre ou les retirer", "")
    assert "Soupçon" not in page


def test_le_fichier_est_lu_par_un_processus_a_part(
    acte: ActeHabilitation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "lire_a_part", lire_a_part)
    assert "Cet acte est authentique" in envoyer(client, octets(acte))
    assert "ajouté à ce fichier après son cachet" in envoyer(client, octets(acte) + b"\n")


def test_chaque_verdict_a_sa_phrase(
    acte: ActeHabilitation, autorite: Autorite, client: Client
) -> None:
    assert "ne porte pas de cachet" in envoyer(client, pdf_nu())
    sans = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(octets(acte)))).write(sans)
    assert (
        "authentique"
        not in envoyer(client, sans.getvalue()).split("<form")[0].split("<h1")[1][300:]
    )
    octet = octets(acte)
    place = octet.index(b"/Reason") + 12
    change = octet[:place] + b"x" + octet[place + 1 :]
    assert "modifié après son cachet" in envoyer(client, change)
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, TARD)
    assert "Le certificat de ce cachet est révoqué" in envoyer(client, octets(acte))


def test_un_fichier_qui_n_en_est_pas_un(acte: ActeHabilitation, client: Client) -> None:
    assert PAS_UN_PDF in envoyer(client, b"<html>bonjour</html>", statut=422)
    assert PAS_UN_PDF in envoyer(client, b"", statut=422)
    assert TROP_LOURD in envoyer(client, b"%PDF-1.7" + bytes(TAILLE_MAX), statut=422)
    page = client.post(reverse("verification_acte_fichier")).content.decode()
    assert "Choisissez le fichier." in page


def test_pas_plus_de_dix_verifications_par_minute(acte: ActeHabilitation, client: Client) -> None:
    for _ in range(PAR_MINUTE):
        demander(client, reference="AH-73-00000000", empreinte="0")
    assert TROP_SOUVENT in demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert TROP_SOUVENT in envoyer(client, octets(acte), statut=429)
    # Looking at the empty form asks for nothing.
    assert TROP_SOUVENT not in demander(client)


def test_sans_redis_la_page_repond_quand_meme(
    acte: ActeHabilitation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis.exceptions import ConnectionError as Coupure

    def tomber(*args: object) -> None:
        raise Coupure

    monkeypatch.setattr("portal.socle.cadence.cache.add", tomber, raising=False)
    page = demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert "Cet acte est authentique" in page


def test_la_racine_et_les_revocations_sont_publiques_jamais_les_cles(
    autorite: Autorite, client: Client, settings, tmp_path: Path
) -> None:
    for nom, fichier in (
        ("autorite_des_cachets", "racine.pem"),
        ("revocations_des_cachets", "revocations.pem"),
    ):
        contenu = client.get(reverse(nom)).content
        assert contenu == (autorite.dossier / fichier).read_bytes()
        assert b"PRIVATE" not in contenu
    settings.DOSSIER_CACHETS = tmp_path
    assert client.get(reverse("autorite_des_cachets")).status_code == 404
