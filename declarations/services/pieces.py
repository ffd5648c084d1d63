"""Papers of a file: joined once, withdrawn with a reason, frozen with what is sent."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from declarations.grilles import grille_par_reference
from declarations.models import PieceJointe
from declarations.models.pieces import LONGUEUR_LIBELLE
from declarations.regles import etats
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.etats import ActeurDossier, Action
from declarations.regles.grille import VOLETS
from declarations.regles.lecteurs import groupes_de_lecteurs, lecteurs_de_piece, tout_est_lisible
from declarations.regles.pieces import (
    PIECES_MAX,
    refus_caf,
    refus_joindre,
    refus_partenaire,
)
from declarations.services.contenu.evaluation import ConstatSuivi, Evaluation
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.documents import Examen
from portal.socle.motifs import exiger_motif
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus, interdit


def joindre(
    declaration_id: int,
    *,
    acteur: Acteur,
    fichier: UploadedFile,
    libelle: str,
    jeton: UUID,
    cle: str = "",
) -> PieceJointe:
    """Join a file to a declaration, or to the justification of the constat ``cle``.

    A second click, with the same ``jeton``, returns the piece already joined. Raises
    ActionRefusee; DemandeInvalide: file refused, no label, constat gone, same file twice.
    """
    examen = examiner(fichier)
    libelle = libelle.strip()[:LONGUEUR_LIBELLE] or examen.nom
    with documents.sans_orphelin(), transaction.atomic():
        dossier = ouvrir(declaration_id, acteur)
        deja = dossier.declaration.pieces.filter(jointe_par=acteur.utilisateur, jeton=jeton).first()
        if deja and deja.document.sha256 == examen.sha256:
            return deja
        # The page found again by « back » holds the same token: another file is another piece.
        jeton = uuid4() if deja else jeton
        place = _place_constat(dossier, cle) if cle else _place_declaration(dossier)
        _exiger_nouvelle(dossier, examen, cle)
        piece = ajouter(dossier, examen, libelle=libelle, jeton=jeton, cle=cle, **place)
        verbe = "piece_jointe_caf" if piece.cote_caf else "piece_jointe"
        dossier.journaliser(verbe, piece=piece.pk, document=examen.sha256)
    return piece


@transaction.atomic
def retirer(declaration_id: int, piece_id: int, *, acteur: Acteur, motif: str) -> PieceJointe:
    """Withdraw a piece, with a reason: it no longer goes with the version at work.

    Raises PieceJointe.DoesNotExist, ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi vous retirez cette pièce.")
    dossier = ouvrir(declaration_id, acteur)
    piece = dossier.declaration.pieces.du_dossier().select_related("version").get(pk=piece_id)
    if not piece.est_lisible(dossier.acteurs, dossier.cote_caf):
        raise PieceJointe.DoesNotExist
    refus = refus_retirer(piece, dossier.situation, dossier.acteurs)
    if refus:
        raise ActionRefusee(refus)
    piece.retiree_le, piece.retiree_par = dossier.maintenant, acteur.utilisateur
    piece.retiree_version, piece.retrait_motif = dossier.version, motif
    piece.save(update_fields=["retiree_le", "retiree_par", "retiree_version", "retrait_motif"])
    verbe = "piece_retiree_caf" if piece.cote_caf else "piece_retiree"
    dossier.journaliser(verbe, piece=piece.pk)
    return piece


def refus_retirer(
    piece: PieceJointe, situation: etats.Situation, acteurs: frozenset[str]
) -> Refus | None:
    """Return why a piece may not be withdrawn: each side withdraws its own, while it may join."""
    if piece.est_retiree:
        return Refus(MOMENT, "Cette pièce est déjà retirée.")
    if piece.cote_caf:
        return refus_caf(situation, acteurs)
    return refus_partenaire(situation, acteurs, Action.SAISIR)


def examiner(fichier: UploadedFile) -> Examen:
    """Look at a file received. Raises DemandeInvalide with the reason of the refusal."""
    try:
        return documents.examiner(fichier)
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None


