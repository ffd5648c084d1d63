"""What both sides exchange on a file, on its page and on pages of their own: papers, messages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from declarations.presentation.echanges import MESSAGES_MONTRES, PIECES
from declarations.regles.pieces import refus_joindre
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.messages import peut_ecrire
from declarations.services.pieces import refus_retirer
from portal.dossiers.forms import MessageForm
from portal.dossiers.models import MessageDossier, PieceJointe
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


def contexte_pieces(page: DossierOuvert, lisibles: list[PieceJointe]) -> dict[str, Any]:
    """The papers of the file: those in force, those withdrawn, and where to join one."""
    pieces = [p for p in lisibles if not p.message_id]
    retirees = [p for p in pieces if est_retiree_pour(p, page.lecteur_de_pieces)]
    peut_joindre = refus_joindre(page.situation, page.acteurs) is None
    return {
        "pieces": [montrer(page, p) for p in pieces if p not in retirees],
        "pieces_retirees": [montrer(page, p) for p in retirees],
        "adresse_joindre": reverse("declarations:joindre_piece", args=[page.declaration.pk])
        if peut_joindre
        else "",
        "lecture_piece": RESERVEE if page.piece_reservee else "",
    }


def montrer(page: DossierOuvert, piece: PieceJointe) -> PieceMontree:
    """A paper as this person sees it, with the way to withdraw it when they may."""
    retirable = refus_retirer(piece, page.situation, page.acteurs) is None
    return montrer_piece(piece, PIECES, page.lecteur_de_pieces, retirable)


def contexte_messages(
    request: HttpRequest,
    page: DossierOuvert,
    lisibles: list[PieceJointe],
    *,
    tout: bool = False,
    formulaire: MessageForm | None = None,
) -> dict[str, Any]:
    """The conversation, oldest first, and the form to write; what is shown is read."""
    tous = list(page.declaration.messages.select_related("auteur"))
    non_lus = _non_lus(page)
    montres = tous if tout else tous[-max(MESSAGES_MONTRES, len(non_lus)) :]
    if non_lus and request.method == "GET":
        marquer_lus(page.declaration, page.acteur.utilisateur, tous[-1].pk)
    ecrit = peut_ecrire(page.acteur, page.acteurs, page.declaration)
    papiers = Papiers(lisibles, page.lecteur_de_pieces, PIECES)
    return {
        "conversation": conversation(page.declaration, montres, papiers, page.acteur, non_lus),
        "messages_en_tout": len(tous),
        "non_lus": len(non_lus),
        "formulaire_message": (formulaire or MessageForm(auto_id="id_message_%s"))
        if ecrit
        else None,
    }


def echanges(request: HttpRequest, page: DossierOuvert) -> dict[str, Any]:
    """Papers and messages for the page of the file."""
    lisibles = pieces_lisibles(page.declaration, page.lecteur_de_pieces)
    return contexte_pieces(page, lisibles) | contexte_messages(request, page, lisibles)


def _non_lus(page: DossierOuvert) -> frozenset[int]:
    nouveaux = MessageDossier.objects.filter(dossier=page.declaration).non_lus(
        page.acteur.utilisateur, page.cote_caf
    )
    return frozenset(nouveaux.values_list("pk", flat=True))
