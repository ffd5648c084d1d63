"""Proposing a value, setting a proposal aside: neither changes the barème."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.models import Document
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible
from subventions.models import PropositionBareme
from subventions.propositions.services.acces import exiger, refus_de_proposer
from subventions.propositions.services.annonces import prevenir_les_decideurs
from subventions.propositions.services.ecriture import Valeur, lue, ouvrir, raconter
from subventions.propositions.services.effet import demander

DEMANDE = "Dites pourquoi cette valeur est proposée, et ce qu’elle corrige s’il y a lieu."


def proposer(
    valeur: Valeur,
    *,
    motif: str,
    fichier: "UploadedFile[Any]",
    jeton: UUID,
    acteur: Acteur,
) -> PropositionBareme:
    """Keep a proposal with its document, and have its effect computed; sent twice, one proposal.

    Raises ActionRefusee (not of this person's scope), DemandeInvalide (value, reason or file).
    """
    exiger(refus_de_proposer(acteur, valeur.caf_id))
    motif = exiger_motif(motif, DEMANDE)
    faite = PropositionBareme.objects.filter(jeton=jeton, proposee_par=acteur.utilisateur).first()
    if faite:
        return faite
    proposition = lue(valeur, motif, jeton, acteur)
    try:
        examen = documents.examiner(fichier)
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    with documents.sans_orphelin(), transaction.atomic():
        proposition.document = _garder(examen, valeur.caf_id, acteur)
        proposition.save(force_insert=True)
        raconter("bareme.propose", proposition, acteur, motif)
        demander(proposition, acteur.maintenant)
        prevenir_les_decideurs(proposition, acteur)
    return proposition


def _garder(examen: documents.Examen, caf_id: int | None, acteur: Acteur) -> Document:
    try:
        return documents.garder(
            examen,
            auteur=acteur.utilisateur,
            gestionnaire_id=None,
            caf_id=caf_id,
            le=acteur.maintenant,
        )
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None


@transaction.atomic
def ecarter(proposition_id: int, *, motif: str, acteur: Acteur) -> PropositionBareme:
    """Refuse a proposal, or for its author give it up; again, no effect.

    What was joined to it goes with it; a value that was joined leaves the others, whose effect is
    computed again. Raises ActionRefusee (not of this person's scope, published), DemandeInvalide,
    PropositionBareme.DoesNotExist.
    """
    proposition = ouvrir(proposition_id, acteur)
    motif = exiger_motif(motif, "Dites pourquoi cette proposition est écartée.")
    if proposition.ecartee_le:
        exiger_le_meme(motif, proposition.ecartee_motif, "Cette proposition est déjà écartée.")
        return proposition
    if proposition.publiee_le:
        raise impossible(
            "Cette valeur est publiée : proposez-en une autre, qui la corrige avec son motif."
        )
    for ecartee in (proposition, *proposition.jointes.filter(ecartee_le__isnull=True)):
        ecartee.ecartee_par, ecartee.ecartee_le = acteur.utilisateur, acteur.maintenant
        ecartee.ecartee_motif = motif
        ecartee.save(update_fields=["ecartee_par", "ecartee_le", "ecartee_motif"])
        raconter("bareme.ecarte", ecartee, acteur, motif)
    if proposition.tete:
        demander(proposition.tete, acteur.maintenant)
    return proposition
