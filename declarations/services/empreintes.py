"""The ``empreinte`` of a version: one SHA-256 of all that was sent, in a canonical writing.

Pure reading: the same function hashes at the sending and verifies afterwards, on the very objects
that are about to be shown. A version names the formula it was hashed with, and so does the line of
the journal that tells its sending: a former formula stays readable, and none can be swapped.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from declarations.models import Version, Volet
from declarations.services.contenu.papiers import pieces_figees
from habilitations.models import Gestionnaire
from portal.dossiers.models import PieceJointe

Constats = list[dict[str, Any]]
# What versions are sent with today.
FORMULE = 2


class FormuleInconnue(ValueError):
    """A version names a formula that never existed here."""


def empreinte(version: Version, constats: Constats) -> str:
    """Return the SHA-256 of what is frozen, by the formula that the version names.

    Raises FormuleInconnue.
    """
    return empreinte_du_contenu(contenu_fige(version, constats))


def empreinte_du_contenu(contenu: Mapping[str, Any]) -> str:
    """Return the SHA-256 of plain data, in a canonical writing."""
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def contenu_fige(version: Version, constats: Constats) -> dict[str, Any]:
    """Return all that a sent version says, as the hash covers it."""
    try:
        formule = _FORMULES[version.formule]
    except KeyError:
        raise FormuleInconnue(f"formule {version.formule}") from None
    return formule(version, constats)


def _contenu_1(version: Version, constats: Constats) -> dict[str, Any]:
    """The former formula: the computation by its own hash, people by their ids."""
    declaration = version.declaration
    pieces = [
        {"nom": p.document.nom, "sha256": p.document.sha256, "constat": p.cle}
        for p in pieces_figees(version)
    ]
    return {
        **_commun(version, constats),
        "gestionnaire": _expediteur(version).siret,
        "caf": declaration.caf.code,
        "calcul": version.calcul_fige.empreinte,
        **({"pieces": pieces} if pieces else {}),
    }


def _expediteur(version: Version) -> Gestionnaire:
    if version.gestionnaire is None:
        raise ValueError(f"{version} : envoyée sans gestionnaire")
    return version.gestionnaire


def _contenu_2(version: Version, constats: Constats) -> dict[str, Any]:
    """Everything that the receipt prints: the computation whole, names as they were that day."""
    declaration = version.declaration
    pieces = [_piece(p) for p in pieces_figees(version)]
    return {
        **_commun(version, constats),
        "formule": version.formule,
        "gestionnaire": version.gestionnaire_id,
        "caf": declaration.caf_id,
        "dispositif": declaration.dispositif,
        "origine": version.origine,
        "mentions": version.mentions,
        "calcul": version.calcul_fige.contenu(),
        **({"pieces": pieces} if pieces else {}),
    }


_FORMULES: Mapping[int, Callable[[Version, Constats], dict[str, Any]]] = {
    1: _contenu_1,
    2: _contenu_2,
}


def _commun(version: Version, constats: Constats) -> dict[str, Any]:
    declaration = version.declaration
    return {
        "reference": declaration.reference,
        "version": version.numero,
        "equipement": declaration.equipement_id,
        "exercice": declaration.exercice,
        "nature": declaration.nature,
        "numero": declaration.numero,
        "grille": version.grille,
        "lignes": version.lignes,
        "volets": {v.nature: _volet(v) for v in version.volets.all()},
        "controles": constats,
        "envoyee_le": instant_fige(version.envoyee_le),
        "envoyee_par": version.envoyee_par_id,
        "echeance": version.echeance_le.isoformat() if version.echeance_le else None,
    }


def _volet(volet: Volet) -> dict[str, Any]:
    """Figures, who signed and when; what an adviser did for the partner, when one did."""
    faits = {"saisi_par_la_caf": volet.saisi_par_la_caf, "signe_par_la_caf": volet.signe_par_la_caf}
    return {
        "donnees": volet.donnees,
        "signe_le": instant_fige(volet.signe_le),
        "signe_par": volet.signe_par_id,
        **{nom: vrai for nom, vrai in faits.items() if vrai},
    }


def _piece(piece: PieceJointe) -> dict[str, Any]:
    document = piece.document
    return {
        "libelle": piece.libelle,
        "constat": piece.cle,
        "lecteurs": piece.lecteurs,
        "jointe_par": piece.jointe_par_id,
        "jointe_le": instant_fige(piece.jointe_le),
        "nom": document.nom,
        "type": document.type,
        "taille": document.taille,
        "sha256": document.sha256,
    }


def instant_fige(moment: datetime | None) -> str | None:
    """Write a moment the same way whatever the time zone it was read in."""
    return moment.astimezone(UTC).isoformat() if moment else None
