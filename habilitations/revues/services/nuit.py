"""What each night does of reviews and dormant accounts at one Caf; safe to run again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from habilitations.models import (
    Habilitation,
    LigneRevue,
    Revue,
    Sommeil,
    Vague,
)
from habilitations.models.reglages import reglages_de
from habilitations.regles.reglages import Reglages, revue_due
from habilitations.revues.regles.vagues import depasse
from habilitations.revues.services.candidats import Prevue, lignes_sans_reponse, prevoir
from habilitations.revues.services.ouverture import ouvrir_revue
from habilitations.revues.services.sommeils import annoncer_les_sommeils
from habilitations.revues.services.suites import dire_la_vague, prevenir_de_l_arret
from habilitations.services import masse

LOT = 200


def passer(caf_id: int, jour: date, maintenant: datetime) -> list[Vague]:
    """Open the review when its day has come, announce, then suspend and withdraw.

    Return the waves done or stopped that night. What is beyond the share allowed waits;
    reminders leave with those of files (``services.rappels``).
    """
    reglages = reglages_de(caf_id)
    if revue_due(jour, reglages):
        ouvrir_revue(caf_id, jour, maintenant)
    annoncer_les_sommeils(caf_id, jour, maintenant, reglages)
    vagues = [
        vague
        for prevue in prevoir(caf_id, jour, reglages)
        if (vague := _mener(caf_id, prevue, reglages, jour, maintenant))
    ]
    _clore(caf_id, jour, maintenant, reglages)
    return vagues


def _mener(
    caf_id: int, prevue: Prevue, reglages: Reglages, jour: date, maintenant: datetime
) -> Vague | None:
    """Carry a wave out, unless it is too large and nobody allowed as many."""
    vague = _faire(caf_id, prevue, reglages, jour, maintenant) if prevue.droits else None
    _noter_les_epargnes(prevue)
    return vague


def _faire(
    caf_id: int, prevue: Prevue, reglages: Reglages, jour: date, maintenant: datetime
) -> Vague | None:
    attente = Vague.objects.en_attente().filter(caf=caf_id, genre=prevue.genre).first()
    nombre = len(prevue.droits)
    permise = attente and attente.etat == Vague.Etat.AUTORISEE and nombre <= attente.nombre
    if depasse(nombre, prevue.total, reglages.part_max) and not permise:
        return _arreter(caf_id, prevue, reglages, jour, maintenant, attente)
    touches = 0
    for debut in range(0, nombre, LOT):
        touches += _toucher(caf_id, prevue, prevue.droits[debut : debut + LOT], maintenant)
    if not touches:
        return None
    vague = attente or Vague(caf_id=caf_id, genre=prevue.genre)
    _decrire(vague, prevue, reglages, jour, touches)
    vague.etat = Vague.Etat.FAITE
    vague.save()
    return vague


@transaction.atomic
def _toucher(caf_id: int, prevue: Prevue, ids: Sequence[int], maintenant: datetime) -> int:
    """One lot, in its transaction: rights, lines, journal and e-mails together.

    Who was answered for since the wave was drawn is left alone.
    """
    gens = None if prevue.genre == Vague.Genre.SOMMEIL else _encore_sans_reponse(caf_id, ids)
    droits = [
        d
        for d in masse.verrouiller(ids)
        if gens is None or (d.gestionnaire_id, d.utilisateur_id) in gens
    ]
    if prevue.genre == Vague.Genre.REVUE_RETRAIT:
        suspendus = [d for d in droits if d.suspendue_le]
        faits = masse.retirer(suspendus, motif=prevue.motif, maintenant=maintenant)
    else:
        faits = masse.suspendre(droits, motif=prevue.motif, maintenant=maintenant)
    _noter(prevue.genre, faits, maintenant)
    dire_la_vague(prevue.genre, faits, maintenant)
    return len(faits)


def _encore_sans_reponse(caf_id: int, ids: Sequence[int]) -> set[tuple[int, int]]:
    """Lock the lines of these people, before their rights as whoever answers does."""
    gens = Habilitation.objects.filter(pk__in=ids).values("utilisateur")
    lignes = lignes_sans_reponse(caf_id).filter(utilisateur__in=gens).order_by("pk")
    verrou = lignes.select_related("partenaire").select_for_update(of=("self",))
    return {(x.partenaire.gestionnaire_id, x.utilisateur_id) for x in verrou}


def _noter(genre: str, droits: Sequence[Habilitation], maintenant: datetime) -> None:
    """What was done, on the lines of the review or on the dormant accounts."""
    gens = {d.utilisateur_id for d in droits}
    cafs = {d.caf_id for d in droits}
    if genre == Vague.Genre.SOMMEIL:
        Sommeil.objects.filter(caf__in=cafs, utilisateur__in=gens).update(suspendu_le=maintenant)
        return
    champ = "retiree_le" if genre == Vague.Genre.REVUE_RETRAIT else "suspendue_le"
    chez = {(d.gestionnaire_id, d.utilisateur_id) for d in droits}
    lignes = LigneRevue.objects.filter(
        partenaire__caf__in=cafs,
        partenaire__revue__close_le__isnull=True,
        utilisateur__in=gens,
        reponse="",
    ).values_list("pk", "partenaire__gestionnaire", "utilisateur")
    siennes = [pk for pk, gestionnaire, qui in lignes if (gestionnaire, qui) in chez]
    LigneRevue.objects.filter(pk__in=siennes).update(**{champ: maintenant, "epargnee": False})


def _noter_les_epargnes(prevue: Prevue) -> None:
    """Which people of the review keep something, for who follows it."""
    if prevue.genre != Vague.Genre.REVUE_SUSPENSION:
        return
    gardes = Habilitation.objects.filter(pk__in=prevue.epargnes)
    for gestionnaire, qui in gardes.values_list("gestionnaire", "utilisateur"):
        LigneRevue.objects.filter(
            partenaire__gestionnaire=gestionnaire,
            partenaire__revue__close_le__isnull=True,
            utilisateur=qui,
            reponse="",
        ).update(epargnee=True)


@transaction.atomic
def _arreter(
    caf_id: int,
    prevue: Prevue,
    reglages: Reglages,
    jour: date,
    maintenant: datetime,
    attente: Vague | None,
) -> Vague:
    """Stop, and ask the Caf: once, then again only when what was allowed is not enough."""
    vague = attente or Vague(caf_id=caf_id, genre=prevue.genre)
    a_redire = vague.pk is None or vague.etat == Vague.Etat.AUTORISEE
    _decrire(vague, prevue, reglages, jour, len(prevue.droits))
    vague.etat = Vague.Etat.ARRETEE
    vague.decidee_par, vague.decidee_le, vague.decidee_motif = None, None, ""
    vague.save()
    if a_redire:
        prevenir_de_l_arret(vague, maintenant)
    return vague


def _decrire(vague: Vague, prevue: Prevue, reglages: Reglages, jour: date, nombre: int) -> None:
    vague.jour, vague.nombre, vague.total = jour, nombre, max(prevue.total, nombre)
    vague.epargnes, vague.part_max = len(prevue.epargnes), reglages.part_max


def _clore(caf_id: int, jour: date, maintenant: datetime, reglages: Reglages) -> None:
    """A review is over once nothing of it is left to be suspended, withdrawn or spared."""
    revue = Revue.objects.ouvertes().filter(caf=caf_id, retrait_le__lte=jour).first()
    if revue and all(p.genre == Vague.Genre.SOMMEIL for p in prevoir(caf_id, jour, reglages)):
        revue.close_le = maintenant
        revue.save(update_fields=["close_le"])
