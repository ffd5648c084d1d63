"""Whether a version was sent in time, said from its dates."""

from datetime import date

from django.utils import timezone

from declarations.lecture.modele import Delai
from declarations.models import Declaration, Version
from portal.socle.formats import ESPACE_INSECABLE, date_fr


def lire_delai(declaration: Declaration, version: Version) -> Delai | None:
    """Compare the sending with the announced deadline, or with that of the correction."""
    if version.envoyee_le is None:
        return None
    jour = timezone.localdate(version.envoyee_le)
    demande = next(iter(version.demandes_origine.all()), None)
    if demande is not None:
        objet = f"correction demandée pour le {date_fr(demande.pour_le)}"
        return _delai(jour, demande.pour_le, objet, ())
    # Frozen at the sending: the window may move afterwards.
    echeance = version.echeance_le
    return _delai(
        jour,
        echeance,
        f"échéance annoncée le {date_fr(echeance)}",
        _derogations(declaration, version, jour),
    )


def _delai(jour: date, limite: date, objet: str, details: tuple[str, ...]) -> Delai:
    retard = (jour - limite).days
    if retard <= 0:
        return Delai(f"Transmise dans les délais ({objet})", "succes", details)
    jours = f"{retard}{ESPACE_INSECABLE}jour{'s' if retard > 1 else ''}"
    return Delai(f"Transmise avec {jours} de retard ({objet})", "attention", details)


def _derogations(declaration: Declaration, version: Version, jour: date) -> tuple[str, ...]:
    """Dérogations in force when it was sent, oldest first."""
    actives = [
        d
        for d in declaration.derogations.all()
        if d.accordee_le <= version.envoyee_le and jour <= d.expire_le
    ]
    return tuple(
        f"Dérogation accordée le {date_fr(d.accordee_le)} par {d.accordee_par}, jusqu’au "
        f"{date_fr(d.expire_le)}{ESPACE_INSECABLE}: {d.motif}"
        for d in sorted(actives, key=lambda d: d.accordee_le)
    )
