"""Taking up from ELAN the prévisionnelle of the first exercice of a CLAS project (S)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from declarations.elan.models import RepriseElan
from declarations.elan.regles.saisie import (
    COLLECTIFS,
    NUMERO_ELAN,
    chemin_libelle,
    places_elan,
    refus_elan,
)
from declarations.elan.services.evaluation import evaluer_elan
from declarations.elan.services.references import lignes_reprises
from declarations.elan.services.suites import figer, fournir, montant_de
from declarations.grilles import grille_pour
from declarations.regles.grille import Grille, LigneGrille
from declarations.services.campagnes import conventions_commencant
from declarations.services.droits import ouvrir_le_droit_repris
from declarations.services.erreurs import ChampsRefuses
from habilitations.models import Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.enregistrement import Enregistrement, enregistrer
from portal.socle import journal
from portal.socle.refus import impossible, interdit


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
    """Somebody else changed the same fields: they are to be chosen from. Nothing was written.

    ``reprise`` holds what is kept, with what both sides changed apart already merged;
    ``resultat`` the fields in conflict.
    """

    def __init__(self, reprise: RepriseElan, resultat: Enregistrement) -> None:
        super().__init__("Une autre personne a enregistré ces chiffres pendant votre saisie.")
        self.reprise = reprise
        self.resultat = resultat


def est_premier_exercice(equipement: Equipement, annee: int) -> bool:
    """Tell whether a COF of this CLAS project begins during the exercice."""
    if equipement.dispositif != Dispositif.CLAS or not ANNEE_MIN <= annee <= ANNEE_MAX:
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
    ecartees: Mapping[str, Valeur] | None = None,
    fichier: Fichier | None = None,
    numero_elan: str | None = None,
) -> RepriseElan:
    """Keep the figures of one project, typed or imported; the same figures again change nothing.

    ``lignes`` are all the collectifs and ``brut`` all the figures: a figure that is not there is
    emptied, a row that is not there is withdrawn. ``revision`` is the one the person started from,
    0 when there was none; ``ecartees`` are values that they give up for the one kept;
    ``numero_elan`` is that of the project in ELAN, None to leave it as it is. Raises
    Equipement.DoesNotExist (not of this person's Caf), ActionRefusee (not the adviser who follows
    it, not a first exercice), ChampsRefuses, SaisieRefusee, RepriseModifiee.
    """
    equipement = _verrouiller(equipement_id, acteur)
    if not acteur.suit(equipement):
        raise interdit("Les chiffres d’ELAN sont repris par le gestionnaire conseil du dossier.")
    if not est_premier_exercice(equipement, annee):
        raise impossible("Seul le premier exercice d’une convention Clas se reprend d’ELAN.")
    reprise = RepriseElan.objects.filter(equipement=equipement, annee=annee).first()
    reprise = reprise or RepriseElan(equipement=equipement, annee=annee)
    grille = grille_pour(Dispositif.CLAS, annee)
    places = places_elan(grille, [*lignes, *_autres_lignes(reprise, lignes)])
    envoi = _tout_envoyer(places, revision, lignes, brut, ecartees or {}, numero_elan)
    if inconnus := tuple(c for c in (*envoi.valeurs, *envoi.ecartees) if c not in places):
        raise ChampsRefuses(inconnus)
    avant = reprise.revision
    enregistrer(
        reprise,
        places,
        envoi,
        acteur.utilisateur,
        acteur.maintenant,
        lambda resultat: _completer(reprise, grille, lignes, resultat, fichier),
    )
    if reprise.revision != avant:
        ouvrir_le_droit_repris(reprise, acteur)
        _journaliser(reprise, acteur, est_nouvelle=not avant)
    return reprise


def _verrouiller(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock the équipement: two people who take up the same project wait for one another."""
    visibles = Equipement.objects.instruits_par(acteur)
    return visibles.select_for_update(no_key=True).get(pk=equipement_id)


def lignes_en_json(lignes: Sequence[LigneGrille]) -> list[dict[str, str]]:
    """Rows as kept with a reprise."""
    return [{"cle": ligne.cle, "libelle": ligne.libelle} for ligne in lignes]


