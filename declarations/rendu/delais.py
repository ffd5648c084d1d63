"""Whether a version was sent in time, said from its dates."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from declarations.models import Declaration, Version
from declarations.rendu.modele import Delai
from portal.socle.formats import ESPACE_INSECABLE, date_fr
from portal.socle.fuseaux import fin_de_journee


def rendre_delai(declaration: Declaration, version: Version) -> Delai | None:
    """Compare the sending with the announced deadline, or with that of the correction."""
    if version.envoyee_le is None:
        return None
    jour = timezone.localdate(version.envoyee_le)
    pour_le = _correction_pour_le(version)
    if pour_le is not None:
        return _delai(jour, pour_le, f"correction demandée pour le {date_fr(pour_le)}", ())
    # Frozen at the sending: the window may move afterwards.
    echeance = version.echeance_le
    if echeance is None:
        raise ValueError(f"{version} : envoyée sans échéance")
    return _delai(
        jour,
        echeance,
        f"échéance annoncée le {date_fr(echeance)} "
        f"{fin_de_journee(echeance, declaration.caf.code)}".rstrip(),
        _derogations(declaration, version, version.envoyee_le),
    )


def _correction_pour_le(version: Version) -> date | None:
    """By when the correction that opened this version was asked for."""
    if version.mentions:
        texte = version.mentions["correction_pour_le"]
        return date.fromisoformat(texte) if texte else None
    demande = next(iter(version.demandes_origine.all()), None)
    return demande.pour_le if demande else None


def _delai(jour: date, limite: date, objet: str, details: tuple[str, ...]) -> Delai:
    retard = (jour - limite).days
    if retard <= 0:
        return Delai(f"Transmise dans les délais ({objet})", "succes", details)
    jours = f"{retard}{ESPACE_INSECABLE}jour{'s' if retard > 1 else ''}"
    return Delai(f"Transmise avec {jours} de retard ({objet})", "attention", details)


def _derogations(declaration: Declaration, version: Version, le: datetime) -> tuple[str, ...]:
    """Dérogations in force when it was sent, oldest first: those it kept, when it kept them."""
    if version.mentions:
        return tuple(_derogation_gardee(d) for d in version.mentions["derogations"])
    actives = [
        d
        for d in declaration.derogations.all()
        if d.accordee_le <= le and timezone.localdate(le) <= d.expire_le
    ]
    return tuple(
        _derogation(d.accordee_le, str(d.accordee_par), d.expire_le, d.motif)
        for d in sorted(actives, key=lambda d: d.accordee_le)
    )


def _derogation_gardee(gardee: Mapping[str, str]) -> str:
    return _derogation(
        datetime.fromisoformat(gardee["accordee_le"]),
        gardee["accordee_par"],
        date.fromisoformat(gardee["expire_le"]),
        gardee["motif"],
    )


def _derogation(accordee_le: datetime, par: str, expire_le: date, motif: str) -> str:
    return (
        f"Dérogation accordée le {date_fr(accordee_le)} par {par}, jusqu’au "
        f"{date_fr(expire_le)}{ESPACE_INSECABLE}: {motif}"
    )
