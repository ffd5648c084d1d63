"""Taking up from ELAN the prévisionnelle of the first exercice of a CLAS project (S)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from declarations.grilles import grille_pour
from declarations.models import RepriseElan
from declarations.regles.elan import NUMERO_ELAN, LectureElan, lire_reprise, refus_numero_elan
from declarations.regles.grille import Grille, LigneGrille
from declarations.services.campagnes import conventions_commencant
from declarations.services.erreurs import ChampsRefuses
from declarations.services.evaluation_elan import EvaluationElan, evaluer_elan
from habilitations.models import Dispositif, Equipement
from habilitations.permissions import Acteur
from portal.saisie.regles.valeurs import Valeur
from portal.socle import journal
from portal.socle.refus import impossible, interdit
from subventions.models.calcul import STATUTS_FIGES, Calcul
from subventions.services import figer_calcul


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


def est_premier_exercice(equipement: Equipement, annee: int) -> bool:
    """Tell whether a COF of this CLAS project begins during the exercice."""
    if equipement.dispositif != Dispositif.CLAS:
        return False
    return conventions_commencant(Dispositif.CLAS, annee).filter(equipement=equipement).exists()


@transaction.atomic
def reprendre_elan(
    equipement_id: int,
    annee: int,
    *,
    acteur: Acteur,
    revision: int,
    lignes: Sequence[LigneGrille],
    brut: Mapping[str, Valeur],
    fichier: Fichier | None = None,
    numero_elan: str | None = None,
) -> RepriseElan:
    """Keep the figures of one project, typed or imported; the same figures again change nothing.

    ``revision`` is the one the person started from, 0 when there was none; ``numero_elan`` is that
    of the project in ELAN, None to leave it as it is. Raises
    Equipement.DoesNotExist (not of this person's Caf), ActionRefusee (not the adviser who follows
    it, not a first exercice), ChampsRefuses, SaisieRefusee, RepriseModifiee.
    """
    equipement = _verrouiller(equipement_id, acteur)
    if not acteur.suit(equipement):
        raise interdit("Les chiffres d’ELAN sont repris par le gestionnaire conseil du dossier.")
    if not est_premier_exercice(equipement, annee):
        raise impossible("Seul le premier exercice d’une convention Clas se reprend d’ELAN.")
    reprise = RepriseElan.objects.filter(equipement=equipement, annee=annee).first()
    grille = grille_pour(Dispositif.CLAS, annee)
    lecture = lire_reprise(grille, lignes, brut)
    if lecture.inconnus:
        raise ChampsRefuses(lecture.inconnus)
    numero = numero_elan if numero_elan is not None else reprise.numero_elan if reprise else ""
    refus = refus_numero_elan(numero)
    if lecture.erreurs or refus:
        raise SaisieRefusee(({NUMERO_ELAN: refus} if refus else {}) | lecture.erreurs)
    evaluation = evaluer_elan(equipement, annee, grille, lecture.lignes, lecture.donnees)
    if reprise and reprise.numero_elan == numero and _est_identique(reprise, lecture, evaluation):
        return reprise
    if revision != (reprise.revision if reprise else 0):
        raise RepriseModifiee(reprise, lecture)
    nouvelle = reprise or RepriseElan(equipement=equipement, annee=annee, revision=0)
    nouvelle.numero_elan = numero
    return _ecrire(nouvelle, grille, lecture, evaluation, acteur, fichier)


def _verrouiller(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock the équipement: two people who take up the same project wait for one another."""
    visibles = Equipement.objects.instruits_par(acteur)
    return visibles.select_for_update(no_key=True).get(pk=equipement_id)


def lignes_en_json(lignes: Sequence[LigneGrille]) -> list[dict[str, str]]:
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
    if evaluation.chiffrage.manques or estimation.statut not in STATUTS_FIGES:
        return None
    return figer_calcul(
        estimation,
        gestionnaire_id=reprise.gestionnaire_id,
        caf_id=reprise.caf_id,
        dispositif=Dispositif.CLAS,
        annee=reprise.annee,
        donnees=evaluation.chiffrage.entrees,
        equipement_id=reprise.equipement_id,
    )


def _montant(calcul: Calcul | None) -> str | None:
    montant: Decimal | None = calcul.montant if calcul else None
    return None if montant is None else str(montant)
