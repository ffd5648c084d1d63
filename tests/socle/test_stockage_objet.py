"""Documents on a real S3 server, moto’s, in a process of its own: the promises of the disk."""

import errno
import hashlib
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, transaction
from storages.backends.s3 import S3Storage

from portal.processus import attendre_page
from portal.settings.fichiers import stockage_objet
from portal.socle import documents, pdf_prets
from portal.socle.contenus import FichierRefuse
from portal.socle.stockage import SANS_PLACE
from portal.socle.stockage_objet import StockageObjet
from tests.monde import MAINTENANT, personne
from tests.processus import port_libre, processus
from tests.socle import fichiers

ACCES = {"access_key": "essai", "secret_key": "essai", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """moto’s server on a port of its own; yields its address."""
    port = port_libre()
    commande = (sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port))
    adresse = f"http://127.0.0.1:{port}"
    with processus("s3", commande, tmp_path_factory.mktemp("s3"), {}) as lance:
        attendre_page(f"{adresse}/moto-api/", lance)
        yield adresse


@pytest.fixture
def stockage(serveur: str, settings: Any) -> StockageObjet:
    """A bucket of its own, and documents kept there."""
    seau = f"documents-{uuid4()}"
    client(serveur).create_bucket(Bucket=seau)
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": stockage_objet(seau, serveur, "us-east-1", "essai", "essai"),
    }
    lieu = storages["documents"]
    assert isinstance(lieu, StockageObjet)
    return lieu


def client(serveur: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=serveur,
        region_name="us-east-1",
        aws_access_key_id="essai",
        aws_secret_access_key="essai",
    )


def objets(stockage: StockageObjet) -> list[str]:
    return [objet.key for objet in stockage.bucket.objects.all()]


def lu(stockage: StockageObjet, nom: str) -> bytes:
    with stockage.open(nom) as fichier:
        return bytes(fichier.read())


def garder(nom: str = "bilan.pdf") -> documents.Document:
    examen = documents.examiner(fichiers.televerse(fichiers.PDF, nom))
    qui = personne(f"p{uuid4().hex}")
    return documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)


def test_le_document_garde_est_celui_recu_chiffre_et_prive(
    db: None, stockage: StockageObjet
) -> None:
    document = garder("compte de résultat.pdf")
    assert objets(stockage) == [document.chemin]
    objet = stockage.connection.meta.client.get_object(
        Bucket=stockage.bucket_name, Key=document.chemin
    )
    assert objet["Body"].read() == fichiers.PDF
    assert objet["ServerSideEncryption"] == "AES256"
    assert documents.est_intact(document)
    with pytest.raises(NotImplementedError):
        stockage.url(document.chemin)
    call_command("verifier_documents")
    reponse = documents.servir(document)
    assert reponse.getvalue() == fichiers.PDF
    assert reponse["Content-Disposition"].startswith("attachment;")
    reponse.close()  # the end of a request: last


def test_un_document_change_ou_retire_se_voit(db: None, stockage: StockageObjet) -> None:
    change, retire, intact = garder(), garder(), garder()
    stockage.bucket.Object(change.chemin).put(Body=b"%PDF-1.7 autre")
    stockage.bucket.Object(retire.chemin).delete()
    assert [f.objet for f in documents.documents_alteres()] == [
        f"bilan.pdf ({change.chemin})",
        f"bilan.pdf ({retire.chemin})",
    ]
    assert documents.est_intact(intact)
    with pytest.raises(FileNotFoundError):
        documents.servir(retire)


def test_rien_n_est_ecrit_par_dessus(stockage: StockageObjet) -> None:
    premier = stockage.save("a/b.pdf", ContentFile(b"ancien"))
    second = stockage.save("a/b.pdf", ContentFile(b"nouveau"))
    assert premier == "a/b.pdf" != second
    assert lu(stockage, premier) == b"ancien"
    assert lu(stockage, second) == b"nouveau"
    with pytest.raises(ValueError, match="ne se réécrit pas"):
        stockage.open(premier, "wb")


def test_un_gros_fichier_est_entier_et_sa_somme_la_sienne(stockage: StockageObjet) -> None:
    """Larger than what is kept in memory, and than what S3 cuts by itself."""
    contenu = bytes(range(256)) * 45_000
    nom = stockage.save("exports/caf.xlsx", ContentFile(contenu))
    with stockage.open(nom) as fichier:
        assert documents.empreinte_de(fichier) == hashlib.sha256(contenu).hexdigest()
    assert stockage.size(nom) == len(contenu)


