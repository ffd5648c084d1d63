"""Telling the Caf of rights that are not what it signed: once for each right and reason."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone

from habilitations import messages
from habilitations.models import AffectationAgent, AlerteDroit, Fonction
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import ALERTES
from habilitations.verification import Examen, alterations
from portal.socle import courriels, journal
from portal.socle.fautes import Faute

log = structlog.get_logger(__name__)
ACTION = "droit.altere"
# More than these are counted: an e-mail of a thousand lines is not read.
DITS = 50


def signaler(acteur: Acteur) -> None:
    """Alert about the rights that a request has just read; a page never fails because of it."""
    if not acteur.alterations:
        return
    try:
        alerter(acteur.alterations, acteur.maintenant)
    except DatabaseError:
        log.exception("droit.alerte_non_ecrite", personne=acteur.utilisateur.pk)


@transaction.atomic
def alerter(examens: Collection[Examen], maintenant: datetime) -> int:
    """Keep, journal and write to the Caf's responsables what was not told yet; return how many.

    An alert is told again once the right was signed anew and altered anew. Reasons that the
    portal's own acts explain (``ALERTES`` leaves them out) are ignored.
    """
    nouveaux = _nouveaux([e for e in examens if e.motif in ALERTES], maintenant)
    par_caf: dict[int, list[Examen]] = {}
    for examen in nouveaux:
        log.error("droit.altere", droit=examen.droit.pk, motif=str(examen.motif))
        for caf in cafs_concernees(examen):
            par_caf.setdefault(caf, []).append(examen)
    for caf, siens in sorted(par_caf.items()):
        _ecrire_aux_responsables(caf, siens, maintenant)
    journal.ecrire_plusieurs([_fait(examen, maintenant) for examen in nouveaux])
    return len(nouveaux)


def droits_alteres() -> Iterator[Faute]:
    """Every right that does not verify, for the nightly check of the data; writes nothing."""
    for examen in alterations():
        if examen.motif:
            yield Faute("droit", f"n° {examen.droit.pk}", messages.phrase(examen.motif))


def cafs_concernees(examen: Examen) -> set[int]:
    """The Caf that the row names, and those of its base and of its key: it may have been moved."""
    droit = examen.droit
    autres = {droit.base.caf_id} if droit.base else set()
    return {droit.caf_id} | autres | ({droit.cle.caf_id} if droit.cle else set())


def _nouveaux(examens: Sequence[Examen], maintenant: datetime) -> list[Examen]:
    """Those not told already; of two processes that see the same, one tells it."""
    if not examens:
        return []
    ouvertes = AlerteDroit.objects.filter(
        droit__in=[e.droit.pk for e in examens], reglee_le__isnull=True
    )
    connues = set(ouvertes.values_list("droit", "motif"))
    alertes = [
        AlerteDroit(droit=e.droit, motif=e.motif, vue_le=maintenant)
        for e in examens
        if e.motif and (e.droit.pk, e.motif) not in connues
    ]
    AlerteDroit.objects.bulk_create(alertes, ignore_conflicts=True)
    # Of a race, the loser finds the winner's rows, written at another moment or by another id.
    miennes = set(ouvertes.filter(vue_le=maintenant).values_list("droit", "motif")) - connues
    return [e for e in examens if (e.droit.pk, e.motif) in miennes]


def _ecrire_aux_responsables(caf_id: int, examens: Sequence[Examen], maintenant: datetime) -> None:
    agents = AffectationAgent.objects.actives(timezone.localdate(maintenant)).filter(
        caf=caf_id, fonction=Fonction.RESPONSABLE_HABILITATIONS
    )
    contexte = {
        "droits": [(e.droit, messages.phrase(e.motif)) for e in examens[:DITS] if e.motif],
        "nombre": len(examens),
        "autres": max(0, len(examens) - DITS),
    }
    texte, html = courriels.rendre("droits_alteres", contexte)
    for agent in agents.select_related("utilisateur"):
        courriels.deposer(
            agent.utilisateur.email,
            "Alerte : des droits d’accès ne sont plus ceux que votre Caf a signés",
            texte,
            html=html,
            destinataire_id=agent.utilisateur_id,
            concerne=examens[0].droit,
            caf_id=caf_id,
            maintenant=maintenant,
        )


def _fait(examen: Examen, maintenant: datetime) -> journal.Fait:
    droit = examen.droit
    return journal.Fait(
        action=ACTION,
        auteur=None,
        objet=droit,
        gestionnaire_id=droit.gestionnaire_id,
        caf_id=droit.caf_id,
        details={"motif": str(examen.motif), "personne": droit.utilisateur_id},
        le=maintenant,
    )
