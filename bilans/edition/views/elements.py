"""One element of a draft: added, changed, put elsewhere, given another code, removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.edition.forms.ajout import AjoutForm, CodeForm, PlaceForm
from bilans.edition.presentation.destinations import destinations, freres
from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.codes import code_libre
from bilans.edition.regles.operations import Ajouter, Operation, Renommer, Supprimer
from bilans.edition.regles.rangement import Ranger
from bilans.edition.regles.types import question_vierge
from bilans.edition.views.chargement import VersionOuverte, sur_un_brouillon
from bilans.edition.views.enregistrement import tenter
from bilans.regles.questionnaire import Element, Groupe
from portal.socle.actes import envoye
from portal.socle.formulaires import Acte, ConfirmationForm

FORMULAIRE = "bilans/edition/acte.html"


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def ajout(request: HttpRequest, ouverte: VersionOuverte) -> HttpResponse:
    """A question or a group, last in a group or after an element; its own page comes next."""
    groupe, apres = _ou_ajouter(request, ouverte)
    formulaire = AjoutForm(envoye(request), section=not groupe)
    if formulaire.is_valid():
        neuf = _neuf(ouverte, **formulaire.cleaned_data)
        echec = tenter(request, ouverte, Ajouter(neuf, groupe, apres))
        if echec is None:
            messages.success(request, f"« {libelle_de(neuf)} » est ajouté.")
            return redirect("bilans:element", pk=ouverte.version.pk, code=neuf.code)
        formulaire.refuser(echec.message, echec.champ)
    dans = ouverte.definition.par_code.get(groupe)
    contexte = {
        "titre": "Ajouter une question ou une rubrique" if groupe else "Ajouter une rubrique",
        "texte": f"Dans « {libelle_de(dans.element)} »." if dans else "",
        "libelle": "Ajouter",
    }
    return _montrer(request, ouverte, formulaire, **contexte)


def _ou_ajouter(request: HttpRequest, ouverte: VersionOuverte) -> tuple[str, str]:
    """The group and the element after which, as the address says; 404 for what is not there."""
    groupe, apres = request.GET.get("groupe", ""), request.GET.get("apres", "")
    if apres:
        dans = ouverte.place(apres).dans
        groupe = dans[-1].code if dans else ""
    elif groupe:
        ouverte.place(groupe)
    return groupe, apres


def _neuf(ouverte: VersionOuverte, *, libelle: str, type: str, code: str) -> Element:
    """What is added; its code comes from its label unless one was given."""
    pris = {p.element.code for p in ouverte.definition.places} | ouverte.atelier.codes_publies
    code = code or code_libre(libelle, pris, ouverte.atelier.prefixe)
    if type == AjoutForm.RUBRIQUE:
        return Groupe(code, libelle)
    return question_vierge(code, libelle, type)


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def place(request: HttpRequest, ouverte: VersionOuverte, code: str) -> HttpResponse:
    """Put an element in another group, or elsewhere in its own, without dragging anything."""
    trouvee = ouverte.place(code)
    definition = ouverte.definition
    groupe = trouvee.dans[-1].code if trouvee.dans else ""
    formulaire = PlaceForm(
        envoye(request),
        groupes=destinations(definition, trouvee),
        apres=freres(definition, trouvee),
        initial={"groupe": groupe},
    )
    if formulaire.is_valid():
        lue = formulaire.cleaned_data
        operation = Ranger(code, lue["groupe"], lue["apres"])
        return _acte(
            request, ouverte, formulaire, operation, f"« {libelle_de(trouvee.element)} » est rangé."
        )
    return _montrer(request, ouverte, formulaire, **_mots_de_place(libelle_de(trouvee.element)))


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def code(request: HttpRequest, ouverte: VersionOuverte, code: str) -> HttpResponse:
    """Another code: for one that was published, it is one question removed and another added."""
    trouvee = ouverte.place(code)
    formulaire = CodeForm(envoye(request), initial={"code": code})
    if formulaire.is_valid():
        nouveau = formulaire.cleaned_data["code"]
        return _acte(
            request, ouverte, formulaire, Renommer(code, nouveau), f"Le code est « {nouveau} »."
        )
    publie = code in ouverte.atelier.codes_publies
    texte = (
        "Ce code a été publié. Le changer, c’est retirer cette question et en ajouter une autre : "
        "les réponses déjà données restent sous l’ancien code, et ne passent pas à la nouvelle."
        if publie
        else "Le code nomme la colonne des exports. Les conditions qui le citent suivent."
    )
    nom = libelle_de(trouvee.element)
    return _montrer(
        request, ouverte, formulaire, titre=f"Code de « {nom} »", texte=texte, libelle="Changer"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def suppression(request: HttpRequest, ouverte: VersionOuverte, code: str) -> HttpResponse:
    trouvee = ouverte.place(code)
    nom = libelle_de(trouvee.element)
    formulaire = ConfirmationForm(envoye(request))
    if request.method == "POST" and formulaire.is_valid():
        return _acte(request, ouverte, formulaire, Supprimer(code), f"« {nom} » est supprimé.")
    texte = "Cet élément quitte le questionnaire."
    if isinstance(trouvee.element, Groupe):
        texte = "Cette rubrique quitte le questionnaire, avec tout ce qu’elle contient."
    if code in ouverte.atelier.codes_publies:
        texte += " Les réponses déjà données se lisent toujours, et restent dans les exports."
    return _montrer(
        request,
        ouverte,
        formulaire,
        titre=f"Supprimer « {nom} »",
        texte=texte,
        libelle="Supprimer",
        danger=True,
    )


def _acte(
    request: HttpRequest,
    ouverte: VersionOuverte,
    formulaire: Acte,
    operation: Operation,
    succes: str,
) -> HttpResponse:
    """Carry an operation out, then back to the outline; what is refused is said in the form."""
    echec = tenter(request, ouverte, operation)
    if echec is None:
        messages.success(request, succes)
        ici = getattr(operation, "nouveau", operation.sujet)
        return redirect(f"{ouverte.adresse}?ici={ici}")
    formulaire.refuser(echec.message, echec.champ)
    titre = "Rien n’est changé"
    if operation.sujet not in ouverte.definition.par_code:
        raise Http404("Cet élément a été supprimé entre-temps.")
    nom = libelle_de(ouverte.place(operation.sujet).element)
    mots: dict[type[Operation], dict[str, Any]] = {
        Supprimer: {"titre": f"Supprimer « {nom} »", "libelle": "Supprimer", "danger": True},
        Renommer: {"titre": f"Code de « {nom} »", "libelle": "Changer"},
        Ranger: _mots_de_place(nom),
    }
    return _montrer(request, ouverte, formulaire, **({"titre": titre} | mots[type(operation)]))


def _mots_de_place(nom: str) -> dict[str, str]:
    return {"titre": f"Déplacer « {nom} »", "libelle": "Déplacer"}


def _montrer(
    request: HttpRequest, ouverte: VersionOuverte, formulaire: Acte, **mots: object
) -> HttpResponse:
    contexte = {"ouverte": ouverte, "formulaire": formulaire, "texte": "", "danger": False} | mots
    return render(request, FORMULAIRE, contexte, status=422 if formulaire.errors else 200)
