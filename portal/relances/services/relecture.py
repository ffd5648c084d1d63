"""A reminder read again as it leaves: the day, the deadline, the file or the person may have moved.

It then says what is due on the day it leaves, and counts as the e-mail of that day. What is not
true any more is withdrawn with its reason; what has become due meanwhile is added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from habilitations.models import Utilisateur
from habilitations.rappels import RappelDeDroits
from portal.relances.models import Envoi, Relance
from portal.relances.regles.etapes import libelle_etape
from portal.relances.services.attente import est_attendu
from portal.relances.services.droits import noter, rappels_de
from portal.relances.services.lettres import A_ENVOYER, Lettre, Objet
from portal.relances.services.plan import plan
from portal.relances.services.redaction import rediger
from portal.relances.services.retraits import retirer
from portal.socle.models import Courriel
from portal.socle.relecture import Relu, Retire, Verdict

RELECTEUR = "relances.rappel"

FINI = "Plus rien n’était attendu de cette personne au moment de l’envoi."
ECHEANCE_CHANGEE = "L’échéance a changé avant l’envoi."
SUSPENDUE = "Les relances de cette campagne étaient suspendues au moment de l’envoi."
DEJA_ECRIT = "Un autre courriel de rappel a été écrit à cette personne ce jour-là."
PEUT_ETRE_ARRIVE = " Une première remise est restée sans réponse : il a pu arriver."


@dataclass(frozen=True)
class _EnMain:
    """An e-mail about to leave, whose it is, and the reminders that it says."""

    courriel: Courriel
    envoi: Envoi
    qui: Utilisateur
    relances: list[Relance]

    def jour(self, maintenant: datetime) -> date:
        """The day that it leaves."""
        return max(self.envoi.jour, timezone.localdate(maintenant))


def relire_rappels(courriels: Sequence[Courriel], maintenant: datetime) -> dict[int, Verdict]:
    """What the e-mail of each person says at this moment, or why it must not leave; by its id.

    The persons' rows are locked, as when they were written: a run of the day waits, or is waited
    for. Of two e-mails of one person the first alone is read: what it becomes decides of the other.
    """
    lots: dict[tuple[date, date], list[_EnMain]] = defaultdict(list)
    for en_main in _prendre(courriels):
        lots[en_main.jour(maintenant), en_main.envoi.jour].append(en_main)
    return {
        en_main.courriel.pk: verdict
        for (jour, depuis), lot in lots.items()
        for en_main, verdict in _relire(lot, jour, depuis, maintenant)
    }


def _prendre(courriels: Sequence[Courriel]) -> list[_EnMain]:
    """Lock whose they are, then read what they say."""
    par_courriel = {c.pk: c for c in courriels}
    envois: dict[int, Envoi] = {}
    for envoi in Envoi.objects.filter(courriel__in=par_courriel).order_by("pk"):
        envois.setdefault(envoi.utilisateur_id, envoi)
    gens = Utilisateur.objects.select_for_update(no_key=True).filter(pk__in=envois)
    personnes = {qui.pk: qui for qui in gens.order_by("pk")}
    dites: dict[int, list[Relance]] = defaultdict(list)
    siennes = Relance.objects.reglees().filter(envoi__in=[e.pk for e in envois.values()])
    for relance in siennes.select_related("utilisateur"):
        dites[relance.envoi_id or 0].append(relance)
    return [
        _EnMain(par_courriel[envoi.courriel_id], envoi, personnes[pk], dites[envoi.pk])
        for pk, envoi in envois.items()
    ]


def _relire(
    lot: Sequence[_EnMain], jour: date, depuis: date, maintenant: datetime
) -> Iterator[tuple[_EnMain, Verdict]]:
    """E-mails written on a day (``depuis``), as things stand on the one that they leave."""
    gens = [e.qui.pk for e in lot]
    autres = Envoi.objects.filter(utilisateur__in=gens, jour=jour)
    autres = autres.exclude(pk__in=[e.envoi.pk for e in lot])
    deja = set(autres.values_list("utilisateur", flat=True))
    ecrites = {(e.qui.pk, r.dossier_id, r.echeance): r.etape for e in lot for r in e.relances}
    lettres = {x.destinataire.pk: x for x in plan(jour, personnes=gens, ecrites=ecrites)}
    dus = rappels_de(jour, gens, depuis=depuis)
    for e in lot:
        if e.qui.pk in deja:
            perdues = dict.fromkeys(e.relances, DEJA_ECRIT)
            yield e, _tout_retirer(e.courriel, e.relances, perdues, maintenant)
        else:
            prevus = lettres[e.qui.pk].objets if e.qui.pk in lettres else ()
            yield e, _dire(e, prevus, dus.get(e.qui.pk, ()), jour, maintenant)


def _dire(
    e: _EnMain,
    prevus: Collection[Objet],
    dus: Collection[RappelDeDroits],
    jour: date,
    maintenant: datetime,
) -> Verdict:
    """What one of them says, of all that this person is to be reminded of on the day."""
    miennes = {r.pk for r in e.relances}
    # Added to what a server may have kept under the same identifier, it would not be read.
    ajoutable = e.courriel.reprises == 0
    objets = tuple(
        o
        for o in prevus
        if (o.statut == A_ENVOYER and ajoutable)
        or (o.relance and o.relance.pk in miennes and not o.est_en_pause)
    )
    droits = tuple(d for d in dus if d.dit or ajoutable)
    perdues = _perdues(e.relances, objets, prevus, jour)
    if not objets and not droits:
        return _tout_retirer(e.courriel, e.relances, perdues, maintenant)
    if ajoutable:
        _retirer(perdues, maintenant)
    lettre = Lettre(e.qui, objets, droits)
    _completer(e.envoi, objets, jour, droits=bool(droits))
    noter([lettre], jour, maintenant)
    redige = rediger(lettre)
    return Relu(e.qui.email, redige.objet, redige.texte, redige.html)


def _perdues(
    relances: Collection[Relance],
    objets: Collection[Objet],
    prevus: Collection[Objet],
    jour: date,
) -> dict[Relance, str]:
    """The reminders that are not true any more, each with the reason."""
    gardees = {o.relance.pk for o in objets if o.relance}
    par_dossier = {o.dossier.pk: o for o in prevus}
    perdues = {}
    for relance in relances:
        if relance.pk not in gardees:
            perdues[relance] = _raison(relance, par_dossier.get(relance.dossier_id), jour)
    return perdues


def _raison(relance: Relance, prevu: Objet | None, jour: date) -> str:
    if prevu is None:
        attendu = est_attendu(relance.utilisateur, relance.dossier_id, jour)
        return ECHEANCE_CHANGEE if attendu else FINI
    if prevu.limite.le != relance.echeance:
        return ECHEANCE_CHANGEE
    if prevu.etape != relance.etape:
        return f"L’étape {libelle_etape(prevu.etape)} est venue avant l’envoi."
    return SUSPENDUE


def _tout_retirer(
    courriel: Courriel,
    relances: Collection[Relance],
    perdues: dict[Relance, str],
    maintenant: datetime,
) -> Retire:
    """Nothing of it leaves. What a server may have kept settles its step: never told twice."""
    raisons = " ".join(dict.fromkeys(perdues[r] for r in relances)) or FINI
    if courriel.reprises:
        return Retire(raisons + PEUT_ETRE_ARRIVE)
    _retirer(perdues, maintenant)
    return Retire(raisons)


def _retirer(perdues: dict[Relance, str], maintenant: datetime) -> None:
    par_motif: dict[str, list[int]] = defaultdict(list)
    for relance, motif in perdues.items():
        par_motif[motif].append(relance.pk)
    for motif, ids in par_motif.items():
        retirer(Relance.objects.filter(pk__in=ids), motif, maintenant)


def _completer(envoi: Envoi, objets: Collection[Objet], jour: date, *, droits: bool) -> None:
    """The e-mail counts for the day it leaves, with what has become due and what is missing now."""
    if (envoi.jour, envoi.droits) != (jour, droits):
        envoi.jour, envoi.droits = jour, droits
        envoi.save(update_fields=["jour", "droits"])
    modifiees = []
    for objet in objets:
        if objet.relance and objet.relance.manque != objet.manque:
            objet.relance.manque = objet.manque
            modifiees.append(objet.relance)
    Relance.objects.bulk_update(modifiees, ["manque"])
    Relance.objects.bulk_create(o.a_ecrire(envoi) for o in objets if o.relance is None)
