"""The ``empreinte`` of a sending: one SHA-256 of all that was sent, in a canonical writing.

The same function hashes at the sending and verifies afterwards, on the very objects about to be
shown. The journal tells the hash too.
"""

from collections.abc import Collection
from typing import Any

from bilans.models import EnvoiBilan
from declarations.services.empreintes import empreinte_du_contenu, instant_fige
from portal.dossiers.models import PieceJointe
from portal.dossiers.services.pieces import pieces_des_versions


def empreinte(envoi: EnvoiBilan) -> str:
    """Return the SHA-256 of what a sending froze; its bilan is loaded with it."""
    return empreinte_du_contenu(contenu_fige(envoi))


def est_altere(envoi: EnvoiBilan) -> bool:
    """Tell whether what is kept is no longer what was sent."""
    return empreinte(envoi) != envoi.empreinte


def contenu_fige(envoi: EnvoiBilan) -> dict[str, Any]:
    """Return all that a sending says, as the hash covers it."""
    bilan = envoi.bilan
    return {
        "reference": bilan.reference,
        "numero": envoi.numero,
        "definition": envoi.reference,
        "caf": bilan.caf_id,
        "gestionnaire": envoi.gestionnaire_id,
        "equipement": bilan.equipement_id,
        "exercice": bilan.exercice,
        "reponses": envoi.reponses,
        "faits": envoi.faits,
        "lignes": envoi.lignes,
        "mentions": envoi.mentions,
        "envoye_le": instant_fige(envoi.le),
        "envoye_par": envoi.par_id,
        "nom": envoi.nom,
        "echeance": envoi.echeance_le.isoformat(),
        "pieces": [_piece(piece) for piece in pieces_de(envoi)],
    }


def pieces_de(envoi: EnvoiBilan) -> list[PieceJointe]:
    """The papers handed in with a sending, in the order they were joined.

    Read once for an object: what is verified is what is shown.
    """
    if envoi.pieces_lues is None:
        lire_les_pieces([envoi])
    return envoi.pieces_lues or []


def lire_les_pieces(envois: Collection[EnvoiBilan]) -> None:
    """Read the papers of many sendings at once, for who verifies them all."""
    lues = pieces_des_versions([(envoi.bilan_id, envoi.numero) for envoi in envois])
    for envoi in envois:
        envoi.pieces_lues = lues[envoi.bilan_id, envoi.numero]


def _piece(piece: PieceJointe) -> dict[str, Any]:
    document = piece.document
    return {
        "question": piece.cle,
        "libelle": piece.libelle,
        "nom": document.nom,
        "sha256": document.sha256,
        "jointe_le": instant_fige(piece.jointe_le),
    }
