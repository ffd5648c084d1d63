"""Telling, as an act is done on a bilan, those it concerns: the rows of ``regles.etats.nouvelles``.

People with an account get a notice and an e-mail (``portal.dossiers.services.nouvelles``); who
answers by a personal link gets an e-mail that leads back by it (``services.avis``).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from bilans.adresses import adresse_de_la_reponse, adresse_du_champ
from bilans.models import Bilan
from bilans.regles.avancement import section_de
from bilans.regles.cases import Place, libelle_complet, par_question
from bilans.regles.etats import ActeurBilan, Action
from bilans.regles.etats import nouvelles as table
from bilans.repondants.services.liens import liens_du_bilan
from bilans.services.acteurs import comme_partenaire
from bilans.services.avis import CAMPAGNE_CHANGEE, Lettre, prevenir_par_lien
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.definitions import cadre_de
from habilitations.models import Utilisateur
from portal.dossiers.models import Avis
from portal.dossiers.regles.nouvelles import Nouvelle as Ligne
from portal.dossiers.services.destinataires import partenaires_par_role
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    Point,
    annoncer,
    avis_de,
    ecrit,
    noter,
    relire,
    se_taire,
)
from portal.socle.fuseaux import jour_en_mots
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict

RELECTEUR = "bilans.acte"
_PAR_LIEN = frozenset({ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR})


def annoncer_acte(
    dossier: BilanOuvert,
    action: str,
    details: Mapping[str, object],
    autrement: Collection[Utilisateur] = (),
) -> int:
    """Tell an act just done, in its transaction, to whom it concerns, but who did it.

    ``details`` are those of its line of the journal; ``autrement`` are those to whom an e-mail of
    its own says it: they get the notice alone. Returns how many people were told.
    """
    lignes = table.nouvelles_de(action, dossier.bilan.etat)
    if not lignes or se_taire():
        return 0
    points = _points(dossier, action, details)
    nouvelles = {
        qui: Nouvelle(
            action,
            ligne.titre,
            _phrase(ligne, dossier, details),
            reverse(ligne.vue or "bilans:bilan", args=[dossier.bilan.pk]),
            points,
        )
        for qui, acteurs in gens_du_bilan(dossier.bilan, dossier.jour).items()
        if qui != dossier.acteur.utilisateur and (ligne := _ligne(lignes, acteurs))
    }
    if action == Action.MODIFIER:
        nouvelles = _avec_les_precedentes(dossier, action, nouvelles)
    _annoncer(dossier, nouvelles, {qui.pk for qui in autrement})
    return len(nouvelles) + _aux_liens(dossier, lignes, details, points, autrement)


def gens_du_bilan(bilan: Bilan, jour: date) -> dict[Utilisateur, frozenset[str]]:
    """The partner's people and who follows the bilan, each with what they are on it.

    A commune has neither: it answers by a link, and any adviser of its Caf follows it.
    """
    if bilan.equipement is None:
        return {}
    cadre = cadre_de(bilan)
    gens: dict[Utilisateur, frozenset[str]] = {
        personne: frozenset(comme_partenaire(roles, cadre))
        for personne, roles in partenaires_par_role(bilan, jour).items()
    }
    referent = bilan.equipement.portefeuille.referent(jour)
    return gens | {referent: gens.get(referent, frozenset()) | {ActeurBilan.CONSEILLER}}


def objet_de(bilan: Bilan) -> Objet:
    """The bilan as an e-mail names it."""
    return Objet(f"{bilan.libelle} – {bilan.sujet}", bilan.reference, RELECTEUR)


def relire_nouvelle(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what the state of the bilan denies, besides what holds for every file."""
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or avis.dossier_id is None or isinstance(verdict, Retire):
        return verdict
    bilan = Bilan.objects.select_related(
        "equipement__portefeuille", "version__questionnaire", "campagne"
    ).get(pk=avis.dossier_id)
    acteurs = gens_du_bilan(bilan, timezone.localdate(maintenant)).get(avis.personne, frozenset())
    if acteurs and not table.encore_vraie(avis.acte, acteurs, bilan.etat):
        return Retire("Le bilan avait changé d’état au moment de l’envoi.")
    if not table.campagne_telle_que_dite(avis.acte, suspendue=bilan.campagne.est_suspendue):
        return Retire(CAMPAGNE_CHANGEE)
    return verdict


