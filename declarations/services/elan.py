"""Taking up from ELAN the prévisionnelle of the first exercice of a CLAS project (S)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from declarations.grilles import grille_pour
from declarations.models import RepriseElan
from declarations.regles import etats
from declarations.regles.controles.contexte import Constat, Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.elan import LectureElan, lire_reprise
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import PREVISIONNELLE, Grille, Ligne
from declarations.regles.lecture import Valeur
from declarations.services.campagnes import conventions_commencant
from declarations.services.donnees_caf import collectifs_notifies
from declarations.services.dossier import refus_simple
from declarations.services.erreurs import ChampsRefuses
from declarations.services.evaluation import seuils
from habilitations.models import Dispositif, Equipement
from habilitations.permissions import Acteur
from portal.socle import journal
from subventions.models.calcul import STATUTS_FIGES, Calcul
from subventions.regles.estimation import Estimation
from subventions.services import estimer_pour, figer_calcul

# What misses is said beside each field: these checks would say it again.
CONTROLES_DE_FORME = ("C01", "C02")


@dataclass(frozen=True)
class Fichier:
    """The workbook that figures were imported from."""

    nom: str
    empreinte: str


class SaisieRefusee(Exception):
    """Some values cannot be kept; ``erreurs`` says why, by chemin. Nothing was written."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        super().__init__("Des données sont à corriger.")
        self.erreurs = dict(erreurs)


class RepriseModifiee(Exception):
    """Somebody saved since: both sets of figures are to be shown. Nothing was written."""

    def __init__(self, reprise: RepriseElan, lecture: LectureElan) -> None:
        super().__init__("Une autre personne a enregistré ces chiffres pendant votre saisie.")
        self.reprise = reprise
        self.lecture = lecture


@dataclass(frozen=True)
class EvaluationElan:
    """What the figures give: the estimate, and what the checks say without stopping anything.

    ``estimation`` is None while nothing is filled, or while the Caf has notified no collectif;
    ``notifies`` holds this number at its chemin, nothing without it.
    """

    estimation: Estimation | None
    constats: tuple[Constat, ...]
    entrees: dict[str, Any] | None
    notifies: Mapping[str, str]


def est_premier_exercice(equipement: Equipement, annee: int) -> bool:
    """Tell whether a COF of this CLAS project begins during the exercice."""
    if equipement.dispositif != Dispositif.CLAS:
        return False
    return conventions_commencant(Dispositif.CLAS, annee).filter(equipement=equipement).exists()


def evaluer_elan(
    equipement: Equipement,
    annee: int,
    grille: Grille,
    lignes: Sequence[Ligne],
    donnees: Mapping[str, Valeur],
) -> EvaluationElan:
    """Estimate with the barème and the collectifs notified to date, and run the checks."""
    notifies = collectifs_notifies(equipement.pk, annee)
    tout = {**donnees, **notifies}
    entrees = donnees_estimation(grille, tuple(lignes), tout)
    estimation = None
    if entrees is not None and notifies:
        estimation = estimer_pour(Dispositif.CLAS, annee, equipement.caf_id, entrees)
    contexte = Contexte(
        grille=grille,
        nature=PREVISIONNELLE,
        annee=annee,
        lignes=tuple(lignes),
        donnees=tout,
        seuils=seuils(),
        estimation=estimation,
    )
    constats = tuple(c for c in executer(contexte) if c.code not in CONTROLES_DE_FORME)
    return EvaluationElan(estimation, constats, entrees, notifies)


