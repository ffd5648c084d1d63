"""Every row that there is, to compare two states of the database."""

from django.apps import apps
from pghistory.models import Event


def rangees() -> dict[str, list[dict[str, object]]]:
    """Every row of every table, history included, without the clock of the triggers."""
    trouvees = {}
    for modele in (m for m in apps.get_models() if m._meta.managed):
        propres = [c.name for c in modele._meta.concrete_fields if not c.name.startswith("pgh_")]
        if issubclass(modele, Event):
            propres.append("pgh_label")
        lues = list(modele.objects.order_by(*propres).values(*propres))
        if lues:
            trouvees[modele._meta.label] = lues
    return trouvees