def _ligne(lignes: Collection[Ligne], acteurs: frozenset[str]) -> Ligne | None:
    return next((ligne for ligne in lignes if ligne.pour & acteurs), None)


def _annoncer(
    dossier: BilanOuvert, nouvelles: Mapping[Utilisateur, Nouvelle], autrement: Collection[int]
) -> None:
    objet, bilan, maintenant = objet_de(dossier.bilan), dossier.bilan, dossier.maintenant
    a_ecrire = {qui: dite for qui, dite in nouvelles.items() if qui.pk not in autrement}
    annoncer(bilan, objet, a_ecrire, maintenant)
    notees = {qui: dite for qui, dite in nouvelles.items() if qui.pk in autrement}
    noter(bilan, objet.sujet, notees, maintenant)


def _avec_les_precedentes(
    dossier: BilanOuvert, action: str, nouvelles: Mapping[Utilisateur, Nouvelle]
) -> dict[Utilisateur, Nouvelle]:
    """Name too what earlier edits named and nobody has read: one notice takes their place."""
    anciens = Avis.objects.non_lus().filter(
        dossier=dossier.bilan.pk, acte=action, personne__in=nouvelles
    )
    nommes: dict[int, dict[str, Point]] = {}
    for avis in anciens.order_by("pk"):
        deja = nommes.setdefault(avis.personne_id, {})
        deja |= {point["chemin"]: Point(**point) for point in avis.points}
    anciens.update(lu_le=dossier.maintenant)
    return {
        qui: replace(
            dite,
            points=tuple((nommes.get(qui.pk, {}) | {p.chemin: p for p in dite.points}).values()),
        )
        for qui, dite in nouvelles.items()
    }


def _aux_liens(
    dossier: BilanOuvert,
    lignes: Collection[Ligne],
    details: Mapping[str, object],
    points: Collection[Point],
    autrement: Collection[Utilisateur],
) -> int:
    """Write to who answers by a link; return how many."""
    ligne = _ligne(lignes, _PAR_LIEN)
    if ligne is None or not ecrit():
        return 0
    ecartes = {dossier.acteur.utilisateur.pk, *(qui.pk for qui in autrement)}
    liens = {
        pk: lien
        for pk, lien in liens_du_bilan(dossier.bilan, dossier.jour).items()
        if pk not in ecartes
    }
    lettre = Lettre(
        ligne.action,
        ligne.titre,
        _phrase(ligne, dossier, details),
        tuple(point.libelle for point in points),
    )
    return prevenir_par_lien(dossier.bilan, lettre, liens.values(), dossier.maintenant)


def _points(dossier: BilanOuvert, action: str, details: Mapping[str, object]) -> tuple[Point, ...]:
    """The questions that the act names: where they are answered again, or read as edited."""
    chemins = details.get("questions")
    if not isinstance(chemins, list) or not chemins:
        return ()
    questionnaire, pk = dossier.questionnaire, dossier.bilan.pk
    places = {**dossier.emplacements, **dossier.places_arretees}
    nommees = [place for chemin, place in places.items() if chemin in chemins]
    questions = par_question(questionnaire, nommees)
    if action == Action.DEMANDER_COMPLEMENT:
        return tuple(
            Point(libelle_complet(questionnaire, cases), _a_repondre(dossier, cases[0]))
            for cases in questions.values()
        )
    return tuple(
        Point(libelle_complet(questionnaire, cases), adresse_de_la_reponse(pk, chemin))
        for chemin, cases in questions.items()
    )


def _a_repondre(dossier: BilanOuvert, place: Place) -> str:
    section = section_de(dossier.questionnaire, place)
    rangees = dossier.etat.rangees.get(section.code, ())
    return adresse_du_champ(dossier.bilan.pk, section, place, rangees)


def _phrase(ligne: Ligne, dossier: BilanOuvert, details: Mapping[str, object]) -> str:
    return ligne.phrase.format(
        caf=dossier.bilan.caf.nom,
        partenaire=dossier.bilan.gestionnaire.nom,
        qui=dossier.acteur.utilisateur,
        pour_le=_jour(details.get("pour_le"), dossier.bilan.caf.code),
        expire_le=_jour(details.get("expire_le"), dossier.bilan.caf.code),
    )


def _jour(texte: object, caf: str) -> str:
    return jour_en_mots(date.fromisoformat(str(texte)), caf) if texte else ""
