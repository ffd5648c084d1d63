"""A reminder read again as it leaves: the day, the deadline, the file or the person may have moved.

It then says what is due on the day it leaves, and counts as the e-mail of that day. What is not
true any more is withdrawn with its reason; what has become due meanwhile is added.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from habilitations.models import Utilisateur
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


def relire_rappel(courriel: Courriel, maintenant: datetime) -> Verdict:
    """What the e-mail of a person says at this moment, or why it must not leave.

    The person's row is locked, as when it was written: a run of the day waits, or is waited for.
    """
    envoi = Envoi.objects.get(courriel=courriel.pk)
    qui = Utilisateur.objects.select_for_update(no_key=True).get(pk=envoi.utilisateur_id)
    jour = max(envoi.jour, timezone.localdate(maintenant))
    relances = list(Relance.objects.reglees().filter(envoi=envoi).select_related("utilisateur"))
    if Envoi.objects.filter(utilisateur=qui, jour=jour).exclude(pk=envoi.pk).exists():
        return _tout_retirer(courriel, relances, dict.fromkeys(relances, DEJA_ECRIT), maintenant)
    prevus = _prevus(qui, relances, jour)
    miennes = {r.pk for r in relances}
    # Added to what a server may have kept under the same identifier, it would not be read.
    ajoutable = courriel.reprises == 0
    objets = tuple(
        o
        for o in prevus
        if (o.statut == A_ENVOYER and ajoutable)
        or (o.relance and o.relance.pk in miennes and not o.est_en_pause)
    )
    droits = tuple(
        d
        for d in rappels_de(jour, [qui.pk], depuis=envoi.jour).get(qui.pk, ())
        if d.dit or ajoutable
    )
    perdues = _perdues(relances, objets, prevus, jour)
    if not objets and not droits:
        return _tout_retirer(courriel, relances, perdues, maintenant)
    if not courriel.reprises:
        _retirer(perdues, maintenant)
    lettre = Lettre(qui, objets, droits)
    _completer(envoi, objets, jour, droits=bool(droits))
    noter([lettre], jour, maintenant)
    redige = rediger(lettre)
    return Relu(qui.email, redige.objet, redige.texte, redige.html)


def _prevus(qui: Utilisateur, relances: Collection[Relance], jour: date) -> tuple[Objet, ...]:
    """All that this person is to be reminded of on the day, what the e-mail says included."""
    ecrites = {(r.dossier_id, r.echeance): r.etape for r in relances}
    lettres = plan(jour, personnes=[qui.pk], ecrites=ecrites)
    return lettres[0].objets if lettres else ()


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
