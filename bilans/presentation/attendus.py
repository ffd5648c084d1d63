"""Bilans in their partners' hands: who is awaited for what, in the words of a reminder.

A campaign suspended awaits nobody; a commune is reminded by its personal links.
"""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial

from django.urls import reverse

from bilans.echeances import consequence_de, echeance_de
from bilans.models import Bilan, BilanQuerySet
from bilans.presentation.a_faire import adresse_du_bilan, charges, manque, tache_de
from bilans.presentation.suite import libelle_etat
from bilans.regles.etats import ACTES, CHEZ_LE_PARTENAIRE
from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.dossiers.attendus import (
    Attendu,
    Demande,
    DossierAttendu,
    Genre,
    Repere,
    Source,
    fiche_de,
)
from portal.dossiers.regles.echeances import Echeance

NOM = "bilans"
GENRE = Genre("un bilan", "le bilan", "bilans")


def dossiers(demande: Demande) -> Iterator[DossierAttendu]:
    """Every bilan asked for that its partner has in hand, by age."""
    lus = charges(_demandes(demande)).select_related(
        "caf",
        "gestionnaire",
        "equipement__portefeuille__titulaire",
        "equipement__portefeuille__remplacant",
        "version__questionnaire",
        "complement__questionnaire",
        "dernier_envoi",
        "feuille",
    )
    for bilan in lus.order_by("pk"):
        if bilan.equipement is None:
            continue
        echeance = _echeance(bilan, demande.jour)
        yield DossierAttendu(
            fiche_de(bilan, _repere(bilan), demande.jour, reference=bilan.reference),
            echeance,
            (bilan.caf_id, bilan.equipement.gestionnaire_id),
            partial(_attendu_de, bilan, echeance),
            partial(_suite, bilan),
        )


def echeances(demande: Demande) -> Iterator[tuple[int, Echeance]]:
    """The Caf and the deadline of each of them whose entry has begun."""
    lus = _demandes(demande).select_related("campagne")
    for bilan in lus.prefetch_related("derogations", "demandes"):
        if echeance := _echeance(bilan, demande.jour):
            yield bilan.caf_id, echeance


def reperes(dossiers: Collection[int]) -> Iterator[Repere]:
    """What these bilans are called."""
    lus = Bilan.objects.filter(pk__in=dossiers)
    for bilan in lus.select_related("equipement", "gestionnaire", "version__questionnaire"):
        yield _repere(bilan)


def _repere(bilan: Bilan) -> Repere:
    return Repere(bilan.pk, GENRE, bilan.libelle, bilan.sujet, adresse_du_bilan(bilan))


SOURCE = Source(dossiers, echeances, reperes)


def _demandes(demande: Demande) -> BilanQuerySet:
    bilans = Bilan.objects.exclude(equipement=None).filter(
        etat__in=CHEZ_LE_PARTENAIRE,
        campagne__suspendue_le=None,
        campagne__suspension_nationale_le=None,
    )
    if demande.suivi_par is not None:
        bilans = _suivis_par(bilans, demande.suivi_par)
    if demande.portefeuille_de is not None:
        bilans = bilans.du_portefeuille(demande.portefeuille_de)
    if demande.gestionnaires is not None:
        bilans = bilans.filter(equipement__gestionnaire__in=demande.gestionnaires)
    if demande.dossiers is not None:
        bilans = bilans.filter(pk__in=demande.dossiers)
    return bilans


def _suivis_par(bilans: BilanQuerySet, acteur: Acteur) -> BilanQuerySet:
    """The portfolio, or the whole Caf for who holds none: as for declarations."""
    if Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions and acteur.portefeuilles:
        return bilans.du_portefeuille(acteur)
    return bilans.visibles_comme_agent(acteur)


def _echeance(bilan: Bilan, jour: date) -> Echeance | None:
    """None before its window opens."""
    return echeance_de(bilan, jour) if bilan.campagne.ouvre_le <= jour else None


def _attendu_de(bilan: Bilan, echeance: Echeance | None, acteur: Acteur) -> Attendu | None:
    action = tache_de(bilan, acteur)
    if not action:
        return None
    if echeance is None or echeance.close_le:
        adresse = adresse_du_bilan(bilan)
    else:
        adresse = reverse(ACTES[action].vue, args=[bilan.pk])
    return Attendu(manque(action, bilan.etat), adresse, consequence_de(bilan))


def _suite(bilan: Bilan, acteur: Acteur) -> str:
    return f"En attente du partenaire : {libelle_etat(bilan.etat, False).lower()}"
