"""Whether each équipement is where it was created, or where a transfer of its Caf put it.

Nothing signs an équipement: this says, the night after, that one was moved otherwise.
"""

from collections.abc import Iterator

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
    for equipement in _a_dire().select_related("gestionnaire", "caf").iterator():
        qui = f"{equipement.nom} ({equipement.pk})"
        if equipement.attendu not in (None, equipement.gestionnaire_id):
            attendu = Gestionnaire.objects.get(pk=equipement.attendu)
            yield Faute(NATURE, qui, DEPLACE.format(equipement.gestionnaire, attendu))
        if equipement.caf_attendue not in (None, equipement.caf_id):
            attendue = Caf.objects.get(pk=equipement.caf_attendue)
            yield Faute(NATURE, qui, D_UNE_AUTRE_CAF.format(equipement.caf, attendue))


def _a_dire() -> QuerySet[Equipement]:
    """Those that are not where they are expected, with ids: ``attendu``, ``caf_attendue``."""
    histoire = Equipement.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk")).order_by("pgh_id")
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