def ajouter(
    dossier: DossierVerrouille,
    examen: Examen,
    *,
    libelle: str,
    jeton: UUID,
    cote_caf: bool,
    cle: str = "",
    lecteurs: list[list[str]] | None = None,
    message: MessageDossier | None = None,
) -> PieceJointe:
    """Keep a file examined and tie it to the file of the declaration, in the caller's act.

    To be called within ``documents.sans_orphelin``. Raises DemandeInvalide: no room on the disk.
    """
    declaration = dossier.declaration
    try:
        document = documents.garder(
            examen,
            auteur=dossier.acteur.utilisateur,
            gestionnaire_id=declaration.gestionnaire_id,
            caf_id=declaration.caf_id,
            le=dossier.maintenant,
        )
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    return PieceJointe.objects.create(
        declaration=declaration,
        version=dossier.version,
        document=document,
        message=message,
        cle=cle,
        libelle=libelle,
        lecteurs=lecteurs or [],
        cote_caf=cote_caf,
        jeton=jeton,
        jointe_par=dossier.acteur.utilisateur,
        jointe_le=dossier.maintenant,
    )


def _place_declaration(dossier: DossierVerrouille) -> dict[str, Any]:
    """Check that this person joins a paper to the declaration now; say for which side and readers.

    In a CCT, one joined by who reads salaries may be a payslip: it has the readers of salaries.
    """
    situation = dossier.situation
    refus = refus_joindre(situation, dossier.acteurs)
    if refus:
        raise ActionRefusee(refus)
    cote_caf = refus_partenaire(situation, dossier.acteurs, Action.SAISIR) is not None
    if cote_caf:
        return {"cote_caf": True}
    grille = grille_par_reference(dossier.version.grille, dossier.declaration.annee)
    saisie_caf = ActeurDossier.SAISIE_CAF in dossier.acteurs
    return {
        "cote_caf": False,
        "lecteurs": lecteurs_de_piece(grille, dossier.acteurs, saisie_caf),
    }


def _place_constat(dossier: DossierVerrouille, cle: str) -> dict[str, Any]:
    """Check that this person joins a paper to the justification of a constat; say who reads it."""
    evaluation = dossier.evaluation
    cote_caf = dossier.cote_caf
    lus = evaluation.constats_lus(dossier.lecteur)
    suivi = next((c for c in lus if c.constat.cle == cle), None)
    if suivi is None and not tout_est_lisible(evaluation.grille, dossier.acteurs, cote_caf):
        # The same answer whether it stands or not: one may not be told which.
        raise interdit(
            "Cet écart n’est plus constaté, ou porte sur des données que vous ne lisez pas."
        )
    if suivi is None or suivi.constat.niveau != A_JUSTIFIER:
        raise DemandeInvalide("cle", "Cet écart n’est plus constaté : il n’y a rien à justifier.")
    volets = (suivi.constat.volet,) if suivi.constat.volet else VOLETS
    refus = refus_partenaire(dossier.situation, dossier.acteurs, Action.JUSTIFIER, volets)
    if refus:
        raise ActionRefusee(refus)
    return {"cote_caf": False, "lecteurs": lecteurs_du_constat(evaluation, suivi)}


def lecteurs_du_constat(evaluation: Evaluation, suivi: ConstatSuivi) -> list[list[str]]:
    """Sets of roles, one of each being needed to read all the fields that a constat quotes."""
    return groupes_de_lecteurs(_champs(evaluation, suivi))


def _champs(evaluation: Evaluation, suivi: ConstatSuivi) -> list[Any]:
    places = evaluation.contexte.emplacements
    return [places[c].champ for c in suivi.constat.chemins if c in places]


def _exiger_nouvelle(dossier: DossierVerrouille, examen: Examen, cle: str) -> None:
    """Refuse the same file twice at the same place, and more papers than anybody reads."""
    gardees = dossier.declaration.pieces.du_dossier().filter(retiree_le=None)
    if gardees.filter(cle=cle, document__sha256=examen.sha256).exists():
        raise DemandeInvalide("fichier", "Ce fichier est déjà joint.")
    if gardees.count() >= PIECES_MAX:
        raise DemandeInvalide(
            "fichier",
            f"Ce dossier a déjà {PIECES_MAX} pièces : réunissez-les, ou retirez celles qui ne "
            "servent plus.",
        )
