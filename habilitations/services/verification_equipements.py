"""Whether each équipement is where it was created, or where a transfer of its Caf put it.

Nothing signs an équipement: this says, the night after, that one was moved otherwise.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from habilitations.models import Caf, Equipement, Gestionnaire, TransfertEquipement
from portal.socle.fautes import Faute

NATURE = "équipement"
DEPLACE = "tenu par {} ; sa création et ses transferts disent {}"
D_UNE_AUTRE_CAF = "rattaché à {} ; sa création dit {}"


def equipements_deplaces() -> Iterator[Faute]:
    """Équipements held by another partner, or of another Caf, than their history tells.

    One without any history – loaded before it was kept – is judged by its transfers alone.
    """
    colonnes = ("pk", "nom", "gestionnaire", "attendu", "caf", "caf_attendue")
    for pk, nom, tenu_par, attendu, caf, caf_attendue in _a_dire().values_list(*colonnes):
        qui = f"{nom} ({pk})"
        if attendu not in (None, tenu_par):
            noms = Gestionnaire.objects.in_bulk([tenu_par, attendu])
            yield Faute(NATURE, qui, DEPLACE.format(noms[tenu_par], noms[attendu]))
        if caf_attendue not in (None, caf):
            cafs = Caf.objects.in_bulk([caf, caf_attendue])
            yield Faute(NATURE, qui, D_UNE_AUTRE_CAF.format(cafs[caf], cafs[caf_attendue]))


def _a_dire() -> QuerySet[Equipement]:
    """Those that are not where they are expected, with ids: ``attendu``, ``caf_attendue``."""
    evenements: Any = Equipement.pgh_event_model  # type: ignore[attr-defined]  # pghistory’s own
    histoire = evenements.objects.filter(pgh_obj=OuterRef("pk")).order_by("pgh_id")
    passes = TransfertEquipement.objects.effectifs().filter(equipement=OuterRef("pk"))
    derniers = passes.order_by("-effectif_le", "-pk")
    return (
        Equipement.objects.annotate(
            attendu=Coalesce(
                Subquery(derniers.values("vers")[:1]), Subquery(histoire.values("gestionnaire")[:1])
            ),
            caf_attendue=Subquery(histoire.values("caf")[:1]),
        )
        .filter(~Q(attendu=F("gestionnaire_id")) | ~Q(caf_attendue=F("caf_id")))
        .order_by("pk")
    )
