"""What an acte d'habilitation says, in words: for its paper and for the page that checks it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from habilitations.models import ActeHabilitation, Dispositif, Role
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret

TOUS = "Tous les équipements du partenaire"


@dataclass(frozen=True)
class DroitLu:
    """A right as the act says it. ``portee``: one line an équipement, or TOUS alone."""

    reference: str
    role: str
    portee: list[str]
    periode: str
    accorde_par: str
    signe_par: str
    signe_le: datetime | None
    repose_sur: list[str]
    cle: str
    signature: str


@dataclass(frozen=True)
class ActeLu:
    """The whole of it; ``faits`` are who, where and when."""

    reference: str
    personne: str
    partenaire: str
    caf: str
    accorde_le: date
    faits: list[Fait]
    droits: list[DroitLu]


def lire_acte(acte: ActeHabilitation) -> ActeLu:
    """Put the content that was frozen in words; nothing is read anywhere else."""
    dit = acte.contenu
    accorde_le = date.fromisoformat(dit["accorde_le"])
    return ActeLu(
        reference=dit["reference"],
        personne=dit["personne"]["nom"],
        partenaire=dit["gestionnaire"]["nom"],
        caf=dit["caf"]["nom"],
        accorde_le=accorde_le,
        faits=[
            Fait("Personne", dit["personne"]["nom"], dit["personne"]["email"]),
            Fait(
                "Partenaire",
                dit["gestionnaire"]["nom"],
                f"SIRET {ecrire_siret(dit['gestionnaire']['siret'])}",
            ),
            Fait("Caf", dit["caf"]["nom"]),
            Fait("Droits signés par la Caf le", date_fr(accorde_le)),
        ],
        droits=[_lire_droit(droit) for droit in dit["droits"]],
    )


def portee(droit: dict[str, Any]) -> list[str]:
    """The équipements that a right covers, with their dispositif."""
    if droit["tous"]:
        return [TOUS]
    return [
        f"{equipement['nom']} ({Dispositif(equipement['dispositif']).label})"
        for equipement in droit["equipements"]
    ]


def periode(du: date, au: date | None) -> str:
    """« du 1er janvier 2026 au 31 décembre 2026 », « depuis le… » without an end."""
    if au is None:
        return f"À compter du {date_fr(du)}, sans date de fin"
    return f"Du {date_fr(du)} au {date_fr(au)}"


def _lire_droit(dit: dict[str, Any]) -> DroitLu:
    return DroitLu(
        reference=dit["reference"],
        role=Role(dit["role"]).label,
        portee=portee(dit),
        periode=periode(date.fromisoformat(dit["du"]), _jour(dit["au"])),
        accorde_par=dit["accorde_par"],
        signe_par=dit["signe_par"],
        signe_le=datetime.fromisoformat(dit["signe_le"]) if dit["signe_le"] else None,
        repose_sur=_repose_sur(dit),
        cle=dit["cle"],
        signature=dit["signature"],
    )


def _repose_sur(dit: dict[str, Any]) -> list[str]:
    """The adhesion, and the delegation when the partner granted the right itself."""
    complete = _jour(dit["adhesion_complete_le"])
    bases = [f"Adhésion du partenaire, complète depuis le {date_fr(complete)}"] if complete else []
    if dit["delegation"]:
        dates = periode(date.fromisoformat(dit["delegation"]["du"]), _jour(dit["delegation"]["au"]))
        bases.append(f"Délégation de la Caf {dit['delegation']['reference']} – {dates.lower()}")
    return bases


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None
