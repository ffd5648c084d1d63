"""Everything the portal can check of its own data, each thing against the others.

One line a check: what is signed later (payments) adds its own.
"""

from collections.abc import Callable, Iterator

from django.utils import timezone

from bilans.services.verification import bilans_alteres
from declarations.services.verification import (
    actes_sans_trace,
    envois_sans_version,
    versions_alterees,
)
from habilitations.services.alertes import droits_alteres
from habilitations.services.verification_actes import fautes_des_actes
from habilitations.services.verification_equipements import equipements_deplaces
from portal.dossiers.services.verification import pieces_sans_document
from portal.socle.cachets.surveillance import defauts_des_cachets
from portal.socle.documents import documents_alteres
from portal.socle.fautes import Faute
from portal.socle.journal_entier import ruptures_du_journal, ruptures_du_temoin
from portal.socle.verification import Rupture
from subventions.services.verification import (
    calculs_alteres,
    calculs_discordants,
    fautes_des_lettres,
)

Epreuve = Callable[[], Iterator[Faute]]


def fautes_du_journal(chaine: str = "") -> Iterator[Rupture]:
    """Chains, seals and witness; for the whole journal, the acts that it does not tell too."""
    yield from ruptures_du_journal(chaine)
    yield from ruptures_du_temoin(chaine)
    if not chaine:
        yield from actes_sans_trace()


def _journal() -> Iterator[Faute]:
    for rupture in fautes_du_journal():
        yield Faute("journal", rupture.place, rupture.raison)


EPREUVES: dict[str, Epreuve] = {
    "journal": _journal,
    "versions": versions_alterees,
    "envois": envois_sans_version,
    "bilans": bilans_alteres,
    "calculs": calculs_alteres,
    "rejeu": calculs_discordants,
    "droits": droits_alteres,
    "equipements": equipements_deplaces,
    "pieces": pieces_sans_document,
    "documents": documents_alteres,
    "cachets": lambda: defauts_des_cachets(timezone.now()),
    "actes": lambda: fautes_des_actes(timezone.now()),
    "lettres": lambda: fautes_des_lettres(timezone.now()),
}


def verifier(noms: tuple[str, ...] = ()) -> Iterator[Faute]:
    """Run the checks named, or all of them, one after the other; bounded memory."""
    for nom, epreuve in EPREUVES.items():
        if not noms or nom in noms:
            yield from epreuve()
