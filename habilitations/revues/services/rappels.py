"""Reminders of a review: who is still to answer for whom, at the steps of the Caf's reminders."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Q, QuerySet
from django.urls import reverse

from habilitations.models import Habilitation, Revue, RevuePartenaire, Role, Utilisateur
from habilitations.rappels import REVUE, RappelDeDroits
from habilitations.revues.services.lettres import repondants
from habilitations.revues.voisinage import etape_du_jour
from portal.socle.formats import date_fr
from portal.socle.francais import compter, de_la

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Restantes(TypedDict):
        """What ``avec_comptes`` adds, of which this is read."""

        restantes: int

    Attendu = WithAnnotations[RevuePartenaire, _Restantes]


def rappels_des_revues(
    jour: date,
    *,
    depuis: date,
    caf_id: int | None = None,
    personnes: Collection[int] | None = None,
) -> list[RappelDeDroits]:
    """What is due that day, and what was told since ``depuis``: of one Caf, or to some people.

    Not the day a review opened: it was announced. By rights that verify.
    """
    ouvertes = Revue.objects.ouvertes().filter(ouverte_le__lt=jour)
    chez = Q()
    if caf_id is not None:
        chez &= Q(revue__caf=caf_id)
    if personnes is not None:
        siens = Habilitation.objects.filter(
            utilisateur__in=personnes,
            role__in=(Role.GESTIONNAIRE_HABILITATIONS, Role.APPROBATEUR),
        ).values_list("caf", "gestionnaire")
        couples = set(siens)
        chez &= Q(caf__in={caf for caf, _ in couples}, gestionnaire__in={g for _, g in couples})
    attendus = (
        RevuePartenaire.objects.filter(chez, revue__in=ouvertes)
        .avec_comptes()
        .filter(Q(restantes__gt=0))
        .select_related("gestionnaire", "revue__caf")
        .order_by("pk")
    )
    comptes = cast("QuerySet[Attendu]", attendus)
    dus = [(p, etape) for p in comptes if (etape := _etape(p, jour)) is not None]
    retenus = {p.pk: (p, etape, _dit(p, etape, depuis)) for p, etape in dus}
    a_dire = [p for p, etape, dit in retenus.values() if dit or p.etape != etape]
    return [
        _rappel(partenaire, qui, retenus[partenaire.pk][1], retenus[partenaire.pk][2], jour)
        for partenaire, gens in repondants(a_dire, jour)
        for qui in gens
        if personnes is None or qui.pk in personnes
    ]


def noter(rappels: Iterable[RappelDeDroits], jour: date) -> None:
    """Keep which step was told of each partner's review, and on which day."""
    for pk, etape in {r.marque for r in rappels if not r.dit}:
        RevuePartenaire.objects.filter(pk=pk).update(etape=etape, etape_le=jour)


def _etape(partenaire: RevuePartenaire, jour: date) -> int | None:
    return etape_du_jour(partenaire.caf_id, partenaire.revue.echeance_le, jour)


def _dit(partenaire: RevuePartenaire, etape: int, depuis: date) -> bool:
    """Told lately: the e-mail of another person, or of this one, says it."""
    le = partenaire.etape_le
    return partenaire.etape == etape and le is not None and le >= depuis


def _rappel(
    partenaire: "Attendu",
    qui: Utilisateur,
    etape: int,
    dit: bool,
    jour: date,
) -> RappelDeDroits:
    revue = partenaire.revue
    retard = revue.echeance_le < jour
    restantes = partenaire.restantes
    return RappelDeDroits(
        genre=REVUE,
        personne=qui,
        caf=revue.caf,
        gestionnaire_id=partenaire.gestionnaire_id,
        objet=f"Revue des accès {de_la(partenaire.gestionnaire.nom)}",
        manque=f"Dire de {compter(restantes, 'personne')} si elles gardent leur accès"
        if restantes > 1
        else "Dire d’une personne si elle garde son accès",
        delai=f"L’échéance était le {date_fr(revue.echeance_le)}"
        if retard
        else f"Avant le {date_fr(revue.echeance_le)}",
        suite="Sans réponse, leur accès sera suspendu à partir du "
        f"{date_fr(revue.suspension_le)} ; votre réponse le reprendra. Il sera retiré à partir du "
        f"{date_fr(revue.retrait_le)}.",
        adresse=reverse("revues:partenaire", args=[partenaire.pk]),
        en_retard=retard,
        marque=(partenaire.pk, etape),
        dit=dit,
    )
