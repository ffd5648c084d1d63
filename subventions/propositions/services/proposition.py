"""Proposing a value, setting a proposal aside: neither changes the barème."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle import documents, journal
from portal.socle.contenus import FichierRefuse
from portal.socle.models import Document
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide, impossible
from subventions.models import PropositionBareme
from subventions.propositions.services.acces import exiger, refus_de_decider, refus_de_proposer
from subventions.propositions.services.annonces import prevenir_les_decideurs
from subventions.propositions.services.effet import demander
from subventions.regles.nombres import NombreRefuse
from subventions.regles.parametres import parametre

DEMANDE = "Dites pourquoi cette valeur est proposée, et ce qu’elle corrige s’il y a lieu."


@dataclass(frozen=True)
class Valeur:
    """What is proposed: ``valeur`` as the engine reads it (« 0.6 », « 864 »)."""

    caf_id: int | None
    dispositif: str
    parametre: str
    valeur: str
    debut: int
    fin: int | None
    source: str
    marque: str
    note: str = ""


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


def lue(valeur: Valeur, motif: str, jeton: UUID, acteur: Acteur) -> PropositionBareme:
    """The proposal, checked as a line of the barème is. Raises DemandeInvalide."""
    attendu = parametre(valeur.dispositif, valeur.parametre)
    if attendu is None:
        message = "Ce paramètre n’entre pas dans le calcul de ce dispositif."
        raise DemandeInvalide("parametre", message)
    try:
        texte = attendu.lire(valeur.valeur)
    except NombreRefuse as refus:
        raise DemandeInvalide("valeur", str(refus)) from None
    proposition = PropositionBareme(
        caf_id=valeur.caf_id,
        dispositif=valeur.dispositif,
        parametre=valeur.parametre,
        valeur=None if attendu.est_texte else texte,
        texte=texte if attendu.est_texte else "",
        debut=valeur.debut,
        fin=valeur.fin,
        source=valeur.source.strip(),
        marque=valeur.marque,
        note=valeur.note.strip(),
        motif=motif,
        jeton=jeton,
        proposee_par=acteur.utilisateur,
        proposee_le=acteur.maintenant,
    )
    try:
        proposition.clean_fields(exclude=["document"])
        proposition.validate_constraints(exclude=["document"])
    except ValidationError as erreur:
        champ, messages = next(iter(erreur.message_dict.items()))
        raise DemandeInvalide(_champ_du_formulaire(champ), messages[0]) from None
    return proposition


def _champ_du_formulaire(champ: str) -> str:
    return "valeur" if champ == "texte" else champ


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


def ouvrir(proposition_id: int, acteur: Acteur) -> PropositionBareme:
    """Lock a proposal. Raises ActionRefusee for who does not decide in its scope."""
    proposition = (
        PropositionBareme.objects.select_related("caf", "proposee_par", "publiee_par", "tete")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=proposition_id)
    )
    exiger(refus_de_decider(acteur, proposition))
    return proposition


def raconter(action: str, proposition: PropositionBareme, acteur: Acteur, motif: str) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=proposition,
        caf_id=proposition.caf_id,
        motif=motif,
        details=details(proposition),
        le=acteur.maintenant,
    )


def details(proposition: PropositionBareme) -> dict[str, Any]:
    """What the journal keeps of a value."""
    return {
        "dispositif": proposition.dispositif,
        "parametre": proposition.parametre,
        "valeur": proposition.valeur_ecrite,
        "debut": proposition.debut,
        "fin": proposition.fin,
        "marque": proposition.marque,
        "source": proposition.source,
    }
