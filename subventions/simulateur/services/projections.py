"""Projections: asked for by an agent of a Caf, computed apart with their progress. Nothing else is
written: neither right nor computation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When

from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle.refus import interdit
from subventions.models import Droit, EtatProjection, NatureDroit, Projection
from subventions.models.droits import DroitQuerySet
from subventions.simulateur.regles.projection import Cumul, Ligne
from subventions.simulateur.services.essais import Essais
from subventions.simulateur.services.previsions import prevoir

journaux = structlog.get_logger(__name__)
# By name: tasks stand above the services.
TACHE = "subventions.tasks.calculer_projection"
# A request that the worker has not begun after that was lost with its queue; past a day, it is
# for people to ask again.
OUBLIEE_APRES = timedelta(minutes=5)
ATTENTE_MAX = timedelta(days=1)
# Rights read at once, and how often the page is told.
LOT = 500
HORS_PORTEFEUILLE = "Sans portefeuille"
# The right that tells most of an exercice: what it came to, else its last forecast.
RANGS = {NatureDroit.REEL: 0, NatureDroit.ACTUALISE: 1, NatureDroit.PREVISIONNEL: 2}


def demander(
    caf_id: int,
    dispositifs: Sequence[str],
    annee: int,
    essais: Mapping[str, Mapping[str, str]],
    *,
    acteur: Acteur,
    portefeuille_id: int | None = None,
    enveloppe: Decimal | None = None,
) -> Projection:
    """Have the worker compute a projection; ActionRefusee for who does not read files there."""
    if caf_id not in acteur.cafs_comme(FONCTIONS_INSTRUCTION):
        raise interdit("Une projection se demande à la Caf dont vous lisez les dossiers.")
    projection = Projection.objects.create(
        demandeur=acteur.utilisateur,
        caf_id=caf_id,
        portefeuille_id=portefeuille_id,
        dispositifs=list(dispositifs),
        annee=annee,
        essais={dispositif: dict(siens) for dispositif, siens in essais.items()},
        enveloppe=enveloppe,
        demandee_le=acteur.maintenant,
    )
    confier(projection.pk)
    return projection


def confier(projection_id: int) -> None:
    """Hand a projection to the worker, once it is kept; without a queue, ``reprendre`` will."""

    def envoyer() -> None:
        # One attempt: a queue that is down must not hold a page back.
        current_app.send_task(TACHE, [projection_id], retry=False, ignore_result=True)

    transaction.on_commit(envoyer, robust=True)


def reprendre(maintenant: datetime) -> int:
    """Ask again for the projections that nobody began, the queue having been down; how many."""
    oubliees = Projection.objects.filter(
        etat=EtatProjection.DEMANDEE,
        demandee_le__range=(maintenant - ATTENTE_MAX, maintenant - OUBLIEE_APRES),
    ).values_list("pk", flat=True)
    for projection_id in oubliees:
        # Forgotten by the queue before it is asked again: a busy worker finds it once.
        current_app.send_task(
            TACHE, [projection_id], ignore_result=True, expires=OUBLIEE_APRES.total_seconds()
        )
    return len(oubliees)


def calculer(projection_id: int, maintenant: datetime) -> None:
    """Compute a projection; run twice, the second finds it done.

    Memory is that of one lot and of the totals, whatever the number of files. Whatever stops it is
    said on the page, and told to the operator.
    """
    projection = Projection.objects.filter(pk=projection_id).first()
    if projection is None or projection.etat == EtatProjection.FAITE:
        return
    siennes = Projection.objects.filter(pk=projection_id)
    try:
        droits = droits_de(projection)
        siennes.update(etat=EtatProjection.CALCUL, total=droits.count(), faits=0)
        cumul, faits = Cumul(), 0
        for dispositif, territoire, avant, apres in _montants(projection, droits):
            cumul.ajouter(dispositif, territoire, avant, apres)
            faits += 1
            if faits % LOT == 0:
                siennes.update(faits=faits)
        siennes.update(
            etat=EtatProjection.FAITE,
            total=faits,
            faits=faits,
            lignes=[ligne.en_json() for ligne in cumul.rangees()],
            prevision={d: prevoir(projection, d).en_json() for d in projection.dispositifs},
            calculee_le=maintenant,
        )
    except Exception:
        siennes.update(etat=EtatProjection.ECHEC, calculee_le=None)
        journaux.exception("projection.interrompue", projection=projection_id)
        raise


def droits_de(projection: Projection) -> DroitQuerySet:
    """One right in force per équipement: the réel, else the last actualisé, else the forecast."""
    droits = Droit.objects.en_vigueur().filter(
        caf=projection.caf_id, dispositif__in=projection.dispositifs, annee=projection.annee
    )
    if projection.portefeuille_id is not None:
        droits = droits.filter(equipement__portefeuille=projection.portefeuille_id)
    rang = Case(
        *(When(nature=nature, then=Value(rang)) for nature, rang in RANGS.items()),
        output_field=IntegerField(),
    )
    return droits.order_by("equipement_id", rang, "-numero", "-pk").distinct("equipement_id")


def _montants(
    projection: Projection, droits: DroitQuerySet
) -> Iterator[tuple[str, str, Decimal | None, Decimal | None]]:
    """Dispositif, portfolio, amount frozen and amount tried, right by right."""
    essais = Essais(projection)
    lus = droits.values_list(
        "dispositif",
        "equipement__portefeuille__nom",
        "calcul__montant",
        "calcul__bareme",
        "calcul__donnees",
    )
    for code, nom, montant, fige, donnees in lus.iterator(chunk_size=LOT):
        yield code, nom or HORS_PORTEFEUILLE, montant, essais.montant(code, fige, donnees)


def lignes_de(projection: Projection) -> list[Ligne]:
    """The totals by dispositif and portfolio of a projection that is computed."""
    return [Ligne.depuis_json(brut) for brut in projection.lignes]
