"""Papers of a declaration: who joins which, for whom; frozen with what is sent."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from declarations.grilles import grille_par_reference
from declarations.regles import etats
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.etats import ActeurDossier, Action
from declarations.regles.grille import VOLETS
from declarations.regles.lecteurs import groupes_de_lecteurs, lecteurs_de_piece, tout_est_lisible
from declarations.regles.pieces import refus_caf, refus_joindre, refus_partenaire
from declarations.services.contenu.evaluation import ConstatSuivi, Evaluation
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.models import PieceJointe
from portal.dossiers.services import pieces as communes
from portal.dossiers.services.pieces import Place
from portal.socle.documents import sans_orphelin
from portal.socle.refus import ActionRefusee, DemandeInvalide, Refus, interdit


def joindre(
    declaration_id: int,
    *,
    acteur: Acteur,
    fichier: "UploadedFile[Any]",
    libelle: str,
    jeton: UUID,
    cle: str = "",
) -> PieceJointe:
    """Join a file to a declaration, or to the justification of the constat ``cle``.

    A second click, with the same ``jeton``, returns the piece already joined. Raises
    ActionRefusee; DemandeInvalide: file refused, no label, constat gone, same file twice.
    """
    depot = communes.recevoir(fichier, libelle, jeton)
    with sans_orphelin(), transaction.atomic():
        dossier = ouvrir(declaration_id, acteur)
        deja = communes.deja_jointe(dossier.declaration, depot, acteur.utilisateur)
        if deja:
            return deja
        place = _place_constat(dossier, cle) if cle else _place_declaration(dossier)
        piece = communes.joindre(dossier.declaration, depot, place, acteur=acteur)
        verbe = "piece_jointe_caf" if piece.cote_caf else "piece_jointe"
        dossier.journaliser(verbe, piece=piece.pk, document=depot.examen.sha256)
    return piece


@transaction.atomic
def retirer(declaration_id: int, piece_id: int, *, acteur: Acteur, motif: str) -> PieceJointe:
    """Withdraw a piece, with a reason: it no longer goes with the version at work.

    Raises PieceJointe.DoesNotExist, ActionRefusee, DemandeInvalide.
    """
    dossier = ouvrir(declaration_id, acteur)
    piece: PieceJointe = dossier.declaration.pieces.du_dossier().get(pk=piece_id)
    if not piece.est_lisible(dossier.lecteur_de_pieces):
        raise PieceJointe.DoesNotExist
    refus = refus_retirer(piece, dossier.situation, dossier.acteurs)
    if refus:
        raise ActionRefusee(refus)
    communes.retirer(piece, version=dossier.version.numero, motif=motif, acteur=acteur)
    verbe = "piece_retiree_caf" if piece.cote_caf else "piece_retiree"
    dossier.journaliser(verbe, piece=piece.pk)
    return piece


def refus_retirer(
    piece: PieceJointe, situation: etats.Situation, acteurs: frozenset[str]
) -> Refus | None:
    """Return why a piece may not be withdrawn: each side withdraws its own, while it may join."""
    deja = communes.refus_deja_retiree(piece)
    if deja or piece.cote_caf:
        return deja or refus_caf(situation, acteurs)
    return refus_partenaire(situation, acteurs, Action.SAISIR)


def _place_declaration(dossier: DossierVerrouille) -> Place:
    """Check that this person joins a paper to the declaration now; say for which side and readers.

    In a CCT, one joined by who reads salaries may be a payslip: it has the readers of salaries.
    """
    situation = dossier.situation
    refus = refus_joindre(situation, dossier.acteurs)
    if refus:
        raise ActionRefusee(refus)
    cote_caf = refus_partenaire(situation, dossier.acteurs, Action.SAISIR) is not None
    if cote_caf:
        return Place(dossier.version.numero, cote_caf=True)
    grille = grille_par_reference(dossier.version.grille, dossier.declaration.annee)
    saisie_caf = ActeurDossier.SAISIE_CAF in dossier.acteurs
    lecteurs = lecteurs_de_piece(grille, dossier.acteurs, saisie_caf)
    return Place(dossier.version.numero, cote_caf=False, lecteurs=lecteurs)


def _place_constat(dossier: DossierVerrouille, cle: str) -> Place:
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
    return Place(
        dossier.version.numero,
        cote_caf=False,
        cle=cle,
        lecteurs=lecteurs_du_constat(evaluation, suivi),
    )


def lecteurs_du_constat(evaluation: Evaluation, suivi: ConstatSuivi) -> list[list[str]]:
    """Sets of roles, one of each being needed to read all the fields that a constat quotes."""
    return groupes_de_lecteurs(_champs(evaluation, suivi))


def _champs(evaluation: Evaluation, suivi: ConstatSuivi) -> list[Any]:
    places = evaluation.contexte.emplacements
    return [places[c].champ for c in suivi.constat.chemins if c in places]
