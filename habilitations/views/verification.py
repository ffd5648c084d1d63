"""Public pages: is this acte d'habilitation genuine, and do its rights still hold?"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.forms.actes import FichierForm, ReferenceForm
from habilitations.presentation.actes import lire_acte
from habilitations.services.verification_actes import (
    Verification,
    verifier_fichier,
    verifier_reference,
)
from portal.socle.cachets.depot import depot
from portal.socle.cadence import depasse
from portal.socle.contenus import FichierRefuse
from portal.socle.formulaires import Acte
from portal.socle.portee import au_nom_du_systeme

PAR_MINUTE = 10
TROP_SOUVENT = "Trop de vérifications ont été demandées d’ici : réessayez dans une minute."


@require_safe
@login_not_required
@au_nom_du_systeme("vérifier un acte dont on tient la référence et l’empreinte")
def par_reference(request: HttpRequest) -> HttpResponse:
    """A plain GET form: the address printed on the act fills it in."""
    formulaire = ReferenceForm(request.GET if request.GET else None)
    resultat = None
    if formulaire.is_valid():
        if depasse(request, "actes", PAR_MINUTE):
            formulaire.refuser(TROP_SOUVENT)
            return _page(request, "reference", formulaire, statut=429)
        resultat = verifier_reference(**formulaire.cleaned_data, maintenant=timezone.now())
    return _page(request, "reference", formulaire, resultat)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@au_nom_du_systeme("vérifier un acte que l’on présente")
def par_fichier(request: HttpRequest) -> HttpResponse:
    """The file is read by a process apart, and kept nowhere."""
    if request.method != "POST":
        return _page(request, "fichier", FichierForm())
    formulaire = FichierForm.de_la_requete(request)
    if not formulaire.is_valid():
        return _page(request, "fichier", formulaire, statut=422)
    if depasse(request, "actes", PAR_MINUTE):
        formulaire.refuser(TROP_SOUVENT)
        return _page(request, "fichier", formulaire, statut=429)
    try:
        resultat = verifier_fichier(formulaire.cleaned_data["fichier"].read(), timezone.now())
    except FichierRefuse as refus:
        formulaire.refuser(str(refus), "fichier")
        return _page(request, "fichier", formulaire, statut=422)
    return _page(request, "fichier", formulaire, resultat)


@require_safe
@login_not_required
def autorite(request: HttpRequest) -> HttpResponse:
    """The roots of the seals, for readers of PDF that are to trust them."""
    return _public("racine.pem", "application/x-pem-file")


@require_safe
@login_not_required
def revocations(request: HttpRequest) -> HttpResponse:
    """The certificates that are revoked."""
    return _public("revocations.pem", "application/x-pem-file")


def _page(
    request: HttpRequest,
    par: str,
    formulaire: Acte,
    resultat: Verification | None = None,
    statut: int = 200,
) -> HttpResponse:
    contexte = {
        "formulaire": formulaire,
        "resultat": resultat,
        "lu": lire_acte(resultat.acte) if resultat and resultat.acte else None,
        "par_fichier": par == "fichier",
        "avec_autorite": bool(depot().racines()),
    }
    reponse = render(request, "habilitations/verification.html", contexte, status=statut)
    if par == "reference":  # its address holds the hash; a form that is sent must name its page
        reponse["Referrer-Policy"] = "no-referrer"
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def _public(nom: str, genre: str) -> HttpResponse:
    chemin = depot().dossier / nom
    if not chemin.is_file():
        raise Http404("Cette installation n’a pas d’autorité des cachets.")
    return HttpResponse(
        chemin.read_bytes(),
        content_type=genre,
        headers={"Content-Disposition": f'attachment; filename="{nom}"'},
    )
