"""Adding, naming, withdrawing and bringing back rows: collectifs of a CLAS, postes of a CCT.

Rows belong to the activité volet: its provider says which collectifs or postes there are.
"""

from typing import Any

from django.db import transaction

from declarations.grilles import grille_par_reference
from declarations.models import Volet
from declarations.regles.etats import Action
from declarations.regles.grille import ACTIVITE, FINANCES, Grille
from declarations.regles.lignes import LIGNES_MAX
from declarations.services.donnees_caf import postes_proposes
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lignes import est_retiree
from habilitations.permissions import Acteur
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE, est_une_cle, libelle_suivant
from portal.socle.refus import DemandeInvalide, impossible


@transaction.atomic
def ajouter_ligne(declaration_id: int, cle: str, *, acteur: Acteur, libelle: str = "") -> bool:
    """Add one row under a key made with the form; False when that form was already sent.

    Without a label the row is called by its rank: « Collectif 3 ». Raises ActionRefusee,
    DemandeInvalide (label too long or already borne, too many rows).
    """
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    lignes = dossier.version.lignes
    if any(ligne["cle"] == cle for ligne in lignes):
        return False
    if not est_une_cle(cle):
        raise DemandeInvalide("libelle", "Rechargez la page, puis recommencez.")
    presentes = exiger_place(dossier, grille)
    libelle = lire_libelle(dossier, grille, libelle, cle) or libelle_suivant(
        grille.repetition.libelle, presentes
    )
    lignes.append({"cle": cle, "libelle": libelle})
    garder_les_lignes(dossier)
    dossier.journaliser("ligne_ajoutee", ligne=libelle)
    return True


@transaction.atomic
def modifier_ligne(
    declaration_id: int,
    cle: str,
    *,
    acteur: Acteur,
    libelle: str = "",
    poste_conventionne: int | None = None,
) -> None:
    """Name a row, and for a CCT tell which poste of the convention it fills.

    Without a label the row keeps its own. Raises ActionRefusee, DemandeInvalide.
    """
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    ligne = ligne_presente(dossier, cle)
    proposes = {p.pk for p in postes_proposes(dossier.declaration)}
    if poste_conventionne is not None and poste_conventionne not in proposes:
        raise DemandeInvalide("poste_conventionne", "Ce poste n’est pas dans la convention.")
    nouveau = lire_libelle(dossier, grille, libelle, cle) or ligne["libelle"]
    if (nouveau, poste_conventionne) == (ligne["libelle"], ligne.get("poste_conventionne")):
        return
    ligne |= {"libelle": nouveau, "poste_conventionne": poste_conventionne}
    garder_les_lignes(dossier)
    dossier.journaliser("ligne_modifiee", ligne=nouveau)


@transaction.atomic
def retirer_ligne(declaration_id: int, cle: str, *, acteur: Acteur) -> None:
    """Withdraw a row: its figures stay aside until the sending. Raises ActionRefusee."""
    dossier, _ = ouvrir_les_lignes(declaration_id, acteur)
    ligne = ligne_presente(dossier, cle)
    if not est_retiree(ligne):
        ligne["retiree"] = True
        garder_les_lignes(dossier)
        dossier.journaliser("ligne_retiree", ligne=ligne["libelle"])


@transaction.atomic
def retablir_ligne(declaration_id: int, cle: str, *, acteur: Acteur) -> None:
    """Bring back a row withdrawn, with its figures. Raises ActionRefusee, DemandeInvalide."""
    dossier, grille = ouvrir_les_lignes(declaration_id, acteur)
    ligne = ligne_presente(dossier, cle)
    if est_retiree(ligne):
        exiger_place(dossier, grille)
        _exiger_libelle_libre(dossier, grille, ligne["libelle"], cle)
        del ligne["retiree"]
        garder_les_lignes(dossier)
        dossier.journaliser("ligne_retablie", ligne=ligne["libelle"])


