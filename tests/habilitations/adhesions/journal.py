"""What the journal says of an adhesion."""

from portal.socle.models import LigneJournal


def actions() -> list[str]:
    lignes = LigneJournal.objects.filter(action__startswith="adhesion.")
    return list(lignes.order_by("pk").values_list("action", flat=True))
