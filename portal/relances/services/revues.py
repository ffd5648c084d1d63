"""What the reviews of rights ask of campaigns and of reminders."""

from datetime import date, timedelta

from bilans.models import Bilan, CampagneBilan
from declarations.models import Campagne
from habilitations.models import Equipement
from portal.relances.models import EtapeRelance
from portal.relances.regles.etapes import etape_due, jours_de_relance


def equipements_en_campagne(caf_id: int, jour: date) -> frozenset[int]:
    """Équipements of a Caf whose dispositif has a window open that day, or a bilan in one."""
    ouvertes = {"caf": caf_id, "ouvre_le__lte": jour, "ferme_le__gte": jour}
    dispositifs = set(Campagne.objects.filter(**ouvertes).values_list("dispositif", flat=True))
    siens = Equipement.objects.filter(caf=caf_id, dispositif__in=dispositifs)
    bilans = Bilan.objects.filter(
        campagne__in=CampagneBilan.objects.a_lancer(jour).filter(caf=caf_id),
        equipement__isnull=False,
    )
    return frozenset(siens.values_list("pk", flat=True)) | frozenset(
        bilans.values_list("equipement", flat=True)
    )


def etape_de_la_caf(caf_id: int, echeance: date, jour: date) -> int | None:
    """The step reached, by the steps of the Caf: those of its other reminders."""
    return etape_due(echeance, jour, EtapeRelance.objects.par_caf().de(caf_id))


def prochaine_etape(caf_id: int, echeance: date, jour: date) -> date | None:
    """The day of the next step after a day, by the steps of the Caf; None after the last."""
    etapes = EtapeRelance.objects.par_caf().de(caf_id)
    venir = jours_de_relance([echeance], etapes, jour + timedelta(days=1))
    return venir[0][0] if venir else None
