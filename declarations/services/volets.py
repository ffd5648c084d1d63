"""Sign-off of a volet, its withdrawal, and its return by the approbateur."""

from django.db import transaction

from declarations.models import PassageControles, Volet
from declarations.regles.etats import Action
from declarations.services.contenu.evaluation import Evaluation
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.relecture import marque_du_volet
from declarations.services.saisie import garder
from habilitations.permissions import Acteur
from portal.dossiers.services.relecture import exiger_relu
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide


@transaction.atomic
def signer_volet(declaration_id: int, nature: str, *, acteur: Acteur, vu: str = "") -> str:
    """Sign a volet off as finished and return the state reached.

    The checks run again: none of this volet may be blocking or unjustified, nor, when the other
    volet is signed, any that looks at both. Their results are kept. ``vu`` is the mark of what
    the page showed. Raises ActionRefusee, also when a colleague changed it since.
    """
    dossier = ouvrir(declaration_id, acteur)
    evaluation = dossier.evaluation
    situation = dossier.exiger(Action.SIGNER, nature)
    exiger_relu(vu, marque_du_volet(dossier, nature))
    volet = dossier.version.volet(nature)
    _oublier_les_reprises(dossier, volet)
    volet.signe_le, volet.signe_par = dossier.maintenant, acteur.utilisateur
    volet.signe_par_la_caf, volet.renvoi_motif = dossier.pour_le_partenaire, ""
    volet.save(update_fields=["signe_le", "signe_par", "signe_par_la_caf", "renvoi_motif"])
    garder_passage(dossier, evaluation, PassageControles.Moment.SIGNATURE, nature)
    dossier.accomplir(Action.SIGNER, situation, volet=nature)
    return dossier.declaration.etat


def _oublier_les_reprises(dossier: DossierVerrouille, volet: Volet) -> None:
    """Drop what was carried over and never confirmed: rows withdrawn, questions not asked any more.

    C18 sees to all the others. Kept, they would pass for confirmed if they were asked again.
    """
    if oubliees := list(volet.a_confirmer):
        for chemin in oubliees:
            volet.donnees.pop(chemin, None)
        volet.a_confirmer = {}
        garder(dossier, volet, oubliees)


@transaction.atomic
def retirer_signature(declaration_id: int, nature: str, *, acteur: Acteur) -> None:
    """Withdraw one's sign-off before sending, to go on typing. Raises ActionRefusee."""
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.RETIRER_SIGNATURE, nature)
    _retirer_signature(dossier.version.volet(nature), "")
    dossier.accomplir(Action.RETIRER_SIGNATURE, situation, volet=nature)


@transaction.atomic
def renvoyer_volet(declaration_id: int, nature: str, *, acteur: Acteur, motif: str) -> None:
    """Send one volet back to its provider with a reason, instead of approving.

    Raises ActionRefusee, DemandeInvalide when the reason is empty.
    """
    motif = exiger_motif(motif, "Indiquez à votre collègue ce qui est à revoir.")
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.RENVOYER, nature)
    volet = dossier.version.volet(nature)
    if volet.champs_ouverts == []:
        raise DemandeInvalide(
            "volet", "La correction demandée par la Caf ne porte pas sur ce volet."
        )
    _retirer_signature(volet, motif)
    dossier.accomplir(Action.RENVOYER, situation, motif, nature)


def _retirer_signature(volet: Volet, renvoi_motif: str) -> None:
    volet.signe_le = volet.signe_par = None
    volet.signe_par_la_caf, volet.renvoi_motif = False, renvoi_motif
    volet.save(update_fields=["signe_le", "signe_par", "signe_par_la_caf", "renvoi_motif"])


def garder_passage(
    dossier: DossierVerrouille, evaluation: Evaluation, moment: str, volet: str = ""
) -> PassageControles:
    """Keep what the checks said, with the justifications that hold."""
    return PassageControles.objects.create(
        version=dossier.version,
        moment=moment,
        volet=volet,
        le=dossier.maintenant,
        par=dossier.acteur.utilisateur,
        constats=[c.en_json() for c in evaluation.constats],
    )