@pytest.mark.parametrize(
    ("code", "statut"), [("InsufficientStorage", 507), ("QuotaExceeded", 403), ("Autre", 507)]
)
def test_un_stockage_plein_le_dit_comme_un_disque_plein(
    db: None, stockage: StockageObjet, monkeypatch: pytest.MonkeyPatch, code: str, statut: int
) -> None:
    def plein(self: S3Storage, name: str, content: Any) -> str:
        dit = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": statut}}
        raise ClientError(dit, "PutObject")

    examen = documents.examiner(fichiers.televerse())
    qui = personne("p")
    monkeypatch.setattr(S3Storage, "_save", plein)
    with pytest.raises(FichierRefuse, match="n’a plus de place") as refus:
        documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)
    assert str(refus.value) == SANS_PLACE
    assert not documents.Document.objects.exists()
    # A PDF made for somebody is given all the same.
    monkeypatch.setattr(pdf_prets, "pdf_de", lambda html: b"%PDF")
    assert pdf_prets.pdf_pret("<p>Essai</p>") == b"%PDF"


def test_ce_qui_arrive_autre_n_est_pas_garde(
    stockage: StockageObjet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A storage that keeps something else than what it was sent: nothing of it remains."""
    vrai = S3Storage._save
    monkeypatch.setattr(
        S3Storage, "_save", lambda self, nom, contenu: vrai(self, nom, ContentFile(b"tronq"))
    )
    with pytest.raises(OSError, match="n’a pas gardé") as refus:
        stockage.save("a/b.pdf", ContentFile(b"tronque ou non"))
    assert refus.value.errno == errno.EIO
    assert objets(stockage) == []


def test_sans_somme_du_serveur_ce_qu_il_rend_est_relu(
    stockage: StockageObjet, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecteur = stockage.connection.meta.client
    vrai = lecteur.head_object
    monkeypatch.setattr(
        lecteur,
        "head_object",
        lambda **q: {c: v for c, v in vrai(**q).items() if c != "ChecksumSHA256"},
    )
    nom = stockage.save("a/b.pdf", ContentFile(b"contenu"))
    assert stockage._somme_recue(nom) == hashlib.sha256(b"contenu").digest()


def test_un_acte_defait_ne_laisse_pas_d_orphelin(db: None, stockage: StockageObjet) -> None:
    class Abandon(Exception):
        pass

    def defaire() -> None:
        garder()
        assert len(objets(stockage)) == 1
        raise Abandon

    with pytest.raises(Abandon), documents.sans_orphelin(), transaction.atomic():
        defaire()
    assert objets(stockage) == []

    examen = documents.examiner(fichiers.televerse())
    qui = personne("p")
    qui.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        documents.garder(examen, auteur=qui, gestionnaire_id=1, caf_id=2, le=MAINTENANT)
    assert objets(stockage) == []


def test_un_stockage_hors_d_atteinte_n_est_pas_un_document_perdu(
    db: None, stockage: StockageObjet
) -> None:
    """Silence is not absence: the nightly check fails, and accuses no document."""
    document = garder()
    muet = StockageObjet(
        **{**ACCES, "bucket_name": "x"}, endpoint_url=f"http://127.0.0.1:{port_libre()}"
    )
    for acte in (muet.exists, muet.open, muet.delete, muet.size, muet.listdir):
        with pytest.raises(OSError, match="ne répond pas") as refus:
            acte(document.chemin)
        assert not isinstance(refus.value, FileNotFoundError)
    stockage.bucket_name = "seau-perdu"
    stockage._bucket = None
    with pytest.raises(OSError, match="NoSuchBucket"):
        stockage.open(document.chemin)


def test_les_pdf_prets_sont_ranges_et_purges(
    stockage: StockageObjet, monkeypatch: pytest.MonkeyPatch
) -> None:
    faits: list[str] = []
    monkeypatch.setattr(pdf_prets, "pdf_de", lambda html: faits.append(html) or b"%PDF-1.7")
    for _ in range(2):
        assert pdf_prets.pdf_pret("<p>Reçu</p>") == b"%PDF-1.7"
    assert len(faits) == 1
    [cle] = objets(stockage)
    garde = stockage.get_modified_time(cle)
    assert pdf_prets.purger(garde) == 0
    assert pdf_prets.purger(garde.replace(year=garde.year + 1)) == 1
    assert objets(stockage) == []


def test_des_fichiers_ouverts_de_partout(stockage: StockageObjet) -> None:
    """A content that is not at its beginning is kept whole."""
    contenu = BytesIO(b"0123456789")
    contenu.seek(7)
    nom = stockage.save("a/suite.txt", ContentFile(contenu.getvalue()))
    assert lu(stockage, nom) == b"0123456789"
    assert Path(nom).name == "suite.txt"
