"""Acts: the one page that asks to confirm one, and the one way for views to carry it out.

An application gives the words (``Annonce``), the form and the service; refusals become here what
people read (``portal.socle.refus``). Nothing is written elsewhere than in the service.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.socle.ecrits import ecrits_de
from portal.socle.formulaires import Acte
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus

# What tells, among messages, a text that is given back (templates/composants/messages.html).
ECRIT = "ecrit"


@dataclass(frozen=True)
class Annonce:
    """The words of an act, and where its page stands.

    ``titre`` heads the page, ``texte`` says what will happen, ``cout`` what cannot be taken back,
    ``libelle`` is the button, ``succes`` what is said once done. ``retour`` is the address one
    comes back to; ``abandon``, when it is another, that of who gives up, and ``annuler`` its link.
    ``cadre`` is the template that draws the breadcrumb and heading of the application (blocks
    ``fil_acte``, ``etape``, ``contenu``); ``detail`` is a template that says more, in the same
    context; ``sujet`` what the act is about, and ``fil`` more lines of the breadcrumb, as (label,
    address).
    """

    titre: str
    texte: str
    libelle: str
    succes: str
    retour: str
    abandon: str = ""
    cout: str = ""
    danger: bool = False
    annuler: str = "Annuler"
    cadre: str = "socle/base_acte.html"
    detail: str = ""
    sujet: str = ""
    fil: tuple[tuple[str, str], ...] = ()


def jamais_une_redite(refus: ActionRefusee, motif: str) -> bool:
    """The services of an act done twice change nothing, or the act cannot be repeated."""
    return False


def envoye(request: HttpRequest) -> Any:
    """What was typed, None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def a_l_ouverture(request: HttpRequest, empeche: bool, message: str) -> Refus | None:
    """What the page of an act says in place of its form when it is no longer possible.

    Once sent, the service answers: a second click may be one that it takes.
    """
    return Refus(MOMENT, message) if empeche and request.method != "POST" else None


def interdire(refus: Refus | None) -> None:
    """Answer 403 when it is the role that refuses; what the moment refuses is the caller's to say.

    Raises PermissionDenied, with the sentence of the refusal.
    """
    if refus and refus.interdit:
        raise PermissionDenied(refus.message)


def avertir(request: HttpRequest, phrase: str, niveau: int = messages.WARNING) -> None:
    """Say, on the page one is sent back to, why nothing was done, with what was written for it."""
    messages.add_message(request, niveau, phrase)
    for texte in ecrits_de(request):
        messages.add_message(request, niveau, texte, extra_tags=ECRIT)


def agir(
    request: HttpRequest,
    service: Callable[..., Any],
    donnees: Mapping[str, Any] | None = None,
    *,
    succes: str,
    retour: str,
    redite: Callable[[ActionRefusee, str], bool] = jamais_une_redite,
) -> HttpResponse:
    """Carry an act out for the person of the request, then go back with a message.

    A refusal by the role is a 403; one by the moment is a message, with what was written, unless
    ``redite`` tells that it is a second click, which reads that it is done. What does
    not exist for this person is a 404. DemandeInvalide is left to the caller, whose form shows it.
    """
    donnees = donnees or {}
    try:
        # Put there by « habilitations », which stands above.
        service(acteur=request.acteur, **donnees)  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        raise Http404 from None
    except ActionRefusee as refus:
        interdire(refus.refus)
        if redite(refus, donnees.get("motif", "")):
            messages.success(request, f"C’est déjà fait. {succes}")
        else:
            avertir(request, str(refus))
    else:
        messages.success(request, succes)
    return redirect(retour)


def mener(
    request: HttpRequest,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    *,
    refus: Refus | None = None,
    redite: Callable[[ActionRefusee, str], bool] = jamais_une_redite,
    **contexte: Any,
) -> HttpResponse:
    """Show the page of an act, or carry it out with what was typed, given by keyword.

    ``refus`` is what the page says in place of the form. DemandeInvalide goes beside its field.
    ``contexte`` is for the ``cadre``.
    """
    if formulaire.is_bound and formulaire.is_valid():
        try:
            return agir(
                request,
                service,
                formulaire.cleaned_data,
                succes=annonce.succes,
                retour=annonce.retour,
                redite=redite,
            )
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
    return montrer(request, formulaire, annonce, refus=refus, **contexte)


def montrer(
    request: HttpRequest,
    formulaire: Acte,
    annonce: Annonce,
    *,
    refus: Refus | None = None,
    **contexte: Any,
) -> HttpResponse:
    """The page of an act: 422 when what was typed is shown again."""
    contexte |= {"formulaire": formulaire, "annonce": annonce, "refus": refus}
    if refus:
        contexte["ecrits"] = ecrits_de(request)  # of a form that its page no longer shows
    statut = 422 if formulaire.is_bound else 200
    return render(request, "socle/acte.html", contexte, status=statut)
