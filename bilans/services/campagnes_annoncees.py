"""Telling partners that a campaign is suspended, resumed, or given other dates.

A campaign has as many bilans as its Caf has équipements: the worker tells them, one notice and one
e-mail for each person whatever the number of their bilans.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from celery import current_app
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan, CampagneBilan
from bilans.regles.etats import AVANT_ENVOI
from bilans.regles.etats.nouvelles import nouvelle_de_campagne
from bilans.services.avis import RELECTEUR, Lettre, prevenir_par_lien
from bilans.services.nouvelles import gens_du_bilan, objet_de
from bilans.services.suspensions import revoir_les_droits
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Avis
from portal.dossiers.regles.nouvelles import Nouvelle as Ligne
from portal.dossiers.services.nouvelles import Nouvelle, Point, annoncer, ecrit, se_taire
from portal.socle.fuseaux import jour_en_mots
from portal.socle.models import Courriel

# By name: tasks stand above the services.
ANNONCER = "bilans.tasks.annoncer_campagne"


def prevenir_les_partenaires(campagnes: Iterable[CampagneBilan], acte: str, acteur: Acteur) -> None:
    """Have the worker tell the people awaited in these campaigns, once what was decided is kept.

    Without a queue nothing that was decided is lost.
    """
    if se_taire():
        return
    ids = [campagne.pk for campagne in campagnes]
    le = acteur.maintenant.isoformat()

    def demander() -> None:
        for pk in ids:
            # One attempt: a queue that is down must not hold a page back.
            current_app.send_task(
                ANNONCER,
                [pk, acte, le, acteur.est_national],
                retry=False,
                ignore_result=True,
            )

    transaction.on_commit(demander, robust=True)


@transaction.atomic
def annoncer_campagne(campagne_id: int, acte: str, le: datetime, nationale: bool) -> int:
    """Tell the people awaited in a campaign of what was decided at ``le``; return how many.

    What waits for its dates – the right of a CLAS project – is looked at again. Done twice, nobody
    is told twice.
    """
    campagne = CampagneBilan.objects.select_related("questionnaire", "caf").get(pk=campagne_id)
    jour = timezone.localdate(le)
    revoir_les_droits(campagne.pk, jour)
    bilans = list(
        Bilan.objects.filter(campagne=campagne, etat__in=AVANT_ENVOI)
        .select_related("caf", "gestionnaire", "equipement__portefeuille", "version__questionnaire")
        .order_by("pk")
    )
    if not bilans:
        return 0
    ligne = nouvelle_de_campagne(acte)
    phrase = _phrase(ligne, campagne, bilans[0], nationale)
    deja = set(
        Avis.objects.filter(acte=acte, le=le, dossier__in=[b.pk for b in bilans]).values_list(
            "personne", flat=True
        )
    )
    siens = _par_personne(bilans, ligne, jour)
    for bilan, gens in _par_premier(siens).items():
        nouvelles = {
            qui: _nouvelle(ligne, phrase, siens[qui]) for qui in gens if qui.pk not in deja
        }
        annoncer(bilan, objet_de(bilan), nouvelles, le)
    return len(siens) + _aux_communes(bilans, ligne, phrase, jour, le)


def _par_personne(
    bilans: Iterable[Bilan], ligne: Ligne, jour: date
) -> dict[Utilisateur, list[Bilan]]:
    siens: dict[Utilisateur, list[Bilan]] = {}
    for bilan in bilans:
        for qui, acteurs in gens_du_bilan(bilan, jour).items():
            if acteurs & ligne.pour:
                siens.setdefault(qui, []).append(bilan)
    return siens


def _par_premier(
    siens: dict[Utilisateur, list[Bilan]],
) -> dict[Bilan, list[Utilisateur]]:
    """People by the bilan under which their one notice is kept."""
    premiers: dict[Bilan, list[Utilisateur]] = {}
    for qui, bilans in siens.items():
        premiers.setdefault(bilans[0], []).append(qui)
    return premiers


def _nouvelle(ligne: Ligne, phrase: str, bilans: list[Bilan]) -> Nouvelle:
    """What one person is told; with several bilans, each is named and linked."""
    adresses = [reverse("bilans:bilan", args=[bilan.pk]) for bilan in bilans]
    points = [Point(b.sujet, adresse) for b, adresse in zip(bilans, adresses, strict=True)]
    return Nouvelle(
        ligne.action,
        ligne.titre,
        phrase,
        adresses[0] if len(bilans) == 1 else reverse("bilans:suivi"),
        tuple(points) if len(bilans) > 1 else (),
    )


def _aux_communes(
    bilans: Sequence[Bilan], ligne: Ligne, phrase: str, jour: date, le: datetime
) -> int:
    """Write to who answers by a link, unless it was done."""
    deja = set(
        Courriel.objects.filter(
            objet_type=Bilan._meta.label_lower,
            objet_id__in=[bilan.pk for bilan in bilans],
            relecteur=RELECTEUR,
            parametres__action=ligne.action,
            cree_le=le,
        ).values_list("objet_id", flat=True)
    )
    lettre = Lettre(ligne.action, ligne.titre, phrase)
    if not ecrit():
        return 0
    return sum(
        prevenir_par_lien(
            bilan, lettre, bilan.repondants.valables(jour).select_related("utilisateur"), le
        )
        for bilan in bilans
        if bilan.equipement_id is None and bilan.pk not in deja
    )


def _phrase(ligne: Ligne, campagne: CampagneBilan, bilan: Bilan, nationale: bool) -> str:
    qui = "L’administration nationale" if nationale else f"La {campagne.caf.nom}"
    return ligne.phrase.format(
        qui=qui,
        campagne=bilan.libelle,
        echeance=jour_en_mots(campagne.echeance_le, campagne.caf.code),
    )
