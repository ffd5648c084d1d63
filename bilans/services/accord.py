"""Agreement with the declaration (C15): filled from one to the other, aligned or explained.

Both sides look at the same figures: what a bilan says is noted with the declarations
(``declarations.services.partages``), and what is written on one side holds on the other.
"""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse

from bilans.models import Bilan, EcartExplique
from bilans.regles.accord import chemins_partages, en_declaration
from bilans.regles.etats import Action
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.ecarts import figure_de
from declarations.regles.partages import Explication
from declarations.services.partages import (
    ChiffresDuBilan,
    noter,
    reelle_de,
    remplir_depuis_le_bilan,
)
from habilitations.permissions import Acteur
from portal.saisie.services.enregistrement import garder
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide

ALIGNE = "Ces deux chiffres concordent désormais : il n’y a rien à expliquer."


def partager(dossier: BilanVerrouille) -> None:
    """Tell the declaration what the bilan says now, and fill what is still empty there.

    To be called by whatever saves answers, once they are laid. The row of the bilan is locked.
    """
    partages = chemins_partages(dossier.questionnaire, dossier.etat.emplacements)
    if not partages or dossier.bilan.equipement_id is None:
        return
    comptees = {c: figure_de(v) for c, v in dossier.etat.comptees.items()}
    chiffres = ChiffresDuBilan(
        libelle=dossier.bilan.libelle,
        adresse=reverse("bilans:accord", args=[dossier.bilan.pk]),
        valeurs=en_declaration(partages, comptees),
        explications=_explications(dossier.bilan),
    )
    noter(dossier.bilan, chiffres, dossier.acteur)
    reelle = reelle_de(dossier.bilan.equipement_id, dossier.bilan.annee)
    if reelle is not None:
        remplir_depuis_le_bilan(reelle.pk, dossier.bilan, acteur=dossier.acteur)


@transaction.atomic
def reprendre_de_la_declaration(bilan_id: int, *, acteur: Acteur) -> int:
    """Fill the empty answers of a bilan with the declared figures, to be confirmed; how many.

    Nothing typed is replaced: a second click adds nothing. Raises ActionRefusee,
    Bilan.DoesNotExist.
    """
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.REPONDRE)
    accord = dossier.accord
    reprises = {c: v for c, v in accord.a_reprendre.items() if dossier.est_a_completer(c)}
    if accord.declaration is None or not reprises:
        return 0
    for chemin, valeur in reprises.items():
        dossier.feuille.poser(chemin, valeur)
        dossier.feuille.a_confirmer[chemin] = accord.declaration.libelle
    garder(dossier.feuille, reprises, acteur.utilisateur, acteur.maintenant)
    dossier.oublier()
    dossier.commencer()
    dossier.journaliser("chiffres_repris", combien=len(reprises))
    partager(dossier)
    return len(reprises)


@transaction.atomic
def expliquer(bilan_id: int, chemin: str, *, acteur: Acteur, texte: str) -> EcartExplique:
    """Say why a figure differs from the declaration, on the two values of this moment.

    Raises ActionRefusee; DemandeInvalide when there is no such gap any more, or when the text says
    too little; Bilan.DoesNotExist.
    """
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.REPONDRE)
    chiffre = next((c for c in dossier.accord.chiffres if c.chemin == chemin), None)
    if chiffre is None or not chiffre.differe:
        raise DemandeInvalide("texte", ALIGNE)
    exiger_motif(texte, "Expliquez en quelques mots pourquoi ces chiffres diffèrent.", "texte")
    ecrit: Mapping[str, object] = {
        "texte": texte.strip(),
        "du_bilan": chiffre.du_bilan,
        "declaree": chiffre.declare.valeur,
    }
    dite = chiffre.explication
    if dite and all(getattr(dite, champ) == valeur for champ, valeur in ecrit.items()):
        return dite
    dite, _ = EcartExplique.objects.update_or_create(
        bilan=dossier.bilan,
        chemin=chemin,
        defaults={**ecrit, "par": acteur.utilisateur, "le": acteur.maintenant},
    )
    dossier.journaliser("ecart_explique", texte.strip(), champ=chemin)
    partager(dossier)
    return dite


def _explications(bilan: Bilan) -> dict[str, Explication]:
    return {
        e.chemin: Explication(e.texte, str(e.par), e.declaree, e.du_bilan)
        for e in bilan.ecarts_expliques.select_related("par")
    }