@transaction.atomic
def reprendre_elan(
    equipement_id: int,
    annee: int,
    *,
    acteur: Acteur,
    revision: int,
    lignes: Sequence[Ligne],
    brut: Mapping[str, Valeur],
    fichier: Fichier | None = None,
) -> RepriseElan:
    """Keep the figures of one project, typed or imported; the same figures again change nothing.

    ``revision`` is the one the person started from, 0 when there was none. Raises
    Equipement.DoesNotExist (not of this person's Caf), ActionRefusee (not the adviser who follows
    it, not a first exercice), ChampsRefuses, SaisieRefusee, RepriseModifiee.
    """
    equipement = _verrouiller(equipement_id, acteur)
    if not acteur.suit(equipement):
        raise refus_simple(
            etats.ROLE, "Les chiffres d’ELAN sont repris par le gestionnaire conseil du dossier."
        )
    if not est_premier_exercice(equipement, annee):
        raise refus_simple(
            etats.MOMENT, "Seul le premier exercice d’une convention Clas se reprend d’ELAN."
        )
    reprise = RepriseElan.objects.filter(equipement=equipement, annee=annee).first()
    grille = grille_pour(Dispositif.CLAS, annee)
    lecture = lire_reprise(grille, lignes, brut)
    if lecture.inconnus:
        raise ChampsRefuses(lecture.inconnus)
    if lecture.erreurs:
        raise SaisieRefusee(lecture.erreurs)
    evaluation = evaluer_elan(equipement, annee, grille, lecture.lignes, lecture.donnees)
    if reprise and _est_identique(reprise, lecture, evaluation):
        return reprise
    if revision != (reprise.revision if reprise else 0):
        raise RepriseModifiee(reprise, lecture)
    nouvelle = reprise or RepriseElan(equipement=equipement, annee=annee, revision=0)
    return _ecrire(nouvelle, grille, lecture, evaluation, acteur, fichier)


def _verrouiller(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock the équipement: two people who take up the same project wait for one another."""
    visibles = Equipement.objects.instruits_par(acteur)
    return visibles.select_for_update(no_key=True).get(pk=equipement_id)


def lignes_en_json(lignes: Sequence[Ligne]) -> list[dict[str, str]]:
    """Rows as kept with a reprise."""
    return [{"cle": ligne.cle, "libelle": ligne.libelle} for ligne in lignes]


def _est_identique(reprise: RepriseElan, lecture: LectureElan, evaluation: EvaluationElan) -> bool:
    """The same rows and figures, and as many collectifs notified."""
    return reprise.lignes == lignes_en_json(lecture.lignes) and reprise.donnees == {
        **lecture.donnees,
        **evaluation.notifies,
    }


def _ecrire(
    reprise: RepriseElan,
    grille: Grille,
    lecture: LectureElan,
    evaluation: EvaluationElan,
    acteur: Acteur,
    fichier: Fichier | None,
) -> RepriseElan:
    equipement = reprise.equipement
    est_nouvelle = reprise.pk is None
    reprise.caf, reprise.gestionnaire = equipement.caf, equipement.gestionnaire
    reprise.grille = grille.reference
    reprise.lignes = lignes_en_json(lecture.lignes)
    reprise.donnees = {**lecture.donnees, **evaluation.notifies}
    reprise.calcul = _figer(reprise, evaluation)
    reprise.origine = RepriseElan.Origine.IMPORT if fichier else RepriseElan.Origine.SAISIE
    reprise.fichier_nom = fichier.nom if fichier else ""
    reprise.fichier_empreinte = fichier.empreinte if fichier else ""
    reprise.reprise_le, reprise.reprise_par = acteur.maintenant, acteur.utilisateur
    reprise.revision += 1
    reprise.save()
    journal.ecrire(
        "elan.repris" if est_nouvelle else "elan.modifie",
        auteur=acteur.utilisateur,
        objet=reprise,
        gestionnaire_id=reprise.gestionnaire_id,
        caf_id=reprise.caf_id,
        details={
            "equipement": equipement.pk,
            "annee": reprise.annee,
            "revision": reprise.revision,
            "collectifs": len(reprise.lignes),
            "montant": _montant(reprise.calcul),
            "origine": reprise.origine,
            "fichier": reprise.fichier_empreinte,
        },
        le=acteur.maintenant,
    )
    return reprise


def _figer(reprise: RepriseElan, evaluation: EvaluationElan) -> Calcul | None:
    """Keep the computation with its steps, when there is one to keep."""
    estimation = evaluation.estimation
    if estimation is None or estimation.statut not in STATUTS_FIGES:
        return None
    return figer_calcul(
        estimation,
        gestionnaire_id=reprise.gestionnaire_id,
        caf_id=reprise.caf_id,
        dispositif=Dispositif.CLAS,
        annee=reprise.annee,
        donnees=evaluation.entrees or {},
        equipement_id=reprise.equipement_id,
    )


def _montant(calcul: Calcul | None) -> str | None:
    montant: Decimal | None = calcul.montant if calcul else None
    return None if montant is None else str(montant)
