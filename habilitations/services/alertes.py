"""Telling the Caf of what is not what it signed: once for each act and reason."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from habilitations import messages
from habilitations.alterations import ExamenActe, actes_alteres, alterations
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    AlerteDroit,
    Delegation,
    Fonction,
    Habilitation,
)
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import ALERTES, Motif
from habilitations.verification import ActeSigne, Examen
from portal.socle import courriels, journal
from portal.socle.fautes import Faute

log = structlog.get_logger(__name__)
# The line of the journal of each, and the column of the alert that bears it.
ACTIONS = {
    Habilitation: ("droit.altere", "droit"),
    Delegation: ("delegation.alteree", "delegation"),
    Adhesion: ("adhesion.alteree", "base"),
}
ACTION = ACTIONS[Habilitation][0]
Examine = Examen | ExamenActe
# What a right is told for when its adhesion is not what the Caf signed.
DE_LA_BASE = (Motif.BASE_NON_VERIFIEE, Motif.BASE_LEVEE)
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
def alerter(examens: Collection[Examine], maintenant: datetime) -> int:
    """Keep, journal and write to the Caf's responsables what was not told yet; return how many.

    An alert is told again once the right was signed anew and altered anew. Reasons that the
    portal's own acts explain (``ALERTES`` leaves them out) are ignored.
    """
    nouveaux = _nouveaux([e for e in examens if e.motif in ALERTES], maintenant)
    par_caf: dict[int, list[Examine]] = {}
    for examen in nouveaux:
        action, _ = ACTIONS[type(examen.acte)]
        log.error(action, acte=examen.acte.pk, motif=str(examen.motif))
        for caf in cafs_concernees(examen):
            par_caf.setdefault(caf, []).append(examen)
    for caf, siens in sorted(par_caf.items()):
        _ecrire_aux_responsables(caf, siens, maintenant)
    journal.ecrire_plusieurs([_fait(examen, maintenant) for examen in nouveaux])
    return len(nouveaux)


def regler_les_alertes(bases: Collection[Adhesion], maintenant: datetime) -> None:
    """Deal with what was told of adhesions signed again, and of rights because of them."""
    siennes = Q(base__in=bases) | Q(droit__base__in=bases, motif__in=DE_LA_BASE)
    AlerteDroit.objects.filter(siennes, reglee_le=None).update(reglee_le=maintenant)


def droits_alteres() -> Iterator[Faute]:
    """Every act that does not verify, for the nightly check of the data; writes nothing."""
    for examen in alterations():
        if examen.motif:
            yield Faute("droit", f"n° {examen.droit.pk}", messages.phrase(examen.motif))
    for autre in actes_alteres():
        nom = str(autre.acte._meta.verbose_name)
        yield Faute(nom, f"n° {autre.acte.pk}", dire_de_l_acte(autre.acte, autre.motif))


def dire_de_l_acte(acte: ActeSigne, motif: Motif) -> str:
    """What is wrong with a right, a delegation or an adhesion, in a French sentence."""
    if isinstance(acte, Habilitation):
        return messages.phrase(motif)
    de_la_base = isinstance(acte, Adhesion)
    phrase = messages.phrase_de_l_adhesion if de_la_base else messages.phrase_de_la_delegation
    return phrase(motif)


def cafs_concernees(examen: Examine) -> set[int]:
    """The Caf that the row names, and those of its base and of its key: it may have been moved."""
    acte = examen.acte
    base = None if isinstance(acte, Adhesion) else acte.base
    autres = {base.caf_id} if base else set()
    return {acte.caf_id} | autres | ({acte.cle.caf_id} if acte.cle else set())


def _nouveaux(examens: Sequence[Examine], maintenant: datetime) -> list[Examine]:
    """Those not told already; of two processes that see the same, one tells it."""
    nouveaux: list[Examine] = []
    for modele, (_, champ) in ACTIONS.items():
        if siens := [e for e in examens if isinstance(e.acte, modele)]:
            nouveaux += _nouveaux_d_un_genre(siens, champ, maintenant)
    return nouveaux


def _nouveaux_d_un_genre(
    examens: Sequence[Examine], champ: str, maintenant: datetime
) -> list[Examine]:
    ouvertes = AlerteDroit.objects.filter(
        **{f"{champ}__in": [e.acte.pk for e in examens]}, reglee_le__isnull=True
    )
    connues = set(ouvertes.values_list(champ, "motif"))
    alertes = [
        AlerteDroit(**{champ: e.acte}, motif=e.motif, vue_le=maintenant)
        for e in examens
        if e.motif and (e.acte.pk, e.motif) not in connues
    ]
    AlerteDroit.objects.bulk_create(alertes, ignore_conflicts=True)
    # Of a race, the loser finds the winner's rows, written at another moment or by another id.
    miennes = set(ouvertes.filter(vue_le=maintenant).values_list(champ, "motif")) - connues
    return [e for e in examens if (e.acte.pk, e.motif) in miennes]


def _ecrire_aux_responsables(caf_id: int, examens: Sequence[Examine], maintenant: datetime) -> None:
    agents = AffectationAgent.objects.actives(timezone.localdate(maintenant)).filter(
        caf=caf_id, fonction=Fonction.RESPONSABLE_HABILITATIONS
    )
    contexte = {
        "actes": [
            (e.acte, e.acte._meta.verbose_name, dire_de_l_acte(e.acte, e.motif))
            for e in examens[:DITS]
            if e.motif
        ],
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
            concerne=examens[0].acte,
            caf_id=caf_id,
            maintenant=maintenant,
        )


def _fait(examen: Examine, maintenant: datetime) -> journal.Fait:
    acte = examen.acte
    details: dict[str, object] = {"motif": str(examen.motif)}
    if isinstance(acte, Habilitation):
        details["personne"] = acte.utilisateur_id
    return journal.Fait(
        action=ACTIONS[type(acte)][0],
        auteur=None,
        objet=acte,
        gestionnaire_id=acte.gestionnaire_id,
        caf_id=acte.caf_id,
        details=details,
        le=maintenant,
    )
