"""Coherence checks of a file: what blocks, what to justify, what is only said."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from declarations.forms.actes import JustificationForm
from declarations.forms.echanges import PieceForm
from declarations.presentation.echanges import PieceMontree, pieces_lisibles
from declarations.regles import etats
from declarations.regles.compteurs import MANQUANTE
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.grille import VOLETS
from declarations.services.erreurs import ActionRefusee, DemandeInvalide
from declarations.services.evaluation import ConstatSuivi
from declarations.services.justifications import justifier as justifier_constat
from declarations.views.chargement import Page, charger
from declarations.views.echanges import montrer
from declarations.views.evaluation import adresse_du_champ, constats_lisibles


@require_safe
def controles(request: HttpRequest, pk: int) -> HttpResponse:
    page = charger(request, pk)
    if not page.figures_visibles:
        messages.info(request, "Le partenaire n’a pas encore transmis ces données.")
        return redirect("declarations:dossier", pk=pk)
    if page.version.est_envoyee:
        # What was sent is read as it was frozen, never computed again.
        return redirect("declarations:version", pk=pk, numero=page.version.numero)
    return _afficher(request, page)


@require_POST
def justifier(request: HttpRequest, pk: int) -> HttpResponse:
    page = charger(request, pk)
    if not any(page.a_le_role(etats.JUSTIFIER, v) for v in VOLETS):
        raise PermissionDenied("Les écarts sont justifiés par ceux qui ont saisi les données.")
    formulaire = JustificationForm(request.POST)
    if formulaire.is_valid():
        try:
            justifier_constat(pk, acteur=page.acteur, **formulaire.cleaned_data)
        except ActionRefusee as erreur:
            if erreur.interdite:
                raise PermissionDenied(str(erreur)) from None
            formulaire.add_error(None, str(erreur))
        except DemandeInvalide as erreur:
            formulaire.refuser(str(erreur), erreur.champ)
        else:
            messages.success(request, "Votre justification est enregistrée.")
            return redirect(f"{reverse('declarations:controles', args=[pk])}")
    return _afficher(request, page, formulaire, status=422)


def _afficher(
    request: HttpRequest, page: Page, lie: JustificationForm | None = None, status: int = 200
) -> HttpResponse:
    pieces = _pieces_par_constat(page)
    lignes = [_ligne(page, s, lie, pieces) for s in constats_lisibles(page, page.evaluation)]
    constats = [ligne for ligne in lignes if ligne["suivi"].sorte != MANQUANTE]
    contexte = {
        "page": page,
        "declaration": page.declaration,
        "constats": constats,
        "manquants": [ligne for ligne in lignes if ligne["suivi"].sorte == MANQUANTE],
        "formulaire_lie": lie,
        "restants": sum(page.evaluation.obstacles.values()),
        "interlocuteur": page.interlocuteur,
    }
    return render(request, "declarations/controles.html", contexte, status=status)


def _pieces_par_constat(page: Page) -> dict[str, list[PieceMontree]]:
    """Papers in force that this person reads, by the constat they justify."""
    pieces: dict[str, list[PieceMontree]] = {}
    for piece in pieces_lisibles(page.declaration, page.acteurs, page.cote_caf):
        if piece.cle and not piece.est_retiree:
            pieces.setdefault(piece.cle, []).append(montrer(page, piece))
    return pieces


def _ligne(
    page: Page,
    suivi: ConstatSuivi,
    lie: JustificationForm | None,
    pieces: dict[str, list[PieceMontree]],
) -> dict[str, Any]:
    constat = suivi.constat
    volets = [constat.volet] if constat.volet else list(VOLETS)
    peut = constat.niveau == A_JUSTIFIER and any(page.peut(etats.JUSTIFIER, v) for v in volets)
    formulaire = None
    if peut:
        if lie is not None and lie.data.get("cle") == constat.cle:
            formulaire = lie
        else:
            formulaire = _formulaire(suivi)
    return {
        "suivi": suivi,
        "constat": constat,
        "adresse": adresse_du_champ(page, suivi),
        "formulaire": formulaire,
        "pieces": pieces.get(constat.cle, []),
        "formulaire_piece": _formulaire_piece(suivi) if peut else None,
    }


def _formulaire(suivi: ConstatSuivi) -> JustificationForm:
    """Empty form, or what was written before when the figures have moved since."""
    ancienne = suivi.justification
    initial = {"cle": suivi.constat.cle}
    if ancienne:
        initial |= {"motif": ancienne.motif, "texte": ancienne.texte}
    return JustificationForm(initial=initial, auto_id=f"id_{_suffixe(suivi)}_%s")


def _formulaire_piece(suivi: ConstatSuivi) -> PieceForm:
    return PieceForm(initial={"cle": suivi.constat.cle}, auto_id=f"id_piece_{_suffixe(suivi)}_%s")


def _suffixe(suivi: ConstatSuivi) -> str:
    """The key of a constat as it may stand in an id."""
    return suivi.constat.cle.replace(":", "-").replace(".", "-")
