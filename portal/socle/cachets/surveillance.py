"""What an operator must be told in time: a certificate or a list about to end, a broken file."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cryptography import x509

from portal.socle.cachets import autorite
from portal.socle.cachets.depot import Depot, DepotIllisible, depot, nom_de_serie
from portal.socle.fautes import Faute
from portal.socle.formats import date_fr

# Time enough to fetch the root from where it is kept.
PREAVIS = timedelta(days=60)
NATURE = "cachet"


def defauts_des_cachets(maintenant: datetime) -> Iterator[Faute]:
    """What is over, or will be within PREAVIS; nothing where there is no authority."""
    ouvert = depot()
    try:
        yield from _defauts(ouvert, maintenant + PREAVIS)
    except DepotIllisible as erreur:
        yield Faute(NATURE, str(ouvert.dossier), str(erreur))


def _defauts(ouvert: Depot, terme: datetime) -> Iterator[Faute]:
    racines = ouvert.racines()
    if not racines:
        return
    listes = {liste.issuer: liste for liste in ouvert.listes()}
    for racine in racines[:1]:  # the former ones only serve to read
        liste = listes.get(racine.subject)
        nom = autorite.nom_de(racine)
        if liste is None or liste.next_update_utc is None:
            yield Faute(NATURE, nom, "la liste de révocation est absente")
        elif liste.next_update_utc <= terme:
            fin = date_fr(liste.next_update_utc)
            yield Faute(NATURE, nom, f"la liste de révocation est à renouveler avant le {fin}")
    for code, certificat in _derniers(ouvert).items():
        if certificat.not_valid_after_utc <= terme:
            fin = date_fr(certificat.not_valid_after_utc)
            raison = f"le certificat {nom_de_serie(certificat)} est à renouveler avant le {fin}"
            yield Faute(NATURE, code, raison)


def _derniers(ouvert: Depot) -> dict[str, x509.Certificate]:
    """For each seal, the certificate issued last, among those that are not revoked."""
    return {
        autorite.code_de(certificat): certificat
        for certificat in ouvert.certificats()
        if ouvert.revocation(certificat.serial_number) is None
    }
