"""The personal link: opened, and the code that a new device is asked for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.models import Repondant
from bilans.repondants.acces import ouvrir_session
from bilans.repondants.forms import CodeForm
from bilans.repondants.regles.codes import Verdict
from bilans.repondants.services.appareils import envoyer_un_code, essayer
from bilans.repondants.services.liens import (
    APPAREIL_JOURS,
    appareil_connu,
    marque_d_appareil,
    repondant_du_lien,
)
from habilitations.requetes import Requete
from portal.socle.portee import au_nom_du_systeme

PHRASES = {
    Verdict.FAUX: "Ce code n’est pas le bon. Vérifiez-le dans le dernier courriel reçu.",
    Verdict.EXPIRE: "Ce code ne vaut plus : demandez-en un nouveau.",
    Verdict.TROP_D_ESSAIS: "Trop d’essais avec ce code : demandez-en un nouveau.",
}


@require_safe
@login_not_required
@au_nom_du_systeme("ouvrir un lien personnel, que son adresse prouve")
def lien(request: Requete, jeton: str) -> HttpResponse:
    """Straight to the bilan from a device that is known; otherwise a code is offered."""
    repondant = repondant_du_lien(jeton)
    if fin := _fin(request, repondant):
        return fin
    assert repondant is not None  # noqa: S101 (``_fin`` answers otherwise)
    if appareil_connu(repondant, request.COOKIES.get(_cookie(repondant), "")):
        ouvrir_session(request, repondant)
        return redirect("bilans:bilan", pk=repondant.bilan_id)
    return _prive(render(request, "bilans/repondants/lien.html", _contexte(repondant, jeton)))


@require_POST
@login_not_required
@au_nom_du_systeme("ouvrir un lien personnel, que son adresse prouve")
def code(request: Requete, jeton: str) -> HttpResponse:
    """Send a code to the address of the respondent, whoever holds the link."""
    repondant = repondant_du_lien(jeton)
    if fin := _fin(request, repondant):
        return fin
    assert repondant is not None  # noqa: S101
    envoye = envoyer_un_code(repondant.pk)
    contexte = _contexte(repondant, jeton) | {"formulaire": CodeForm(), "envoye": envoye}
    return _prive(render(request, "bilans/repondants/code.html", contexte))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@au_nom_du_systeme("ouvrir un lien personnel, que son adresse prouve")
def verification(request: Requete, jeton: str) -> HttpResponse:
    """The code typed: right, the device is known from now on, and the bilan opens."""
    repondant = repondant_du_lien(jeton)
    if fin := _fin(request, repondant):
        return fin
    assert repondant is not None  # noqa: S101
    if request.method != "POST":
        return redirect("repondants:lien", jeton=jeton)
    formulaire = CodeForm(request.POST)
    if formulaire.is_valid():
        verdict = essayer(repondant.pk, formulaire.cleaned_data["code"])
        if verdict == Verdict.JUSTE:
            ouvrir_session(request, repondant)
            return _confier(redirect("bilans:bilan", pk=repondant.bilan_id), repondant)
        formulaire.refuser(PHRASES[verdict], "code")
    contexte = _contexte(repondant, jeton) | {"formulaire": formulaire}
    return _prive(render(request, "bilans/repondants/code.html", contexte, status=422))


def _fin(request: Requete, repondant: Repondant | None) -> HttpResponse | None:
    """The page that says why a link opens nothing, None when it may."""
    if request.user.is_authenticated:
        return render(request, "bilans/repondants/deja_connecte.html", status=409)
    if repondant is None:
        return render(request, "bilans/repondants/lien_inconnu.html", status=404)
    if repondant.est_revoque or repondant.expire_le < timezone.localdate():
        contexte = {"repondant": repondant, "caf": repondant.bilan.caf}
        return _prive(render(request, "bilans/repondants/lien_clos.html", contexte, status=410))
    return None


def _contexte(repondant: Repondant, jeton: str) -> dict[str, object]:
    return {
        "repondant": repondant,
        "bilan": repondant.bilan,
        "jeton": jeton,
        "courriel": _masquer(repondant.utilisateur.email),
    }


def _masquer(courriel: str) -> str:
    """Who holds a link passed on does not read the whole address: « m…@mairie.fr »."""
    nom, _, domaine = courriel.partition("@")
    return f"{nom[:1]}…@{domaine}"


def _cookie(repondant: Repondant) -> str:
    return f"appareil-{repondant.cle.hex[:12]}"


def _confier(reponse: HttpResponse, repondant: Repondant) -> HttpResponse:
    """Have the device keep that it gave the code; no script reads it."""
    reponse.set_cookie(
        _cookie(repondant),
        marque_d_appareil(repondant),
        max_age=APPAREIL_JOURS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return reponse


def _prive(reponse: HttpResponse) -> HttpResponse:
    """These pages stay on no shared cache; no other site is told their address.

    ``no-referrer`` would say no more, and have browsers send the forms from nowhere: refused.
    """
    reponse["Referrer-Policy"] = "same-origin"
    reponse["Cache-Control"] = "private, no-store"
    return reponse
