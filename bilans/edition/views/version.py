"""The outline of a version: read by all, composed by who edits it."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bilans.edition.presentation.plan import plan_de
from bilans.edition.presentation.points import PointDit, dire_les_points
from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.codes import code_libre
from bilans.edition.regles.operations import Dupliquer, Operation
from bilans.edition.regles.rangement import Decaler, Degrouper, Grouper
from bilans.edition.services.publication import points_de_definition, publiees_de
from bilans.edition.views.chargement import VersionOuverte, lire_une_version, sur_un_brouillon
from bilans.edition.views.enregistrement import tenter
from bilans.regles.questionnaire import Groupe
from habilitations.requetes import Requete

INCONNUE = "Cette action n’existe pas."
FAIT = {
    "monter": "« {} » est remonté d’un rang.",
    "descendre": "« {} » est descendu d’un rang.",
    "dupliquer": "« {} » est dupliqué : la copie est juste après.",
    "degrouper": "« {} » est dégroupé.",
    "grouper": "Les éléments choisis sont regroupés : donnez un titre à leur rubrique.",
}
NOUVEAU_GROUPE = "Nouvelle rubrique"


@require_safe
@lire_une_version
def version(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    contexte = _plan(ouverte, request.GET)
    return render(request, "bilans/edition/version.html", contexte)


@require_POST
@sur_un_brouillon
def operations(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    """One button of the outline; without JavaScript one comes back to the page, at the element."""
    verbe, _, code = request.POST.get("operation", "").partition(":")
    operation = _operation(ouverte, verbe, code, request.POST.getlist("choisis"))
    if operation is None:
        messages.warning(request, INCONNUE)
        return redirect(ouverte.adresse)
    nom = _nom(ouverte, code)
    echec = tenter(request, ouverte, operation)
    dit = echec.message if echec else FAIT[verbe].format(nom)
    ici = operation.sujet if verbe in ("grouper", "dupliquer") else code
    if request.htmx:
        contexte = _plan(ouverte, request.POST, ici=ici, verbe=verbe)
        contexte |= {"annonce": dit, "refuse": echec is not None}
        return render(request, "bilans/edition/partials/plan.html", contexte)
    (messages.warning if echec else messages.success)(request, dit)
    suite = QueryDict(mutable=True)
    suite.update({"ici": ici, "verbe": verbe, "section": request.POST.get("section", "")})
    return redirect(f"{ouverte.adresse}?{suite.urlencode()}")


def _operation(
    ouverte: VersionOuverte, verbe: str, code: str, choisis: list[str]
) -> Operation | None:
    pris = {p.element.code for p in ouverte.definition.places} | ouverte.atelier.codes_publies
    match verbe:
        case "monter" | "descendre":
            return Decaler(code, -1 if verbe == "monter" else 1)
        case "dupliquer":
            return Dupliquer(code, pris)
        case "degrouper":
            return Degrouper(code)
        case "grouper":
            nouveau = code_libre(NOUVEAU_GROUPE, pris, ouverte.atelier.prefixe)
            return Grouper(tuple(choisis), Groupe(nouveau, NOUVEAU_GROUPE))
    return None


def _nom(ouverte: VersionOuverte, code: str) -> str:
    place = ouverte.definition.par_code.get(code)
    return libelle_de(place.element) if place else code


def _plan(
    ouverte: VersionOuverte, demande: QueryDict, ici: str = "", verbe: str = ""
) -> dict[str, object]:
    definition = ouverte.definition
    points: tuple[PointDit, ...] = ()
    if ouverte.modifiable:
        trouves = points_de_definition(
            ouverte.version, definition, publiees_de(ouverte.version.questionnaire)
        )
        points = dire_les_points(trouves, ouverte.version, definition)
    ici = ici or demande.get("ici", "")
    return {
        "ouverte": ouverte,
        "onglet": "plan",
        "plan": plan_de(definition, points, demande.get("section", ""), ici, ouverte.composee),
        "points": points,
        "ici": ici,
        "verbe": verbe or demande.get("verbe", ""),
    }
