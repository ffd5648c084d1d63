"""What an acte d'habilitation says: rights of one person, at one partner, signed on one day."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from habilitations.models import Caf, Gestionnaire, Habilitation, Role, Utilisateur
from habilitations.regles.verdicts import Motif
from habilitations.verification import examiner
from portal.socle.francais import cle_de_tri

FORME = "acte-habilitation-1"
# A right that is signed and not begun yet is granted all the same: the act tells its dates.
ACCORDES = frozenset({None, Motif.PAS_COMMENCE})


@dataclass(frozen=True)
class Lot:
    """The rights that make one act."""

    utilisateur: Utilisateur
    gestionnaire: Gestionnaire
    caf: Caf
    accorde_le: date
    droits: list[Habilitation]


def lots(droits: Iterable[Habilitation], jour: date) -> list[Lot]:
    """Group rights read by ``a_verifier``; those that give nothing on that day are left out.

    The day of a right is that of its signature, in Paris.
    """
    groupes: dict[tuple[int, int, int, date], list[Habilitation]] = {}
    for droit in accordes(droits, jour):
        cle = (droit.utilisateur_id, droit.gestionnaire_id, droit.caf_id, jour_d_accord(droit))
        groupes.setdefault(cle, []).append(droit)
    return [
        Lot(siens[0].utilisateur, siens[0].gestionnaire, siens[0].caf, cle[3], siens)
        for cle, siens in groupes.items()
    ]


def accordes(droits: Iterable[Habilitation], jour: date) -> list[Habilitation]:
    """The rights that hold on that day, or will on theirs."""
    return [e.droit for e in examiner(droits, jour) if e.motif in ACCORDES]


def jour_d_accord(droit: Habilitation) -> date:
    """The day on which the Caf signed a right that verifies."""
    if droit.signee_le is None:
        raise ValueError("Un droit non signé n’a pas de jour.")
    return timezone.localdate(droit.signee_le)


def ecrire_contenu(lot: Lot, reference: str) -> dict[str, Any]:
    """All that the act says, as plain data: nothing on paper comes from elsewhere."""
    return {
        "forme": FORME,
        "reference": reference,
        "caf": {"code": lot.caf.code, "nom": lot.caf.nom},
        "gestionnaire": {"nom": lot.gestionnaire.nom, "siret": lot.gestionnaire.siret},
        "personne": {"nom": lot.utilisateur.nom_complet, "email": lot.utilisateur.email},
        "accorde_le": lot.accorde_le.isoformat(),
        "droits": ecrire_droits(lot.droits),
    }


def ecrire_droits(droits: Iterable[Habilitation]) -> list[dict[str, Any]]:
    """What an act says of each right, in the order of roles, then of references."""
    ordonnes = sorted(droits, key=lambda d: (Role.values.index(d.role), str(d.reference)))
    return [_ecrire_droit(droit) for droit in ordonnes]


def empreinte_de(contenu: dict[str, Any]) -> str:
    """SHA-256 of a content: keys sorted, no space, UTF-8."""
    texte = json.dumps(contenu, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()


def ce_qui_est_accorde(droit: dict[str, Any]) -> dict[str, Any]:
    """What a right gives, of all that the act says: its signature may be renewed, the name of an
    équipement may change."""
    gardes = {cle: droit[cle] for cle in ("reference", "role", "tous", "du", "au")}
    return gardes | {"equipements": sorted(e["numero"] for e in droit["equipements"])}


def _ecrire_droit(droit: Habilitation) -> dict[str, Any]:
    equipements = sorted(droit.equipements.all(), key=lambda e: (cle_de_tri(e.nom), e.pk))
    return {
        "reference": str(droit.reference),
        "role": str(droit.role),
        "tous": droit.tous_equipements,
        "equipements": [
            {"numero": e.pk, "nom": e.nom, "dispositif": str(e.dispositif)} for e in equipements
        ],
        "du": droit.du.isoformat(),
        "au": _jour(droit.au),
        "adhesion_complete_le": _jour(droit.base.complete_le if droit.base else None),
        "delegation": _ecrire_delegation(droit),
        "accorde_par": _nom(droit.accordee_par),
        "signe_par": _nom(droit.signee_par),
        "signe_le": droit.signee_le.isoformat() if droit.signee_le else None,
        "cle": droit.cle.identifiant if droit.cle else "",
        "signature": droit.signature,
    }


def _ecrire_delegation(droit: Habilitation) -> dict[str, Any] | None:
    delegation = droit.delegation
    if delegation is None:
        return None
    return {
        "reference": str(delegation.reference),
        "du": delegation.du.isoformat(),
        "au": _jour(delegation.au),
    }


def _jour(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None


def _nom(personne: Utilisateur | None) -> str:
    return personne.nom_complet if personne else ""
