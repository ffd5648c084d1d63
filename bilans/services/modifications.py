"""Editing an answer of the partner: with a reason, shown as such, and told (S, DOMAINE §5)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from bilans.models import ModificationCaf
from bilans.regles.etats import Action
from bilans.services.accord import partager
from bilans.services.bilan import BilanVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.saisie.regles.envoi import Envoi
from portal.saisie.services.enregistrement import Enregistrement, enregistrer
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide


@dataclass
class ModificationARevoir(Exception):
    """Nothing was written: answers are refused, or were edited meanwhile by a colleague.

    ``fautes`` says by chemin what is wrong with the answers that have the right shape
    (``bilans.regles.fautes``).
    """

    resultat: Enregistrement
    fautes: dict[str, str]


@transaction.atomic
def modifier(bilan_id: int, *, acteur: Acteur, envoi: Envoi, motif: str) -> Enregistrement:
    """Write other answers than the partner's to questions that are asked, all of them or none.

    They count at once. A second click writes nothing more. Raises ActionRefusee, DemandeInvalide
    (no reason, a question that is not asked), ModificationARevoir.
    """
    motif = exiger_motif(motif, "Indiquez au partenaire pourquoi vous modifiez sa réponse.")
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.MODIFIER)
    chemins = {*envoi.valeurs, *envoi.ecartees}
    if not chemins <= dossier.emplacements.keys():
        raise DemandeInvalide("motif", "Cette question n’est plus posée dans ce bilan.")
    avant = dossier.feuille.valeurs
    resultat = enregistrer(
        dossier.feuille,
        {chemin: dossier.emplacements[chemin] for chemin in sorted(chemins)},
        envoi,
        acteur.utilisateur,
        dossier.maintenant,
        _tout_ou_rien,
    )
    if not resultat.ecrits:
        return resultat
    _arreter(dossier, resultat)
    apres = dossier.feuille.valeurs
    ModificationCaf.objects.bulk_create(
        ModificationCaf(
            bilan=dossier.bilan,
            chemin=chemin,
            avant=avant.get(chemin, ""),
            apres=apres.get(chemin, ""),
            motif=motif,
            par=acteur.utilisateur,
            le=dossier.maintenant,
            revision=resultat.revision,
        )
        for chemin in resultat.ecrits
    )
    dossier.accomplir(Action.MODIFIER, situation, motif, questions=sorted(resultat.ecrits))
    return resultat


def _tout_ou_rien(resultat: Enregistrement) -> Collection[str]:
    """A reason is about the whole edit: a part of it is not written alone."""
    if resultat.erreurs or resultat.conflits:
        raise ModificationARevoir(resultat, {})
    return ()


def _arreter(dossier: BilanVerrouille, resultat: Enregistrement) -> None:
    """Count the answers again, unless one written here does not stand."""
    dossier.oublier()
    fautes = {c: dossier.etat.fautes[c] for c in resultat.ecrits if c in dossier.etat.fautes}
    if fautes:
        raise ModificationARevoir(resultat, fautes)
    dossier.bilan.arretees = dict(dossier.etat.comptees)
    dossier.bilan.save(update_fields=["arretees"])
    dossier.oublier()
    partager(dossier)
