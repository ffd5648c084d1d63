"""Projections: asked for by an agent of a Caf, computed apart with their progress. Nothing else is
written: neither right nor computation."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When

from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle.refus import interdit
from subventions.models import Droit, EtatProjection, NatureDroit, Projection
from subventions.models.droits import DroitQuerySet
from subventions.paiements.models import NOUVEL_EQUIPEMENT, CodeProfil, ProfilCaf
from subventions.paiements.regles.profils import retenir
from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.regles.acomptes.profils import Profil
from subventions.regles.bareme import Bareme
from subventions.simulateur.regles.prevision import Prevision
from subventions.simulateur.regles.projection import Cumul, Ligne, essayer, projeter

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
    dispositif: str,
    annee: int,
    essais: Mapping[str, str],
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
        dispositif=dispositif,
        annee=annee,
        essais=dict(essais),
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
        for territoire, avant, apres in _montants(projection, droits):
            cumul.ajouter(territoire, avant, apres)
            faits += 1
            if faits % LOT == 0:
                siennes.update(faits=faits)
        siennes.update(
            etat=EtatProjection.FAITE,
            total=faits,
            faits=faits,
            lignes=[cumul.lignes[nom].en_json() for nom in sorted(cumul.lignes)],
            prevision=prevoir(projection).en_json(),
            calculee_le=maintenant,
        )
    except Exception:
        siennes.update(etat=EtatProjection.ECHEC, calculee_le=None)
        journaux.exception("projection.interrompue", projection=projection_id)
        raise


def droits_de(projection: Projection) -> DroitQuerySet:
    """One right in force per équipement: the réel, else the last actualisé, else the forecast."""
    droits = Droit.objects.en_vigueur().filter(
        caf=projection.caf_id, dispositif=projection.dispositif, annee=projection.annee
    )
    if projection.portefeuille_id is not None:
        droits = droits.filter(equipement__portefeuille=projection.portefeuille_id)
    rang = Case(
        *(When(nature=nature, then=Value(rang)) for nature, rang in RANGS.items()),
        output_field=IntegerField(),
    )
    return droits.order_by("equipement_id", rang, "-numero", "-pk").distinct("equipement_id")


class _Essais:
    """The values tried in the barème of each file; few barèmes are many files’."""

    def __init__(self, projection: Projection) -> None:
        self._projection, self._plan = projection, plan_comptable()
        self._lire = lru_cache(maxsize=64)(self._essayer)

    def montant(self, fige: list[Any], donnees: Mapping[str, Any]) -> Decimal | None:
        """The amount of a file, from what it was frozen with."""
        projection = self._projection
        bareme = self._lire(json.dumps(fige, sort_keys=True))
        return projeter(projection.dispositif, donnees, bareme, self._plan, projection.annee)

    def _essayer(self, texte: str) -> Bareme:
        fige = Bareme.depuis_json(json.loads(texte))
        return essayer(fige, self._projection.dispositif, self._projection.essais)


def _montants(
    projection: Projection, droits: DroitQuerySet
) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Portfolio, amount frozen and amount tried, right by right."""
    essais = _Essais(projection)
    lus = droits.values_list(
        "equipement__portefeuille__nom",
        "calcul__montant",
        "calcul__bareme",
        "calcul__donnees",
    )
    for nom, montant, fige, donnees in lus.iterator(chunk_size=LOT):
        yield nom or HORS_PORTEFEUILLE, montant, essais.montant(fige, donnees)


def prevoir(projection: Projection) -> Prevision:
    """The payments of the exercice, month by month, file by file; two queries.

    Rights of the exercice are those tried; the réels of the two before, as they were frozen.
    """
    annees = range(projection.annee - 2, projection.annee + 1)
    droits = Droit.objects.en_vigueur().filter(
        caf=projection.caf_id, dispositif=projection.dispositif, annee__in=annees
    )
    if projection.portefeuille_id is not None:
        droits = droits.filter(equipement__portefeuille=projection.portefeuille_id)
    lus = droits.order_by("equipement_id", "annee", "numero", "pk").values_list(
        *("equipement_id", "equipement__ouvert_le", "annee", "nature"),
        *("calcul__montant", "calcul__bareme", "calcul__donnees"),
    )
    essayes, prevision = _Essais(projection), Prevision()
    profil_pour = _profil_pour(projection)
    for (_, ouvert_le), siens in groupby(lus.iterator(chunk_size=LOT), lambda lu: lu[:2]):
        connus: dict[str, Decimal] = {}
        for _, _, annee, nature, montant, fige, donnees in siens:
            recule = projection.annee - annee
            du_jour = essayes.montant(fige, donnees) if not recule else montant
            nom = nature if not recule else f"reel_n{recule}"
            if du_jour is not None and (not recule or nature == NatureDroit.REEL):
                connus[nom] = du_jour
        if {"reel", "actualise", "previsionnel"} & connus.keys():
            prevision.ajouter(connus, profil_pour(ouvert_le))
    return prevision


def _profil_pour(projection: Projection) -> Callable[[date | None], Profil | None]:
    """The profile of a file by the day its équipement opened; one query for them all."""
    siens = ProfilCaf.objects.filter(caf=projection.caf_id, dispositif=projection.dispositif)
    ligne = siens.applicables(projection.annee).first()

    def profil(ouvert_le: date | None) -> Profil | None:
        if ligne is None:
            return None
        retenu = retenir(
            *(CodeProfil(ligne.profil).value, ligne.nouveaux, NOUVEL_EQUIPEMENT),
            *(ouvert_le, projection.dispositif, projection.annee),
        )
        return profils_acomptes()[retenu.code]

    return profil


def lignes_de(projection: Projection) -> list[Ligne]:
    """The totals by portfolio of a projection that is computed."""
    return [Ligne.depuis_json(brut) for brut in projection.lignes]


def prevision_de(projection: Projection) -> Prevision | None:
    """The payments foreseen of a projection that is computed."""
    return Prevision.depuis_json(projection.prevision) if projection.prevision else None
