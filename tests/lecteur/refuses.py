"""Why a file is refused."""

from io import BytesIO

import pytest

from portal.lecteur.genres import reconnaitre
from portal.lecteur.refus import FichierRefuse
from tests.socle.fichiers import OLE

EMPAQUETE = OLE + "\x01Ole10Native".encode("utf-16-le")


def refus(contenu: bytes, nom: str) -> str:
    with pytest.raises(FichierRefuse) as erreur:
        reconnaitre(BytesIO(contenu), nom)
    return str(erreur.value)