def _autres_lignes(reprise: RepriseElan, lignes: Sequence[LigneGrille]) -> list[LigneGrille]:
    """Rows kept that are not sent: withdrawn, or added by somebody else since."""
    envoyees = {ligne.cle for ligne in lignes}
    return [ligne for ligne in lignes_reprises(reprise) if ligne.cle not in envoyees]


def _tout_envoyer(
    places: Collection[str],
    revision: int,
    lignes: Sequence[LigneGrille],
    brut: Mapping[str, Valeur],
    ecartees: Mapping[str, Valeur],
    numero_elan: str | None,
) -> Envoi:
    """Everything that the page or the workbook says, what it leaves out being empty."""
    valeurs: dict[str, Valeur] = {c: "" for c in places if c not in {NUMERO_ELAN, *ecartees}}
    noms = {chemin_libelle(ligne.cle): ligne.libelle for ligne in lignes}
    valeurs |= {c: v for c, v in noms.items() if c not in ecartees}
    valeurs |= brut
    if numero_elan is not None:
        valeurs[NUMERO_ELAN] = numero_elan
    return Envoi(revision, valeurs, ecartees)


def _completer(
    reprise: RepriseElan,
    grille: Grille,
    lignes: Sequence[LigneGrille],
    resultat: Enregistrement,
    fichier: Fichier | None,
) -> Collection[str]:
    """Refuse what cannot be kept; lay on the sheet what the figures give.

    Return the chemins laid beside those typed: the number of collectifs notified, the order.
    """
    if resultat.conflits and not resultat.erreurs:
        raise RepriseModifiee(reprise, resultat)
    presentes = _lignes_presentes(reprise, lignes)
    if refus := refus_elan(grille, presentes, reprise.valeurs, resultat.erreurs):
        raise SaisieRefusee(refus)
    poses = _ranger(reprise, presentes)
    evaluation = evaluer_elan(
        reprise.equipement, reprise.annee, grille, lignes_reprises(reprise), reprise.donnees
    )
    poses |= fournir(reprise, grille, evaluation)
    if resultat.ecrits or poses:
        reprise.caf, reprise.gestionnaire = reprise.equipement.caf, reprise.equipement.gestionnaire
        reprise.grille = grille.reference
        reprise.calcul = figer(reprise, evaluation)
        reprise.origine = RepriseElan.Origine.IMPORT if fichier else RepriseElan.Origine.SAISIE
        reprise.fichier_nom = fichier.nom if fichier else ""
        reprise.fichier_empreinte = fichier.empreinte if fichier else ""
    return poses


def _lignes_presentes(reprise: RepriseElan, lignes: Sequence[LigneGrille]) -> list[LigneGrille]:
    """Rows of the page, but for those that somebody else withdrew since, then those they added."""
    nommees = {ligne["cle"] for ligne in reprise.lignes}
    gardees = [li for li in lignes if li.cle in nommees or not li.libelle.strip()]
    return [*gardees, *_autres_lignes(reprise, lignes)]


def _ranger(reprise: RepriseElan, lignes: Sequence[LigneGrille]) -> set[str]:
    """Put the rows in the order of the page; return where it is told when it changed."""
    rangs = {ligne.cle: rang for rang, ligne in enumerate(lignes)}
    rangees = sorted(reprise.lignes, key=lambda ligne: rangs[ligne["cle"]])
    if rangees == reprise.lignes:
        return set()
    reprise.lignes = rangees
    return {COLLECTIFS}


def _journaliser(reprise: RepriseElan, acteur: Acteur, *, est_nouvelle: bool) -> None:
    journal.ecrire(
        "elan.repris" if est_nouvelle else "elan.modifie",
        auteur=acteur.utilisateur,
        objet=reprise,
        gestionnaire_id=reprise.gestionnaire_id,
        caf_id=reprise.caf_id,
        details={
            "equipement": reprise.equipement_id,
            "annee": reprise.annee,
            "revision": reprise.revision,
            "collectifs": len(reprise.lignes),
            "montant": montant_de(reprise.calcul),
            "origine": reprise.origine,
            "fichier": reprise.fichier_empreinte,
        },
        le=acteur.maintenant,
    )
