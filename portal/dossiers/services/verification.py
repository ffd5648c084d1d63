"""What hangs on files, checked against what it names; read only."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from portal.dossiers.models import PieceJointe
from portal.socle.fautes import Faute
from portal.socle.models import Document

LOT = 200


def pieces_sans_document() -> Iterator[Faute]:
    """Papers whose document was taken away."""
    document = Document.objects.filter(pk=OuterRef("document_id"))
    pieces = PieceJointe.objects.filter(~Exists(document)).order_by("pk")
    for piece in pieces.iterator(chunk_size=LOT):
        yield Faute("pièce", f"n° {piece.pk}", "le document qu’elle désigne n’existe plus")
