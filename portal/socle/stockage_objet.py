"""Documents on an object storage (S3), when one is configured: the same promises as the disk.

A document is whole or it is not there, it is the one that was sent, and it is never written over;
what goes wrong is told by the errors of a disk, which is what the portal knows how to answer.
See docs/decisions/0071.
"""

import base64
import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# Seconds: a page waits for it. Three attempts, for an object storage asks for some to be repeated.
CONNEXION, SILENCE, ESSAIS = 2, 10, 3
# In one piece up to there, so that the sum that the server keeps is that of the document.
D_UN_MORCEAU = 256 * 1024 * 1024
EN_MEMOIRE = 2 * 1024 * 1024  # larger, it is read into a temporary file
# What servers answer when they have no room left: S3, MinIO, Ceph.
SANS_PLACE = (
    "InsufficientStorage",
    "QuotaExceeded",
    "XMinioStorageFull",
    "XMinioAdminBucketQuotaExceeded",
)


class StockageObjet(S3Storage):
    """One bucket; each document encrypted by the server, its SHA-256 compared once written."""

    def __init__(self, **reglages: Any) -> None:
        super().__init__(
            **{
                "file_overwrite": False,
                "default_acl": None,
                "max_memory_size": EN_MEMOIRE,
                "client_config": Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    connect_timeout=CONNEXION,
                    read_timeout=SILENCE,
                    retries={"max_attempts": ESSAIS, "mode": "standard"},
                ),
                "transfer_config": TransferConfig(
                    multipart_threshold=D_UN_MORCEAU, use_threads=False
                ),
                **reglages,
            }
        )

    def _save(self, name: str, content: Any) -> str:
        """Raises OSError: ENOSPC when the storage is full; nothing remains of what is not whole."""
        attendue = _somme(content)
        with _comme_un_disque(name):
            ecrit: str = super()._save(name, content)
            recue = self._somme_recue(ecrit)
        if recue != attendue:
            with suppress(OSError):
                self.delete(ecrit)
            raise OSError(errno.EIO, "le stockage n’a pas gardé ce qui lui a été envoyé", name)
        return ecrit

    def _somme_recue(self, name: str) -> bytes:
        """The SHA-256 that the storage computed, or that of what it gives back when it has none."""
        objet = self.connection.meta.client.head_object(
            Bucket=self.bucket_name, Key=self._normalize_name(name), ChecksumMode="ENABLED"
        )
        if somme := objet.get("ChecksumSHA256"):
            return base64.b64decode(somme)
        with self.open(name) as fichier:
            return _somme(fichier)

    def _open(self, name: str, mode: str = "rb") -> Any:
        """The whole document, at once: what fails, fails here. It is only read."""
        if mode != "rb":
            raise ValueError("Un document gardé ne se réécrit pas.")
        with _comme_un_disque(name):
            try:
                return super()._open(name, mode).open()
            except FileNotFoundError:
                # S3 answers the same of a bucket that is gone: no document is to be accused of it.
                self.connection.meta.client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
                raise

    def delete(self, name: str) -> None:
        with _comme_un_disque(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _comme_un_disque(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _comme_un_disque(path):
            dossiers, fichiers = super().listdir(path)
        return dossiers, fichiers

    def size(self, name: str) -> int:
        with _comme_un_disque(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _comme_un_disque(name):
            moment: datetime = super().get_modified_time(name)
        return moment

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """None: only views give documents, to those who may read them."""
        raise NotImplementedError("Un document n’a pas d’adresse publique.")


def _somme(content: Any) -> bytes:
    """SHA-256 of a content, which is left at its beginning."""
    content.seek(0)
    somme = hashlib.sha256()
    for morceau in iter(lambda: content.read(65536), b""):
        somme.update(morceau)
    content.seek(0)
    return somme.digest()


@contextmanager
def _comme_un_disque(name: str) -> Iterator[None]:
    """Tell what the storage answers as a disk would; its own message stays the cause."""
    try:
        yield
    except ClientError as erreur:
        code = str(erreur.response.get("Error", {}).get("Code", ""))
        statut = erreur.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if statut == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, "document absent", name) from erreur
        if statut == 507 or code in SANS_PLACE:
            raise OSError(errno.ENOSPC, "plus de place", name) from erreur
        raise OSError(errno.EIO, f"le stockage refuse ({code})", name) from erreur
    except BotoCoreError as erreur:
        raise OSError(
            errno.EIO, f"le stockage ne répond pas ({type(erreur).__name__})", name
        ) from erreur
