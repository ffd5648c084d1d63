"""Rows that respondents add: adding, naming, withdrawing, bringing back.

A row withdrawn keeps its answers, and the rows within it, apart: restored, it comes back with them.
"""

from django.db import transaction

from bilans.regles.etats import Action
from bilans.regles.questionnaire import LIGNES_MAX, Groupe, Questionnaire
from bilans.services.accord import partager
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.bilan_ouvert import BilanOuvert
from habilitations.permissions import Acteur
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE, est_une_cle, libelle_suivant
from portal.saisie.services.enregistrement import garder
from portal.socle.refus import DemandeInvalide, impossible

Rangees = list[list[str]]


@transaction.atomic
def ajouter_ligne(
    bilan_id: int, repetition: str, cle: str, *, acteur: Acteur, nom: str, libelle: str = ""
) -> bool:
    """Add one row under a key made with the form; False when that form was already sent.

    ``repetition`` is the path of its repetition (« lieux », « postes.p1.realisations »). Without a
    label the row is called by its rank, after ``nom``: « Lieu 3 ». Raises ActionRefusee,
    DemandeInvalide (label too long or already borne, too many rows).
    """
    dossier = ouvrir_les_lignes(bilan_id, acteur)
    presentes, retirees = lignes_de(dossier, repetition)
    if any(ligne[0] == cle for ligne in presentes + retirees):
        return False
    if not est_une_cle(cle) or repetition not in repetitions_ouvertes(dossier):
        raise DemandeInvalide("libelle", "Rechargez la page, puis recommencez.")
    libelle = _lire_libelle(libelle, presentes)
    _exiger_place(presentes)
    nouvelle = [cle, libelle or libelle_suivant(nom, [nomme for _, nomme in presentes])]
    garder_les_lignes(dossier, repetition, [*presentes, nouvelle], retirees)
    dossier.journaliser("ligne_ajoutee", ligne=nouvelle[1])
    return True


@transaction.atomic
def renommer_ligne(
    bilan_id: int, repetition: str, cle: str, *, acteur: Acteur, libelle: str
) -> None:
    """Name a row; without a label it keeps its own. Raises ActionRefusee, DemandeInvalide."""
    dossier = ouvrir_les_lignes(bilan_id, acteur)
    presentes, retirees = lignes_de(dossier, repetition)
    ligne = _trouver(presentes, cle)
    autres = [autre for autre in presentes if autre is not ligne]
    nouveau = _lire_libelle(libelle, autres) or ligne[1]
    if nouveau == ligne[1]:
        return
    ligne[1] = nouveau
    garder_les_lignes(dossier, repetition, presentes, retirees)
    dossier.journaliser("ligne_modifiee", ligne=nouveau)


@transaction.atomic
def retirer_ligne(bilan_id: int, repetition: str, cle: str, *, acteur: Acteur) -> None:
    """Withdraw a row: its answers stay aside. Done twice, nothing more. Raises ActionRefusee."""
    dossier = ouvrir_les_lignes(bilan_id, acteur)
    presentes, retirees = lignes_de(dossier, repetition)
    if any(ligne[0] == cle for ligne in retirees):
        return
    ligne = _trouver(presentes, cle)
    presentes.remove(ligne)
    garder_les_lignes(dossier, repetition, presentes, [*retirees, ligne])
    dossier.journaliser("ligne_retiree", ligne=ligne[1])


@transaction.atomic
def retablir_ligne(bilan_id: int, repetition: str, cle: str, *, acteur: Acteur) -> None:
    """Bring back a row withdrawn, with its answers. Raises ActionRefusee, DemandeInvalide."""
    dossier = ouvrir_les_lignes(bilan_id, acteur)
    presentes, retirees = lignes_de(dossier, repetition)
    if any(ligne[0] == cle for ligne in presentes):
        return
    ligne = _trouver(retirees, cle)
    _exiger_place(presentes)
    _lire_libelle(ligne[1], presentes)
    retirees.remove(ligne)
    garder_les_lignes(dossier, repetition, [*presentes, ligne], retirees)
    dossier.journaliser("ligne_retablie", ligne=ligne[1])


def peut_changer_les_lignes(dossier: BilanOuvert) -> bool:
    """Tell whether the person who opens a bilan may add or withdraw rows now."""
    return dossier.feuille.ouvertes is None and dossier.peut(Action.REPONDRE)


def repetitions_ouvertes(dossier: BilanOuvert) -> dict[str, Groupe]:
    """Return the repetitions shown to which respondents add rows, by their path."""
    questionnaire = dossier.questionnaire
    return {
        chemin: _groupe(questionnaire, chemin)
        for chemin in dossier.etat.rangees
        if questionnaire.ajoute_des_lignes(chemin)
    }


def _groupe(questionnaire: Questionnaire, repetition: str) -> Groupe:
    groupe = questionnaire.par_code[repetition.rpartition(".")[2]].element
    if not isinstance(groupe, Groupe):
        raise ValueError(f"{repetition} n’est pas une répétition")
    return groupe


def ouvrir_les_lignes(bilan_id: int, acteur: Acteur) -> BilanVerrouille:
    """Lock the bilan; refuse when its rows may not change now."""
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.REPONDRE)
    if dossier.feuille.ouvertes is not None:
        raise impossible("Le complément demandé porte sur quelques réponses seulement.")
    return dossier


def lignes_de(dossier: BilanOuvert, repetition: str) -> tuple[Rangees, Rangees]:
    """Rows present and rows withdrawn of a repetition, copied."""
    feuille = dossier.feuille
    presentes, retirees = feuille.lignes.get(repetition, ()), feuille.retirees.get(repetition, ())
    return [list(ligne) for ligne in presentes], [list(ligne) for ligne in retirees]


def _trouver(lignes: Rangees, cle: str) -> list[str]:
    trouvee = next((ligne for ligne in lignes if ligne[0] == cle), None)
    if trouvee is None:
        raise DemandeInvalide("libelle", "Cette ligne n’existe plus.")
    return trouvee


def _exiger_place(presentes: Rangees) -> None:
    if len(presentes) >= LIGNES_MAX:
        raise DemandeInvalide("libelle", f"Il y a déjà {LIGNES_MAX} lignes : c’est le plus.")


def _lire_libelle(libelle: str, autres: Rangees) -> str:
    """Return a label typed, without surrounding space; refuse one too long or already borne."""
    libelle = " ".join(libelle.split())
    if len(libelle) > LONGUEUR_LIBELLE:
        raise DemandeInvalide("libelle", f"{LONGUEUR_LIBELLE} caractères au plus.")
    if libelle and any(autre[1].casefold() == libelle.casefold() for autre in autres):
        raise DemandeInvalide("libelle", f"« {libelle} » existe déjà : donnez un autre nom.")
    return libelle


def garder_les_lignes(
    dossier: BilanVerrouille, repetition: str, presentes: Rangees, retirees: Rangees
) -> None:
    """Write the rows of a repetition, present and withdrawn, under one more revision."""
    feuille = dossier.feuille
    feuille.lignes = feuille.lignes | {repetition: presentes}
    feuille.retirees = feuille.retirees | {repetition: retirees}
    garder(feuille, (), dossier.acteur.utilisateur, dossier.maintenant)
    dossier.oublier()
    dossier.commencer()
    partager(dossier)
