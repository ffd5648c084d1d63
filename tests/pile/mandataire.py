"""The front server with the file of the repository; only ports and paths are those of here."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from tests.installation.compose import RACINE

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
ABSENT = "nginx n’est pas installé : sudo apt-get install nginx"


def certifier(dossier: Path) -> None:
    """A certificate of our own, as ``.secrets/`` would hold one."""
    if (dossier / "certificat").exists():
        return
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    maintenant = datetime.now(UTC)
    certificat = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(cle, SHA256())
    )
    pem = serialization.Encoding.PEM
    forme = serialization.PrivateFormat.PKCS8
    (dossier / "cle_tls").write_bytes(cle.private_bytes(pem, forme, serialization.NoEncryption()))
    (dossier / "certificat").write_bytes(certificat.public_bytes(pem))


def configurer(dossier: Path, http: int, https: int, portails: dict[str, str]) -> list[str]:
    """Write ``nginx.conf`` in ``dossier``, its /tmp; return the command that serves it.

    ``portails``: where each of the services that it names listens, « 127.0.0.1:8001 ».
    """
    if NGINX is None:
        raise SystemExit(ABSENT)
    certifier(dossier)
    reglages = (RACINE / ".docker/nginx.conf").read_text()
    remplacements = {
        "/tmp/": f"{dossier}/",
        "/run/secrets/": f"{dossier}/",
        "alias /pages/": f"alias {RACINE}/.docker/pages/",
        "include /etc/nginx/mime.types;": "types { text/html html; }",
        "listen 8080": f"listen 127.0.0.1:{http}",
        "listen 8443 ssl": f"listen 127.0.0.1:{https} ssl",
        # Newer than some distributions, which know no name that changes its address either.
        "http2 on;": "",
        ":8000 resolve": ":8000",
    }
    remplacements |= {f"server {nom}:8000": f"server {ici}" for nom, ici in portails.items()}
    for la_bas, sur_place in remplacements.items():
        assert la_bas in reglages, la_bas
        reglages = reglages.replace(la_bas, sur_place)
    # As root, workers would change to an account that cannot write in this folder.
    compte = "user root;\n" if os.geteuid() == 0 else ""
    fichier = dossier / "nginx.conf"
    fichier.write_text(f"daemon off;\n{compte}{reglages}")
    return [NGINX, "-c", str(fichier), "-e", "stderr"]
