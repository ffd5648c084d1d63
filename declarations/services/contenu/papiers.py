"""Papers that the partner hands in with a version."""

from declarations.models import PieceJointe, Version


def pieces_de(version: Version) -> list[PieceJointe]:
    """Pieces that the partner hands in with a version, in the order they were joined."""
    return list(
        PieceJointe.objects.de_la_version(version).select_related(
            "document", "jointe_par", "version", "retiree_version"
        )
    )


def pieces_figees(version: Version) -> list[PieceJointe]:
    """The same for a version sent, read once for an object: what is verified is what is shown."""
    gardees: list[PieceJointe] | None = getattr(version, "_pieces_figees", None)
    if gardees is None:
        gardees = version._pieces_figees = pieces_de(version)
    return gardees
