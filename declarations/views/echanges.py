"""What both sides exchange on a file, on its page and on pages of their own: papers, messages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from declarations.presentation.echanges import pieces_en_mots
from declarations.regles.pieces import refus_joindre
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.messages import peut_ecrire
from declarations.services.pieces import refus_retirer
from portal.dossiers.forms import MessageForm
from portal.dossiers.models import PieceJointe
from portal.dossiers.presentation.messages import Papiers, conversation
from portal.dossiers.presentation.pieces import (
    PieceMontree,
    est_retiree_pour,
    montrer_piece,
    pieces_lisibles,
)
from portal.dossiers.services.messages import marquer_lus

RESERVEE = (
    "Cette pièce peut citer des salaires : elle n’est lue que par le fournisseur de données "
    "financières, l’approbateur et la Caf."
)
LUS_PAR_TOUS = (
    "Toutes les personnes de ce dossier lisent les messages et leurs fichiers : n’y écrivez aucun "
    "salaire, compte ni montant, n’y joignez aucun bulletin de paie."
)
SANS_MESSAGE = (
    "Aucun message n’a été échangé. Une question sur cette déclaration ? Écrivez à la Caf ici."
)
SANS_MESSAGE_CAF = "Aucun message n’a été échangé avec le partenaire."


def contexte_pieces(dossier: DossierOuvert, lisibles: list[PieceJointe]) -> dict[str, Any]:
    """The papers of the file: those in force, those withdrawn, and where to join one."""
    pieces = [p for p in lisibles if not p.message_id]
    retirees = [p for p in pieces if est_retiree_pour(p, dossier.lecteur_de_pieces)]
    peut_joindre = refus_joindre(dossier.situation, dossier.acteurs) is None
    return {
        "pieces": [montrer(dossier, p) for p in pieces if p not in retirees],
        "pieces_retirees": [montrer(dossier, p) for p in retirees],
        "adresse_joindre": reverse("declarations:joindre_piece", args=[dossier.declaration.pk])
        if peut_joindre
        else "",
        "lecture_piece": RESERVEE if dossier.piece_reservee else "",
    }


def montrer(dossier: DossierOuvert, piece: PieceJointe) -> PieceMontree:
    """A paper as this person sees it, with the way to withdraw it when they may."""
    retirable = refus_retirer(piece, dossier.situation, dossier.acteurs) is None
    return montrer_piece(
        piece, pieces_en_mots(dossier.contenu.lignes), dossier.lecteur_de_pieces, retirable
    )


def contexte_messages(
    request: HttpRequest,
    dossier: DossierOuvert,
    lisibles: list[PieceJointe],
    *,
    tout: bool = False,
    formulaire: MessageForm | None = None,
) -> dict[str, Any]:
    """The conversation and the form to write; what is shown is read."""
    papiers = Papiers(lisibles, dossier.lecteur_de_pieces, pieces_en_mots(dossier.contenu.lignes))
    lue = conversation(dossier.declaration, papiers, dossier.acteur, tout=tout)
    if lue.nouveaux and request.method == "GET":
        marquer_lus(dossier.declaration, dossier.acteur.utilisateur, lue.dernier)
    ecrit = peut_ecrire(dossier.acteur, dossier.acteurs, dossier.declaration)
    return {
        "conversation": lue,
        "adresse_messages": reverse("declarations:messages", args=[dossier.declaration.pk]),
        "aucun_message": SANS_MESSAGE_CAF if dossier.cote_caf else SANS_MESSAGE,
        "lecture_messages": LUS_PAR_TOUS if dossier.a_des_reserves else "",
        "formulaire_message": (formulaire or MessageForm(auto_id="id_message_%s"))
        if ecrit
        else None,
    }


def echanges(request: HttpRequest, dossier: DossierOuvert) -> dict[str, Any]:
    """Papers and messages for the page of the file."""
    lisibles = pieces_lisibles(dossier.declaration, dossier.lecteur_de_pieces)
    return contexte_pieces(dossier, lisibles) | contexte_messages(request, dossier, lisibles)
