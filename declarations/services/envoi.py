"""Sending a declaration to the Caf: everything is frozen together (DOMAINE §3.1)."""

from django.db import transaction

from declarations.models import PassageControles, Version
from declarations.regles.etats import Action, Situation
from declarations.regles.manques import attend_seulement_la_caf
from declarations.services import lignes as services_lignes
from declarations.services.assistance import cesser
from declarations.services.contenu.evaluation import Evaluation
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.droits import ouvrir_le_droit
from declarations.services.empreintes import FORMULE, empreinte
from declarations.services.mentions import mentions_de
from declarations.services.relecture import marque_du_dossier
from declarations.services.separation import refus_d_envoyer_seul
from declarations.services.volets import garder_passage
from habilitations.permissions import Acteur
from portal.dossiers.services.relecture import exiger_relu
from portal.socle.mesures.compteurs import compter_transmission
from portal.socle.pdf_d_avance import preparer_apres_validation
from portal.socle.refus import ActionRefusee, impossible
from subventions.models import Calcul
from subventions.regles.estimation import INVALIDE
from subventions.services import figer_calcul

PREPARER_RECEPISSE = "declarations.tasks.preparer_recepisse"
# Written together, and never again.
FIGES = (
    "calcul",
    "lignes",
    "envoyee_le",
    "envoyee_par",
    "gestionnaire",
    "echeance_le",
    "mentions",
    "formule",
    "empreinte",
)


@transaction.atomic
def transmettre(declaration_id: int, *, acteur: Acteur, vu: str = "") -> Version:
    """Approve and send: freeze figures, rows, grid, checks, barème and computation.

    The computation opens a right, provisional until the Caf validates. ``vu`` is the mark of what
    the page showed.

    Raises ActionRefusee: another role, already sent, window closed, volet unsigned, check that
    blocks or is not justified on today's figures; all typed alone where the Caf forbids it; figures
    that are no longer those which were shown.
    """
    dossier = ouvrir(declaration_id, acteur)
    evaluation = dossier.evaluation
    situation = dossier.exiger(Action.TRANSMETTRE)
    if refus := refus_d_envoyer_seul(dossier.declaration, dossier.version, acteur):
        raise ActionRefusee(refus)
    exiger_relu(vu, marque_du_dossier(dossier))
    _exiger_calculable(evaluation)
    version = dossier.version
    _arreter_les_donnees(dossier, evaluation)
    passage = garder_passage(dossier, evaluation, PassageControles.Moment.ENVOI)
    version.calcul = _figer(dossier, evaluation)
    version.lignes = services_lignes.en_json(evaluation.lignes)
    version.envoyee_le, version.envoyee_par = dossier.maintenant, acteur.utilisateur
    version.gestionnaire = dossier.declaration.gestionnaire
    version.echeance_le = dossier.declaration.campagne.echeance_le
    version.mentions, version.formule = mentions_de(dossier), FORMULE
    version.empreinte = empreinte(version, passage.constats)
    version.save(update_fields=FIGES)
    ouvrir_le_droit(dossier, version.calcul)
    _clore(dossier, situation)
    preparer_apres_validation(PREPARER_RECEPISSE, version.pk)
    compter_transmission("declaration")
    return version


def _exiger_calculable(evaluation: Evaluation) -> None:
    """What cannot be computed is not sent: the checks say so first, this is the last door."""
    attendus = evaluation.chiffrage.manques
    incomplet = attendus and not attend_seulement_la_caf(attendus)
    if incomplet or evaluation.estimation.statut == INVALIDE:
        raise impossible(
            "Le calcul ne peut pas être fait sur ces données : renvoyez le volet concerné."
        )


def _arreter_les_donnees(dossier: DossierVerrouille, evaluation: Evaluation) -> None:
    """Keep what is sent: the figures asked for, those of the Caf as they stand now.

    Values that the grid no longer asks for (a lieu closed, a poste withdrawn since) are not sent.
    """
    nature = dossier.declaration.nature
    for volet in dossier.version.volets.all():
        attendus = {
            e.chemin
            for e in evaluation.grille.emplacements(nature, evaluation.lignes, volet.nature)
        }
        arretees = {c: v for c, v in evaluation.donnees.items() if c in attendus}
        if arretees != volet.donnees or volet.a_confirmer:
            volet.donnees, volet.a_confirmer = arretees, {}
            volet.revision += 1
            volet.save(update_fields=["donnees", "a_confirmer", "revision"])


def _figer(dossier: DossierVerrouille, evaluation: Evaluation) -> Calcul:
    declaration = dossier.declaration
    return figer_calcul(
        evaluation.estimation,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        dispositif=declaration.dispositif,
        annee=declaration.annee,
        donnees=evaluation.chiffrage.entrees,
        equipement_id=declaration.equipement_id,
    )


def _clore(dossier: DossierVerrouille, situation: Situation) -> None:
    """Move on: the version counts unless a validated one does until it is validated in turn."""
    declaration, version = dossier.declaration, dossier.version
    version.demandes_origine.filter(satisfaite_le__isnull=True).update(
        satisfaite_le=dossier.maintenant
    )
    if not declaration.versions.filter(validee_le__isnull=False).exists():
        declaration.version_en_vigueur = version
        declaration.save(update_fields=["version_en_vigueur"])
    cesser(dossier)
    dossier.accomplir(
        Action.TRANSMETTRE, situation, empreinte=version.empreinte, formule=version.formule
    )
