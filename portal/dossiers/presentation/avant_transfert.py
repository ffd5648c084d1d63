"""What a gestionnaire sent of équipements that passed to another, whatever was sent.

Declarations and bilans fill the same page, ``dossiers/avant_transfert.html``.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MotsAvantTransfert:
    """What the page says of one kind of file; ``vue_suivi`` is the name of an address.

    ``transmis`` (« Transmise », « Transmis ») begins headings of columns.
    """

    titre: str
    un: str
    transmis: str
    suivi: str
    vue_suivi: str
    vide: str

    @property
    def ici(self) -> str:
        """The page in its breadcrumb: « Transmis avant un transfert »."""
        return f"{self.transmis}s avant un transfert"


@dataclass(frozen=True)
class Transmis:
    """One sending: addresses of its page and of its receipt, ``le`` when it was sent.

    ``nom_du_recepisse`` tells receipts apart to who does not see the row.
    """

    libelle: str
    adresse: str
    equipement: str
    au_nom_de: str
    le: datetime | None
    recepisse: str
    nom_du_recepisse: str
