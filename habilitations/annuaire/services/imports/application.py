"""Confirming a list: all of it or, when asked, its right lines; nothing that was not looked at."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import transaction

from habilitations.annuaire.imports.plan import IDENTIQUE, REFUSE, LignePlan
from habilitations.annuaire.services.acces import exiger_administrateur
from habilitations.annuaire.services.imports import depot as depots
from habilitations.annuaire.services.imports.ecriture import Ecriture
from habilitations.models import Caf, EtatImport, ImportAnnuaire
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import impossible

journaux = structlog.get_logger(__name__)
TACHE_IMPORT = "habilitations.tasks.appliquer_import"
# Longer than the queue keeps a list waiting while it works.
OUBLIE_APRES = timedelta(minutes=5)
# Seconds during which the progress of an import is told.
AVANCEMENT_GARDE = 3_600


class ApercuDepasse(Exception):
    """The annuaire changed since the plan was looked at: it is to be looked at again."""


class LignesRefusees(Exception):
    """Some lines are wrong, and nobody asked for the others alone."""


@transaction.atomic
def confirmer(depot_id: int, *, vu: str, justes: bool, acteur: Acteur) -> ImportAnnuaire:
    """Import a list looked at: at once when short, else apart; confirmed again, no effect.

    ``vu`` is the plan that was on the page, ``justes`` asks for the right lines alone. Raises
    ImportAnnuaire.DoesNotExist (not one's own), ApercuDepasse, LignesRefusees, ActionRefusee.
    """
    depot = ouvrir(depot_id, acteur)
    if depot.etat in (EtatImport.FAIT, EtatImport.APPLICATION):
        return depot
    if depot.etat != EtatImport.PRET:
        raise impossible("Ce fichier n’est pas encore examiné.")
    if vu != depot.vu:
        raise ApercuDepasse
    if depot.compte.get(REFUSE) and not justes:
        raise LignesRefusees
    depot.justes, depot.etat = justes, EtatImport.APPLICATION
    depot.save(update_fields=["justes", "etat"])
    if depot.total <= depots.LIGNES_IMMEDIATES:
        _importer(depot, acteur, lambda faites: None)
    else:
        depots.confier(TACHE_IMPORT, depot.pk)
    return depot


def reprendre(maintenant: datetime) -> int:
    """Ask again for the lists that nobody plans or imports, the queue having been down; return how
    many. One that a worker holds is locked, or done, when the second comes: no effect.
    """
    taches = {EtatImport.EXAMEN: depots.TACHE_EXAMEN, EtatImport.APPLICATION: TACHE_IMPORT}
    oublies = ImportAnnuaire.objects.filter(
        etat__in=taches,
        total__gt=depots.LIGNES_IMMEDIATES,
        depose_le__lt=maintenant - OUBLIE_APRES,
    ).exclude(etat=EtatImport.EXAMEN, faites__gt=0)
    for depot in oublies.only("pk", "etat"):
        # Forgotten by the queue before it is asked again: a busy worker finds it once.
        current_app.send_task(
            taches[EtatImport(depot.etat)], [depot.pk], expires=OUBLIE_APRES.total_seconds()
        )
    return len(oublies)


def appliquer(depot_id: int, *, acteur: Acteur) -> None:
    """Import a list confirmed, in one transaction; done already, no effect.

    When the annuaire moved meanwhile, its new plan is kept and waits to be looked at; whatever
    else stops it leaves nothing written, and says so on its page.
    """
    try:
        with transaction.atomic():
            depot = ouvrir(depot_id, acteur)
            if depot.etat == EtatImport.APPLICATION:
                _importer(depot, acteur, suivre_l_avancement(depot_id))
    except ApercuDepasse:
        ImportAnnuaire.objects.filter(pk=depot_id).update(etat=EtatImport.EXAMEN)
        depots.examiner_import(depot_id, acteur=acteur)
    except Exception:
        ImportAnnuaire.objects.filter(pk=depot_id).update(etat=EtatImport.ECHEC)
        journaux.exception("annuaire.import_interrompu", depot=depot_id)
        raise


def ouvrir(depot_id: int, acteur: Acteur) -> ImportAnnuaire:
    """Lock a list of this person. Raises ImportAnnuaire.DoesNotExist, ActionRefusee."""
    depot = (
        ImportAnnuaire.objects.select_related("caf")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=depot_id, depose_par=acteur.utilisateur)
    )
    exiger_administrateur(acteur, depot.caf_id)
    return depot


def _importer(depot: ImportAnnuaire, acteur: Acteur, avancer: Callable[[int], None]) -> None:
    """Plan again, under a lock that orders the imports of a Caf, and write what was looked at."""
    Caf.objects.select_for_update(no_key=True).get(pk=depot.caf_id)
    plans = depots.planifier(depot, acteur)
    if depots.empreinte_du_plan(plans) != depot.vu:
        raise ApercuDepasse
    a_ecrire = [plan for plan in plans if plan.issue not in (REFUSE, IDENTIQUE)]
    Ecriture(depot.caf, acteur, avancer).ecrire(a_ecrire)
    _clore(depot, plans, acteur)


def _clore(depot: ImportAnnuaire, plans: list[LignePlan], acteur: Acteur) -> None:
    depot.etat, depot.contenu, depot.fini_le = EtatImport.FAIT, [], acteur.maintenant
    depot.save(update_fields=["etat", "contenu", "fini_le"])
    journal.ecrire(
        "annuaire.importe",
        auteur=acteur.utilisateur,
        objet=depot,
        caf_id=depot.caf_id,
        details={
            "fichier": depot.fichier_nom,
            "empreinte": depot.fichier_empreinte,
            "compte": depots.compter_issues(plans),
            "justes": depot.justes,
        },
        le=acteur.maintenant,
    )


def abandonner(depot_id: int, *, acteur: Acteur) -> None:
    """Throw a list away before it is imported; again, no effect."""
    ImportAnnuaire.objects.filter(
        pk=depot_id,
        depose_par=acteur.utilisateur,
        etat__in=[EtatImport.EXAMEN, EtatImport.PRET, EtatImport.ECHEC],
    ).delete()


def suivre_l_avancement(depot_id: int) -> Callable[[int], None]:
    """Tells how far an import is while its transaction, that nobody sees yet, is open."""

    def avancer(faites: int) -> None:
        with suppress(Exception):  # A queue that is down holds no import back.
            cache.set(_cle(depot_id), faites, AVANCEMENT_GARDE)

    return avancer


def avancement(depot_id: int) -> int:
    """Lines written so far of an import under way."""
    with suppress(Exception):
        return int(cache.get(_cle(depot_id)) or 0)
    return 0


def _cle(depot_id: int) -> str:
    return f"import-annuaire-{depot_id}"
