"""A disk without room: nothing partial remains, the rest of the form is kept, the page says so."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction

from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.depots import sans_place, trop_lourds
from portal.socle.models import Document
from portal.socle.stockage import SANS_PLACE
from tests.monde import MAINTENANT, personne
from tests.socle import fichiers
from tests.socle.test_depots import MO, requete

PLEIN = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def plein(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk takes a few bytes of each file that is written, then no more."""
    ouvrir = os.fdopen

    class Plein:
        def __init__(self, *arguments: object) -> None:
            self._fichier = ouvrir(*arguments)

        def write(self, contenu: bytes) -> int:
            self._fichier.write(contenu[:5])
            raise PLEIN

        def close(self) -> None:
            self._fichier.close()

    monkeypatch.setattr(os, "fdopen", Plein)


def restes(dossier: Path) -> list[Path]:
    return [chemin for chemin in dossier.rglob("*") if chemin.is_file()]


def garder() -> Document:
    examen = documents.examiner(fichiers.televerse())
    return documents.garder(
        examen, auteur=personne("p"), gestionnaire_id=1, caf_id=2, le=MAINTENANT
    )


def test_un_fichier_partiel_est_retire_et_le_refus_le_dit(
    db: None, dossier: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    examen = documents.examiner(fichiers.televerse())
    qui = personne("p")
    request.getfixturevalue("plein")
    with pytest.raises(FichierRefuse) as refus:
        documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)
    assert str(refus.value) == SANS_PLACE
    assert restes(dossier) == []
    assert not Document.objects.exists()


def test_une_liste_preparee_ne_laisse_pas_de_morceau(dossier: Path, plein: None) -> None:
    with pytest.raises(OSError, match="No space"):
        storages["documents"].save("exports/liste.xlsx", ContentFile(b"x" * 1000))
    assert restes(dossier) == []


def test_un_fichier_deja_la_n_est_pas_retire(dossier: Path, request) -> None:
    storages["documents"].save("a/b", ContentFile(b"ancien"))
    request.getfixturevalue("plein")
    with pytest.raises(OSError, match="No space"):
        storages["documents"].save("a/b", ContentFile(b"nouveau"))
    assert (dossier / "a" / "b").read_bytes() == b"ancien"


@pytest.mark.django_db(transaction=True)
def test_un_acte_annule_ne_laisse_pas_d_orphelin(dossier: Path) -> None:
    def tomber() -> None:
        with documents.sans_orphelin(), transaction.atomic():
            garder()
            raise RuntimeError("la suite de l’acte échoue")

    with pytest.raises(RuntimeError):
        tomber()
    assert restes(dossier) == []
    with documents.sans_orphelin(), transaction.atomic():
        garde = garder()
    assert restes(dossier) == [dossier / garde.chemin]


@pytest.mark.django_db(transaction=True)
def test_un_fichier_dont_la_ligne_existe_reste(dossier: Path) -> None:
    """The transaction was committed, and the answer was lost."""

    def tomber() -> None:
        with documents.sans_orphelin():
            with transaction.atomic():
                garder()
            raise RuntimeError("la connexion est coupée après l’enregistrement")

    with pytest.raises(RuntimeError):
        tomber()
    assert restes(dossier) == [dossier / Document.objects.get().chemin]


@pytest.mark.parametrize("acte", ["new_file", "receive_data_chunk", "file_complete"])
def test_un_televersement_sans_place_garde_le_reste_du_formulaire(
    monkeypatch: pytest.MonkeyPatch, acte: str
) -> None:
    def tomber(self: object, *args: object, **kwargs: object) -> None:
        raise PLEIN

    monkeypatch.setattr(TemporaryFileUploadHandler, acte, tomber)
    demande = requete(4 * MO)
    assert demande.POST.dict() == {"avant": "oui", "apres": "non"}
    assert not demande.FILES
    assert sans_place(demande) == {"fichier"}
    assert trop_lourds(demande) == set()


def test_une_autre_erreur_n_est_pas_cachee(monkeypatch: pytest.MonkeyPatch) -> None:
    def tomber(self: object, *args: object) -> None:
        raise PermissionError(errno.EACCES, "interdit")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", tomber)
    demande = requete(4 * MO)
    with pytest.raises(PermissionError):
        _ = demande.POST
    demande.upload_handlers[-1].file.close()
