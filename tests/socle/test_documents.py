"""Documents kept: hashed, out of the web root, never changed, served as files to save."""

import hashlib
import stat
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.models import Document
from tests.monde import MAINTENANT, personne
from tests.socle import fichiers

pytestmark = pytest.mark.usefixtures("dossier")


def garder(nom: str = "bilan.pdf", contenu: bytes = fichiers.PDF) -> Document:
    examen = documents.examiner(fichiers.televerse(contenu, nom))
    qui = personne(f"p{uuid4().hex}")
    return documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)


def test_le_fichier_garde_est_celui_recu(db: None, dossier: Path) -> None:
    document = garder()
    assert document.sha256 == hashlib.sha256(fichiers.PDF).hexdigest()
    assert (document.nom, document.taille, document.type) == ("bilan.pdf", len(fichiers.PDF), "pdf")
    sur_disque = dossier / document.chemin
    assert sur_disque.read_bytes() == fichiers.PDF
    assert "bilan" not in document.chemin
    assert stat.S_IMODE(sur_disque.stat().st_mode) == 0o600
    assert documents.est_intact(document)


def test_le_document_se_telecharge_sans_s_ouvrir(db: None) -> None:
    reponse = documents.servir(garder("compte de résultat.pdf"))
    assert reponse.getvalue() == fichiers.PDF
    reponse.close()
    assert reponse["Content-Disposition"].startswith("attachment;")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reponse["Content-Security-Policy"]
    assert "no-store" in reponse["Cache-Control"]


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [(b"", "vide"), (fichiers.SCRIPT, "n’est pas celui"), (bytes(10 * 2**20 + 1), "dépasse 10")],
)
def test_un_fichier_refuse_ne_laisse_rien(contenu: bytes, dit: str, dossier: Path) -> None:
    with pytest.raises(FichierRefuse, match=dit):
        documents.examiner(fichiers.televerse(contenu))
    assert not list(dossier.iterdir())


def test_une_ecriture_refusee_ne_laisse_pas_de_fichier(db: None, dossier: Path) -> None:
    examen = documents.examiner(fichiers.televerse())
    qui = personne("p")
    qui.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)
    assert not [chemin for chemin in dossier.rglob("*") if chemin.is_file()]


def test_la_base_refuse_de_changer_un_document(db: None) -> None:
    document = garder()
    for acte in (
        lambda: Document.objects.update(nom="autre.pdf"),
        lambda: document.delete(),
    ):
        with pytest.raises(DatabaseError, match="ajout_seul"), transaction.atomic():
            acte()


@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"taille": 0}, "document_contenu_present"),
        ({"nom": ""}, "document_contenu_present"),
        ({"sha256": "zz"}, "document_empreinte_presente"),
    ],
)
def test_la_base_refuse_un_document_sans_contenu(
    db: None, champs: dict[str, object], contrainte: str
) -> None:
    juste = {
        "identifiant": uuid4(),
        "nom": "a.pdf",
        "taille": 1,
        "type": "pdf",
        "sha256": "0" * 64,
        "depose_par_id": 1,
        "gestionnaire_id": 1,
        "caf_id": 1,
        "depose_le": MAINTENANT,
    }
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        Document.objects.create(**(juste | champs))


def test_verifier_nomme_ce_qui_a_change(db: None, dossier: Path, capsys) -> None:
    bons = [garder(f"{i}.pdf") for i in range(3)]
    call_command("verifier_documents")
    assert "Tous intacts : 3\u00a0documents." in capsys.readouterr().out
    (dossier / bons[0].chemin).write_bytes(b"autre chose")
    (dossier / bons[1].chemin).unlink()
    with pytest.raises(CommandError, match="2\u00a0documents à rétablir"):
        call_command("verifier_documents")
    dit = capsys.readouterr().out
    assert "0.pdf" in dit
    assert "1.pdf" in dit
    assert "2.pdf" not in dit
