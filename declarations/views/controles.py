"""Coherence checks of a file: what blocks, what to justify, what is only said."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from declarations.forms.justifications import JustificationForm, partie_du_constat, prefixe
from declarations.models.controles import MotifJustification
from declarations.presentation.contacts import interlocuteur_de
from declarations.presentation.justifications import JustificationPerdue
from declarations.regles.compteurs import MANQUANTE
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.etats import Action, Etat
from declarations.regles.grille import VOLETS
from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.views.chargement import charger
from declarations.views.echanges import montrer
from declarations.views.evaluation import (
    adresse_du_constat,
    constats_lisibles,
    est_reserve,
)
from habilitations.requetes import Requete
from portal.dossiers.presentation.pieces import PieceMontree, pieces_lisibles
from portal.socle.composants import ErreurSaisie


@require_safe
def controles(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    if not dossier.figures_visibles:
        messages.info(request, "Le partenaire n’a pas encore transmis ces données.")
        return redirect("declarations:dossier", pk=pk)
    if dossier.declaration.etat == Etat.SANS_OBJET:
        messages.info(request, "La déclaration est sans objet : rien n’y est plus à contrôler.")
        return redirect("declarations:dossier", pk=pk)
    if dossier.version.est_envoyee:
        # What was sent is read as it was frozen, never computed again.
        return redirect("declarations:version", pk=pk, numero=dossier.version.numero)
    return afficher(request, dossier)


def a_justifier_ici(dossier: DossierOuvert) -> list[ConstatSuivi]:
    """Constats that this person may justify now, in the order of the page."""
    return [
        s for s in constats_lisibles(dossier, dossier.evaluation) if _peut_justifier(dossier, s)
    ]


def afficher(
    request: Requete,
    dossier: DossierOuvert,
    redites: Mapping[str, JustificationForm] | None = None,
    perdues: Sequence[JustificationPerdue] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of the checks.

    ``redites`` are the parts refused, by key of constat, as they were typed; ``perdues`` what was
    typed for constats that are not to be justified here any more.
    """
    pieces = _pieces_par_constat(dossier)
    redites = redites or {}
    lignes = [
        _ligne(dossier, s, redites, pieces) for s in constats_lisibles(dossier, dossier.evaluation)
    ]
    constats = [ligne for ligne in lignes if ligne["suivi"].sorte != MANQUANTE]
    parties = [ligne for ligne in constats if ligne["formulaire"]]
    manquants = [ligne for ligne in lignes if ligne["suivi"].sorte == MANQUANTE]
    compte = dossier.compte()
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "constats": constats,
        "parties": parties,
        "a_remplir": [ligne for ligne in parties if not ligne["suivi"].tient],
        "manquants": manquants,
        "manquants_reserves": max(compte.manquantes - len(manquants), 0),
        "erreurs": _erreurs(parties, perdues),
        "perdues": perdues,
        "compte": compte,
        "interlocuteur": interlocuteur_de(dossier),
    }
    return render(request, "declarations/controles.html", contexte, status=status)


def _erreurs(
    parties: Sequence[Mapping[str, Any]], perdues: Sequence[JustificationPerdue]
) -> list[ErreurSaisie]:
    """The summary of what was refused, each line linked to its field."""
    erreurs = [
        ErreurSaisie(
            f"{ligne['constat'].message} {message}",
            formulaire[champ].id_for_label if champ in formulaire.fields else ligne["ancre"],
        )
        for ligne in parties
        if (formulaire := ligne["formulaire"]).is_bound
        for champ, du_champ in formulaire.errors.items()
        for message in du_champ
    ]
    return erreurs + [ErreurSaisie(p.raison, p.ancre) for p in perdues]


def _pieces_par_constat(dossier: DossierOuvert) -> dict[str, list[PieceMontree]]:
    """Papers in force that this person reads, by the constat they justify."""
    pieces: dict[str, list[PieceMontree]] = {}
    for piece in pieces_lisibles(dossier.declaration, dossier.lecteur_de_pieces):
        if piece.cle and not piece.est_retiree:
            pieces.setdefault(piece.cle, []).append(montrer(dossier, piece))
    return pieces


def _peut_justifier(dossier: DossierOuvert, suivi: ConstatSuivi) -> bool:
    constat = suivi.constat
    volets = [constat.volet] if constat.volet else list(VOLETS)
    return constat.niveau == A_JUSTIFIER and any(dossier.peut(Action.JUSTIFIER, v) for v in volets)


def _ligne(
    dossier: DossierOuvert,
    suivi: ConstatSuivi,
    redites: Mapping[str, JustificationForm],
    pieces: dict[str, list[PieceMontree]],
) -> dict[str, Any]:
    constat = suivi.constat
    formulaire = None
    if _peut_justifier(dossier, suivi):
        actuel = suivi.justification.motif if suivi.justification else ""
        motifs = MotifJustification.offerts(dossier.declaration.dispositif, actuel)
        formulaire = partie_du_constat(suivi, motifs, redites.get(constat.cle))
    return {
        "suivi": suivi,
        "constat": constat,
        "ancre": prefixe(constat.cle),
        "adresse": adresse_du_constat(dossier, suivi),
        "formulaire": formulaire,
        "reserve": est_reserve(dossier, constat.chemins),
        "pieces": pieces.get(constat.cle, []),
    }