def ouvrir_les_lignes(declaration_id: int, acteur: Acteur) -> tuple[DossierVerrouille, Grille]:
    """Lock the file; refuse when its rows may not change now."""
    dossier = ouvrir(declaration_id, acteur)
    dossier.exiger(Action.SAISIR, ACTIVITE)
    grille = grille_par_reference(dossier.version.grille, dossier.declaration.annee)
    if not grille.repetition.ajout:
        raise impossible(f"La liste des {grille.repetition.pluriel} est tenue par votre Caf.")
    if dossier.version.volet(ACTIVITE).champs_ouverts is not None:
        raise impossible("La correction demandée porte sur quelques données seulement.")
    if _a_des_montants(grille, dossier.declaration.nature):
        _exiger_finances(dossier.version.volet(FINANCES), grille)
    return dossier, grille


def peut_changer_les_lignes(dossier: DossierOuvert) -> bool:
    """Tell whether the person who opens a file may add or withdraw rows now."""
    grille, activite = dossier.grille, dossier.version.volet(ACTIVITE)
    if not grille.repetition.ajout or activite.champs_ouverts is not None:
        return False
    if not dossier.peut(Action.SAISIR, ACTIVITE):
        return False
    finances = dossier.version.volet(FINANCES)
    libre = finances.signe_le is None and finances.champs_ouverts is None
    return libre or not _a_des_montants(grille, dossier.declaration.nature)


def _a_des_montants(grille: Grille, nature: str) -> bool:
    """Tell whether the finances volet asks something of each row."""
    return any(s.repetition for s in grille.sections_de(FINANCES, nature))


def _exiger_finances(finances: Volet, grille: Grille) -> None:
    """A row more or less changes what was signed in the other volet."""
    if finances.champs_ouverts is not None:
        raise impossible(
            f"La correction demandée ne porte pas sur les données financières : la liste des "
            f"{grille.repetition.pluriel} ne peut pas changer."
        )
    if finances.signe_le:
        raise impossible(
            f"Les données financières sont signées : {finances.signe_par} doit en reprendre la "
            f"saisie avant que la liste des {grille.repetition.pluriel} change."
        )


def ligne_presente(dossier: DossierVerrouille, cle: str) -> dict[str, Any]:
    """Return a row as kept, withdrawn or not. Raises DemandeInvalide when there is none."""
    lignes: list[dict[str, Any]] = dossier.version.lignes
    trouvee = next((li for li in lignes if li["cle"] == cle), None)
    if trouvee is None:
        raise DemandeInvalide("libelle", "Cette ligne n’existe plus.")
    return trouvee


def exiger_place(dossier: DossierVerrouille, grille: Grille, combien: int = 1) -> list[str]:
    """Refuse rows too many (``combien`` to add); return the labels of those present."""
    presentes = [li["libelle"] for li in dossier.version.lignes if not est_retiree(li)]
    if len(presentes) + combien > LIGNES_MAX:
        raise DemandeInvalide(
            "libelle", f"Une déclaration compte au plus {LIGNES_MAX} {grille.repetition.pluriel}."
        )
    return presentes


def lire_libelle(dossier: DossierVerrouille, grille: Grille, libelle: str, cle: str) -> str:
    """Return a label typed, without surrounding space; refuse one too long or already borne."""
    libelle = " ".join(libelle.split())
    if len(libelle) > LONGUEUR_LIBELLE:
        raise DemandeInvalide("libelle", f"{LONGUEUR_LIBELLE} caractères au plus.")
    _exiger_libelle_libre(dossier, grille, libelle, cle)
    return libelle


def _exiger_libelle_libre(
    dossier: DossierVerrouille, grille: Grille, libelle: str, cle: str
) -> None:
    """Refuse a label that another row bears, unless rows are called by what is typed in them."""
    if grille.repetition.libelle_depuis:
        return
    autres = {
        ligne["libelle"].casefold()
        for ligne in dossier.version.lignes
        if ligne["cle"] != cle and not est_retiree(ligne)
    }
    if libelle.casefold() in autres:
        raise DemandeInvalide("libelle", f"Un {grille.repetition.singulier} porte déjà ce nom.")


def garder_les_lignes(dossier: DossierVerrouille) -> None:
    """Write the rows, which the caller changed."""
    dossier.version.save(update_fields=["lignes"])
    dossier.oublier()
    dossier.commencer_saisie(ACTIVITE)
