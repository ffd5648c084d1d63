"""Background work of the rights: verified once a day, reviewed, and their acts sealed."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

import structlog
from celery import shared_task
from django.db.models import Exists, OuterRef
from django.utils import timezone

from habilitations.adhesions.services.rappels import rappeler
from habilitations.alterations import ExamenActe, actes_alteres, alterations
from habilitations.annuaire.services.imports import application, depot
from habilitations.exports.acte import acte_scelle
from habilitations.models import ActeHabilitation, Caf, Habilitation, ImportAnnuaire
from habilitations.permissions import Acteur
from habilitations.portee import au_nom_de
from habilitations.revues.services.nuit import passer
from habilitations.services import connexions
from habilitations.services.actes import conserver, demander_acte
from habilitations.services.alertes import alerter
from habilitations.verification import Examen
from portal.socle import retenues
from portal.socle.cachets.scelle import CachetImpossible
from portal.socle.contenus import FichierRefuse
from portal.socle.refus import ActionRefusee

log = structlog.get_logger(__name__)
# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000
# Alerts written in one transaction.
ENSEMBLE = 500
# Acts sealed in one round: what is left waits for the next one, an hour later.
TOURNEE = 200


@shared_task(
    raison="vérifier les droits de tout le portail",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 120,
)
def verifier_les_droits() -> int:
    """Once a day: verify all that Cafs sign, by lots, and tell them of what is altered.

    Rights, then delegations and adhesions, whether or not something rests on them. Return how
    many do not verify, those that a revoked key had signed included.
    """
    refuses, maintenant = 0, timezone.now()
    a_dire: list[Examen | ExamenActe] = []
    examens: Iterator[Examen | ExamenActe] = chain(alterations(), actes_alteres())
    for examen in examens:
        if examen.motif is None:
            continue
        refuses += 1
        a_dire.append(examen)
        if len(a_dire) == ENSEMBLE:
            alerter(a_dire, maintenant)
            a_dire.clear()
    alerter(a_dire, maintenant)
    log.info("droits.verifies", refuses=refuses)
    return refuses


@shared_task(
    raison="rappeler les adhésions qui attendent",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 120,
)
def rappeler_les_adhesions() -> int:
    """Once a day, Caf by Caf: recall the adhesions that wait to whoever holds them up.

    Return how many e-mails were written; run again, none. None either while reminders are held.
    """
    if retenues.en_cours():
        return 0
    cafs = Caf.objects.filter(
        dossiers_adhesion__complet_le__isnull=True, dossiers_adhesion__sans_suite_le__isnull=True
    )
    ids = cafs.order_by("pk").values_list("pk", flat=True).distinct()
    ecrits = sum(rappeler(caf_id, timezone.now()) for caf_id in ids)
    log.info("adhesions.rappelees", courriels=ecrits)
    return ecrits


@shared_task(raison="effacer les connexions finies")
def purger_les_connexions() -> int:
    """Once a day: sessions that are over are deleted, with what was known of their devices."""
    return connexions.purger(timezone.now())


@shared_task(raison="sceller un acte demandé")
def sceller_acte(acte_id: int) -> bool:
    """Print and seal an act that was asked for; tell whether it is there. Run twice, once done."""
    return _sceller(ActeHabilitation.objects.get(pk=acte_id))


@shared_task(raison="établir l’acte d’un droit accordé")
def etablir_acte(droit_id: int) -> bool:
    """Ask for the act of a right just granted, in the name of who granted it; run twice, one act.

    None when the right gives nothing any more, or when they no longer look after it.
    """
    droit = Habilitation.objects.select_related("accordee_par").get(pk=droit_id)
    if droit.accordee_par is None:
        return False
    try:
        demander_acte(droit.pk, acteur=Acteur(droit.accordee_par, timezone.now()))
    except (ActionRefusee, Habilitation.DoesNotExist) as refus:
        log.info("acte.non_etabli", droit=droit.pk, raison=str(refus))
        return False
    return True


@shared_task(raison="sceller les actes qui attendent")
def sceller_les_actes() -> int:
    """Every hour: the acts that could not be sealed when they were asked for, oldest first."""
    en_attente = ActeHabilitation.objects.a_sceller().order_by("pk")[:TOURNEE]
    return sum(_sceller(acte) for acte in en_attente)


@shared_task(raison="revoir les droits de tout le portail")
def revoir_les_droits(le: str = "") -> int:
    """Once a day: one task for each Caf; ``le`` (AAAA-MM-JJ) replays another day."""
    jour = date.fromisoformat(le) if le else timezone.localdate()
    cafs = Caf.objects.filter(Exists(Habilitation.objects.filter(caf=OuterRef("pk"))))
    ids = list(cafs.order_by("pk").values_list("pk", flat=True))
    for caf_id in ids:
        revoir_la_caf.delay(caf_id, jour.isoformat())
    return len(ids)


@shared_task(
    raison="revoir les droits d’une Caf",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 120,
    ignore_result=True,
)
def revoir_la_caf(caf_id: int, le: str) -> None:
    """Reviews and dormant accounts of one Caf: opened, reminded, then suspended and withdrawn.

    Not while reminders are held: answers may be missing, which a restore has lost.
    """
    if not retenues.en_cours():
        passer(caf_id, date.fromisoformat(le), timezone.now())


def _sceller(acte: ActeHabilitation) -> bool:
    if acte.est_scelle:
        return True
    try:
        conserver(acte.pk, acte_scelle(acte), timezone.now())
    except (CachetImpossible, FichierRefuse) as erreur:
        # Nobody's page fails because of it: the act waits, and the operator is told.
        log.error("cachet.impossible", acte=acte.reference, raison=str(erreur))
        return False
    return True


@shared_task(raison="examiner une liste déposée")
def examiner_import(depot_id: int) -> None:
    """Plan a long list sent to the annuaire, with the rights of who sent it, as they are now."""
    auteur = _auteur(depot_id)
    with au_nom_de(auteur):
        depot.examiner_import(depot_id, acteur=auteur)


@shared_task(raison="importer une liste confirmée")
def appliquer_import(depot_id: int) -> None:
    """Import a long list that was confirmed; run twice, it is imported once."""
    auteur = _auteur(depot_id)
    with au_nom_de(auteur):
        application.appliquer(depot_id, acteur=auteur)


@shared_task(raison="reprendre les listes déposées")
def reprendre_imports() -> int:
    """Every five minutes: lists handed in, or confirmed, while the queue was down."""
    return application.reprendre(timezone.now())


def _auteur(depot_id: int) -> Acteur:
    quoi = ImportAnnuaire.objects.select_related("depose_par").get(pk=depot_id)
    return Acteur(quoi.depose_par, timezone.now())
