"""An act asked for again, whose reason the journal alone keeps."""

from collections.abc import Sequence

from django.db.models import Model

from portal.socle.models import LigneJournal
from portal.socle.motifs import exiger_le_meme


def exiger_le_meme_au_journal(
    ecrit: str, objets: Model | Sequence[Model], action: str, fait: str
) -> None:
    """Let through whoever asks again, in the same words, for the last such act on these objects.

    They are of one kind. Raises ActionRefusee for another reason, as ``motifs.exiger_le_meme``.
    """
    siens = [objets] if isinstance(objets, Model) else objets
    lignes = LigneJournal.objects.filter(
        objet_type=siens[0]._meta.label_lower, objet_id__in=[o.pk for o in siens], action=action
    )
    derniere = lignes.order_by("le", "pk").last()
    exiger_le_meme(ecrit, derniere.motif if derniere else "", fait)
