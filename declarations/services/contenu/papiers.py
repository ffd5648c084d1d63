"""Papers that the partner hands in with a version, and who reads those of a declaration."""

from collections.abc import Collection

from declarations.models import Version
from declarations.regles.etats import ActeurDossier
from declarations.regles.lecteurs import Lecteur
from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.dossiers.services.pieces import pieces_des_versions
from portal.socle.requetes_ecrites import RequeteEcrite

_PIECES = RequeteEcrite(
    lambda dossier, numero: PieceJointe.objects.de_la_version(dossier, numero).select_related(
        "document", "jointe_par"
    )
)


def pieces_de(version: Version) -> list[PieceJointe]:
    """Pieces that the partner hands in with a version, in the order they were joined."""
    return _PIECES.lire(version.declaration_id, version.numero)


def pieces_figees(version: Version) -> list[PieceJointe]:
    """The same for a version sent, read once for an object: what is verified is what is shown."""
    if version.pieces_lues is None:
        version.pieces_lues = pieces_de(version)
    return version.pieces_lues


def lire_les_pieces(versions: Collection[Version]) -> None:
    """Read the papers of many versions sent at once, for who verifies them all."""
    lues = pieces_des_versions([(v.declaration_id, v.numero) for v in versions])
    for version in versions:
        version.pieces_lues = lues[version.declaration_id, version.numero]


def lecteur_de_pieces(version: Version, lecteur: Lecteur) -> LecteurDePieces:
    """Somebody who reads a declaration with this version at work, as a reader of its papers."""
    return LecteurDePieces(
        roles=lecteur.roles,
        cote_caf=lecteur.cote_caf,
        envoyees=version.derniere_envoyee,
        saisit=ActeurDossier.SAISIE_CAF in lecteur.roles,
    )
