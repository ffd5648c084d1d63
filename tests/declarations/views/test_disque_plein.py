"""No room left for a paper: it is said, and what was written comes back."""

import errno

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from portal.dossiers.models import MessageDossier, PieceJointe
from portal.socle.models import Document
from tests.declarations.listes import texte
from tests.declarations.views.echanges import envoyer
from tests.monde import Monde
from tests.socle import fichiers

pytestmark = pytest.mark.usefixtures("fige", "reperes")


def test_un_disque_plein_le_dit_et_rend_ce_qui_est_ecrit(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tomber(self: object, nom: str, contenu: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(InMemoryStorage, "_save", tomber)
    declaration, qui = monde.declaration(), monde.passerelles.activite
    for vue, champ in (("joindre_piece", "libelle"), ("messages", "texte")):
        ecrit = {champ: "Ce que j’ai écrit", "fichier": fichiers.televerse()}
        reponse = envoyer(client, qui, vue, declaration.pk, **ecrit)
        assert reponse.status_code == 422
        lu = texte(reponse.content.decode())
        assert "n’a plus de place pour garder des fichiers" in lu
        assert "Ce que j’ai écrit" in reponse.content.decode()
    assert not PieceJointe.objects.exists()
    assert not MessageDossier.objects.exists()
    assert not Document.objects.exists()


def test_un_televersement_sans_place_le_dit(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tomber(self: object, *arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", tomber)
    gros = fichiers.televerse(fichiers.PDF + bytes(3_000_000))
    qui, pk = monde.passerelles.activite, monde.declaration().pk
    reponse = envoyer(client, qui, "joindre_piece", pk, libelle="Bilan", fichier=gros)
    assert reponse.status_code == 422
    lu = reponse.content.decode()
    assert "n’a plus de place pour garder des fichiers" in texte(lu)
    assert 'value="Bilan"' in lu
    assert "Choisissez un fichier" not in lu
