"""What stands around a draft: its title, its cadre."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.edition.forms.cadre import CadreForm
from bilans.edition.forms.questionnaires import TitreForm
from bilans.edition.presentation.divergences import divergences_dites
from bilans.edition.regles.operations import Encadrer, Intituler
from bilans.edition.views.chargement import VersionOuverte, sur_un_brouillon
from bilans.edition.views.enregistrement import Echec, tenter
from portal.socle.actes import envoye
from portal.socle.formulaires import Acte

D_UNE_CAF = "Le cadre est celui du questionnaire national que votre Caf complète."


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def cadre(request: HttpRequest, ouverte: VersionOuverte) -> HttpResponse:
    if ouverte.version.questionnaire.caf_id is not None:
        raise PermissionDenied(D_UNE_CAF)
    formulaire = CadreForm(envoye(request), cadre=ouverte.definition.cadre)
    echec = None
    if formulaire.is_valid():
        echec = tenter(request, ouverte, Encadrer(formulaire.cadre))
        if echec is None:
            messages.success(request, "Le cadre est enregistré.")
            return redirect(ouverte.adresse)
    mots = {"titre": "Cadre du questionnaire", "onglet": "cadre"}
    return _montrer(request, ouverte, formulaire, echec, **mots)


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def titre(request: HttpRequest, ouverte: VersionOuverte) -> HttpResponse:
    formulaire = TitreForm(envoye(request), initial={"titre": ouverte.definition.titre})
    echec = None
    if formulaire.is_valid():
        echec = tenter(request, ouverte, Intituler(formulaire.cleaned_data["titre"]))
        if echec is None:
            messages.success(request, "Le titre est enregistré.")
            return redirect(ouverte.adresse)
    return _montrer(request, ouverte, formulaire, echec, titre="Titre du questionnaire")


def _montrer(
    request: HttpRequest,
    ouverte: VersionOuverte,
    formulaire: Acte,
    echec: Echec | None,
    **mots: str,
) -> HttpResponse:
    conflit = echec.conflit if echec else None
    if echec is not None and conflit is None:
        formulaire.refuser(echec.message, echec.champ)
    contexte = {
        "ouverte": ouverte,
        "formulaire": formulaire,
        "libelle": "Enregistrer",
        "conflits": divergences_dites(ouverte.definition, conflit) if conflit else [],
        "par": ouverte.version.modifie_par if conflit else None,
    } | mots
    refuse = echec is not None or bool(formulaire.errors)
    return render(request, "bilans/edition/acte.html", contexte, status=422 if refuse else 200)
