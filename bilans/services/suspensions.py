"""The right that waits for the bilan: suspended after its deadline, restored when it comes (S)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from bilans.echeances import echeance_de
from bilans.models import Bilan, CampagneBilan
from bilans.models.campagnes import EN_SERVICE
from bilans.regles.etats import AVANT_ENVOI, Etat
from bilans.regles.suspension import (
    DISPOSITIFS,
    motif_de_suspension,
    motif_sans_bilan,
    suspend_le_droit,
)
from bilans.services import rangees
from habilitations.models import Equipement, Utilisateur
from portal.dossiers.models import Derogation
from subventions.models import CauseSuspension, Droit, SuspensionDroit
from subventions.services.suspensions import lever, suspendre


def accorder_le_droit(
    bilan: Bilan, jour: date, maintenant: datetime, par: Utilisateur | None = None
) -> None:
    """Suspend or restore the right of an exercice, as its bilan stands now; idempotent.

    To be called at sending, at a dérogation, and by whatever changes what a bilan waits for, in
    its transaction. A right suspended for another cause stays so; while the campaign is suspended,
    a deadline that passes suspends nothing, and restores nothing.
    """
    if bilan.dispositif not in DISPOSITIFS:
        return
    # As it is now: what a caller has just written is not always on what it holds (a dérogation).
    bilan = rangees.lire_pour_le_droit(bilan.pk)
    equipement, echeance = bilan.equipement, echeance_de(bilan, jour)
    if equipement is None:
        return
    if echeance and suspend_le_droit(bilan.dispositif, bilan.etat, echeance):
        if bilan.campagne.est_suspendue:  # Nobody may send it now.
            return
        motif = motif_de_suspension(bilan.reference, echeance.le)
        cause = CauseSuspension.BILAN
        suspendre(equipement, bilan.annee, cause, motif, maintenant=maintenant, par=par)
    else:
        lever(
            equipement.pk,
            bilan.annee,
            CauseSuspension.BILAN,
            _motif_de_levee(bilan),
            maintenant=maintenant,
            par=par,
        )


def suspendre_les_droits(jour: date, caf_id: int | None = None) -> int:
    """After the deadlines: suspend what waits for its bilan, restore what no longer does.

    Each in its transaction; a replay changes nothing. Returns how many bilans, or exercices without
    any, had something to change: those whose right is already as it must be are not looked at one
    by one.
    """
    ou = {} if caf_id is None else {"caf": caf_id}
    return _revoir_tous(_a_revoir(jour, ou), jour) + _suspendre_sans_bilan(jour, ou)


def revoir_les_droits(campagne_id: int, jour: date) -> int:
    """The same for the bilans of a campaign, whose dates have changed."""
    return _revoir_tous(_a_revoir(jour, {"campagne": campagne_id}), jour)


def _a_revoir(jour: date, ou: Mapping[str, int]) -> list[int]:
    """Ids of the bilans whose right is not as their deadline asks.

    Late, still to be sent, without a suspension; or suspended, and sent, allowed later or out of
    object since. Two queries.
    """
    suspendus = SuspensionDroit.objects.en_cours().filter(
        cause=CauseSuspension.BILAN, equipement=OuterRef("equipement"), annee=OuterRef("annee")
    )
    attendus = Bilan.objects.filter(dispositif__in=DISPOSITIFS, **ou)
    prolonges = Derogation.objects.actives(jour).filter(dossier=OuterRef("pk"))
    en_retard = attendus.filter(
        ~Exists(suspendus),
        ~Exists(prolonges),
        etat__in=AVANT_ENVOI,
        campagne__echeance_le__lt=jour,
        campagne__suspendue_le=None,
        campagne__suspension_nationale_le=None,
    )
    a_lever = attendus.filter(
        ~Q(etat__in=AVANT_ENVOI) | Q(campagne__echeance_le__gte=jour) | Exists(prolonges),
        Exists(suspendus),
    )
    return sorted({pk for qs in (en_retard, a_lever) for pk in qs.values_list("pk", flat=True)})


def _revoir_tous(ids: Sequence[int], jour: date) -> int:
    for pk in ids:
        _revoir(pk, jour)
    return len(ids)


def _suspendre_sans_bilan(jour: date, ou: Mapping[str, int]) -> int:
    """Suspend the rights of exercices whose bilan was never asked of the équipement.

    Its COF or its adhesion came too late for the campaign: there is no bilan to be late. Only where
    that campaign asked others for theirs: what was filled before the portal is not known here. Once
    its dates change, the bilan is opened, and decides (``_a_revoir``).
    """
    echues = CampagneBilan.objects.filter(
        EN_SERVICE,
        Exists(Bilan.objects.filter(campagne=OuterRef("pk"), dispositif__in=DISPOSITIFS)),
        echeance_le__lt=jour,
        caf=OuterRef("caf"),
        annee=OuterRef("annee"),
    ).order_by("-echeance_le")
    siens = {"equipement": OuterRef("equipement"), "annee": OuterRef("annee")}
    suspendus = SuspensionDroit.objects.en_cours().filter(cause=CauseSuspension.BILAN, **siens)
    droits = Droit.objects.en_vigueur().filter(
        ~Exists(Bilan.objects.filter(dispositif__in=DISPOSITIFS, **siens)),
        ~Exists(suspendus),
        dispositif__in=DISPOSITIFS,
        **ou,
    )
    echus = droits.annotate(echeance=Subquery(echues.values("echeance_le")[:1]))
    cles = echus.exclude(echeance=None).order_by().values_list("equipement", "annee", "echeance")
    trouves = sorted(set(cles))
    equipements = Equipement.objects.select_related("portefeuille").in_bulk(
        {pk for pk, _, _ in trouves}
    )
    return sum(
        suspendre(
            equipements[pk],
            annee,
            CauseSuspension.BILAN,
            motif_sans_bilan(echeance),
            maintenant=timezone.now(),
        )
        for pk, annee, echeance in trouves
    )


@transaction.atomic
def _revoir(pk: int, jour: date) -> None:
    accorder_le_droit(Bilan.objects.verrouilles().get(pk=pk), jour, timezone.now())


def _motif_de_levee(bilan: Bilan) -> str:
    if bilan.etat == Etat.SANS_OBJET:
        return f"Le bilan {bilan.reference} est sans objet."
    if bilan.etat in AVANT_ENVOI and bilan.derogations.all():
        return f"Une dérogation permet de transmettre le bilan {bilan.reference}."
    if bilan.etat in AVANT_ENVOI:
        return f"De nouvelles dates permettent de transmettre le bilan {bilan.reference}."
    return f"Le bilan {bilan.reference} est transmis."
