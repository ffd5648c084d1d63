"""Reading the messages of a file, which each person does for themselves."""

from habilitations.models import Utilisateur
from portal.dossiers.models import Dossier, LectureMessages


def marquer_lus(dossier: Dossier, utilisateur: Utilisateur, jusqu_a: int) -> None:
    """Note that this person has read the messages of a file up to one; never goes back."""
    lecture, nouvelle = LectureMessages.objects.get_or_create(
        utilisateur=utilisateur, dossier=dossier, defaults={"jusqu_a": jusqu_a}
    )
    if not nouvelle:
        LectureMessages.objects.filter(pk=lecture.pk, jusqu_a__lt=jusqu_a).update(jusqu_a=jusqu_a)
