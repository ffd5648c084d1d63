"""What a partner's rights rest on: its adhesion files, and the papers that they hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from habilitations.models import Adhesion, DossierAdhesion
from portal.socle.formats import date_fr
from portal.socle.francais import compter


@dataclass(frozen=True)
class Papiers:
    """An adhesion file, in a line: its title, and what it holds."""

    pk: int
    titre: str
    detail: str


def papiers_de(base: Adhesion) -> list[Papiers]:
    """Files of an adhesion, the latest first; those given up hold nothing that counts."""
    dossiers = DossierAdhesion.objects.filter(adhesion=base, sans_suite_le=None).avec_pieces()
    return [
        Papiers(
            dossier.pk,
            "Avenant" if dossier.objets else f"Adhésion, cas {dossier.get_cas_display()}",
            " ; ".join(_detail(dossier)),
        )
        for dossier in dossiers
    ]


def _detail(dossier: DossierAdhesion) -> Iterator[str]:
    if dossier.mcp_signee_le:
        yield f"convention MCP signée le {date_fr(dossier.mcp_signee_le)}"
    if dossier.afas_signe_le:
        yield f"bulletin AFAS signé le {date_fr(dossier.afas_signe_le)}"
    yield compter(len(dossier.dernieres_pieces), "pièce")
    yield f"complet le {date_fr(dossier.complet_le)}" if dossier.complet_le else "en cours"
