"""A partner’s simulations: the list, one of them with what it gives, and what is done of it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.formes import ValeurRefusee, recevoir_valeur
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee
from portal.socle.telechargements import a_enregistrer
from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.simulateur.exports.simulations import archive, classeur, feuilles_de
from subventions.simulateur.forms.scenarios import NouvelleForm, Page, premiere
from subventions.simulateur.models import Simulation
from subventions.simulateur.presentation.page import chiffres_lus, comparaison_de, dessin
from subventions.simulateur.presentation.resultats import premier_mois
from subventions.simulateur.regles.structure import Feuillet
from subventions.simulateur.regles.tresorerie import hypotheses
from subventions.simulateur.services import simulations as service
from subventions.simulateur.services.calculs import Simulee, calculer

TITRE = Champ("titre", "Titre", "texte", longueur=service.TITRE_MAX)
RESERVE_AUX_PARTENAIRES = "Les simulations sont celles des partenaires."
A_PART = (
    "Cette simulation a été enregistrée entre-temps dans une autre page : ce que vous avez saisi "
    "est gardé à part, dans la simulation que voici."
)


def _partenaire(request: Requete) -> Acteur:
    acteur: Acteur = request.acteur
    if not acteur.est_partenaire:
        raise PermissionDenied(RESERVE_AUX_PARTENAIRES)
    return acteur


def _charger(request: Requete, pk: int) -> Simulation:
    visibles = Simulation.objects.visibles_par(request.acteur)
    trouvee = visibles.select_related("gestionnaire", "caf", "auteur", "equipement")
    simulation: Simulation | None = trouvee.filter(pk=pk).first()
    if simulation is None:
        raise Http404("Cette simulation n’existe pas, ou elle n’est pas à votre portée.")
    return simulation


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur = _partenaire(request)
    toutes = Simulation.objects.visibles_par(acteur).select_related("gestionnaire", "caf", "auteur")
    simulations = list(toutes)
    contexte = {
        "miennes": [s for s in simulations if s.auteur_id == acteur.utilisateur.pk],
        "partagees": [s for s in simulations if s.auteur_id != acteur.utilisateur.pk],
    }
    return render(request, "subventions/simulateur/liste.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: Requete) -> HttpResponse:
    acteur = _partenaire(request)
    couples = service.couples_de(acteur)
    noms = {f"{g}-{c}": f"{gest} – {caf}" for (g, c), (gest, caf) in couples.items()}
    envoye = request.POST if request.method == "POST" else None
    formulaire = NouvelleForm(envoye, noms, acteur.jour.year)
    if not formulaire.is_valid():
        statut = 422 if envoye is not None else 200
        contexte = {"formulaire": formulaire}
        return render(request, "subventions/simulateur/nouvelle.html", contexte, status=statut)
    donnees = formulaire.cleaned_data
    gestionnaire_id, _, caf_id = donnees["couple"].partition("-")
    vide = premiere(Feuillet(donnees["dispositif"], donnees["annee"], plan_comptable(), ()))
    simulation = service.creer(
        int(gestionnaire_id),
        int(caf_id),
        donnees["dispositif"],
        donnees["annee"],
        donnees["titre"],
        service.Contenu(vide.scenarios, vide.postes),
        acteur=acteur,
    )
    return redirect("simulations:simulation", pk=simulation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def simulation(request: Requete, pk: int) -> HttpResponse:
    """One’s own is a form; a colleague’s is read, and may be copied."""
    gardee = _charger(request, pk)
    page = _page_gardee(gardee)
    if request.method != "POST":
        return _afficher(request, gardee, page)
    if gardee.auteur_id != request.acteur.utilisateur.pk:
        raise PermissionDenied(service.PAS_LA_VOTRE)
    revision = request.POST.get("revision", "")
    if not revision.isdigit():
        return _afficher(request, gardee, page, statut=422)
    page = Page.lue(page.feuillet, page.autres, request.POST)
    simulee = calculer(page.feuillet, page.valeurs, gardee.caf_id)
    page = replace(page, erreurs={**simulee.erreurs, **page.erreurs})
    if page.erreurs:
        return _afficher(request, gardee, page, simulee, 422)
    contenu = service.Contenu(page.feuillet.scenarios, page.feuillet.postes, page.valeurs)
    titre = _titre(request) or gardee.titre
    gardee, a_part = service.enregistrer(
        pk, titre, contenu, acteur=request.acteur, revision=int(revision[:9])
    )
    if a_part:
        messages.warning(request, A_PART)
    return redirect("simulations:simulation", pk=gardee.pk)


def _titre(request: Requete) -> str:
    """The title typed, in one line; empty when there is none, or none that can be kept."""
    try:
        return str(recevoir_valeur(TITRE, request.POST.get("titre", "")))
    except ValeurRefusee as refus:
        messages.warning(request, f"Le titre n’a pas changé. {refus.message}")
        return ""


def _page_gardee(gardee: Simulation) -> Page:
    feuillet = service.feuillet_de(gardee)
    autres = hypotheses(profils_acomptes(), premier_mois(feuillet), gardee.annee)
    return Page(feuillet, autres, valeurs=service.valeurs_de(gardee))


def _afficher(
    request: Requete,
    gardee: Simulation,
    page: Page,
    simulee: Simulee | None = None,
    statut: int = 200,
) -> HttpResponse:
    simulee = simulee or calculer(page.feuillet, page.valeurs, gardee.caf_id)
    contexte: dict[str, Any] = {
        "simulation": gardee,
        "est_la_sienne": gardee.auteur_id == request.acteur.utilisateur.pk,
        "profil_fixe": profils_acomptes().get(service.profil_fixe(gardee)),
        "titre_dispositif": gardee.get_dispositif_display(),
        "chiffres": chiffres_lus(page.feuillet, page.valeurs),
        **dessin(page.feuillet, page.autres, page.valeurs, page.reste, simulee),
    }
    return render(request, "subventions/simulateur/simulation.html", contexte, status=statut)


@require_safe
def exporter(request: Requete, pk: int, genre: str) -> HttpResponse:
    """``genre``: the workbook (xlsx), or one CSV for each of its sheets (zip)."""
    gardee = _charger(request, pk)
    feuillet = service.feuillet_de(gardee)
    valeurs = service.valeurs_de(gardee)
    simulee = calculer(feuillet, valeurs, gardee.caf_id)
    feuilles = feuilles_de(feuillet, valeurs, simulee, comparaison_de(feuillet, simulee))
    contenu = archive(feuilles) if genre == "zip" else classeur(gardee.titre, feuilles)
    return a_enregistrer(contenu, f"simulation-{gardee.pk}.{genre}", genre)


@require_POST
def partager(request: Requete, pk: int) -> HttpResponse:
    partagee = request.POST.get("partagee")
    if partagee in ("oui", "non"):
        _faire(request, lambda: service.partager(pk, partagee == "oui", acteur=request.acteur))
        messages.success(
            request,
            "La simulation est partagée avec vos collègues."
            if partagee == "oui"
            else "La simulation n’est plus partagée.",
        )
    else:
        _charger(request, pk)
    return redirect("simulations:simulation", pk=pk)


@require_POST
def copier(request: Requete, pk: int) -> HttpResponse:
    if request.POST.get("copier") != "oui":
        _charger(request, pk)
        return redirect("simulations:simulation", pk=pk)
    copie = _faire(request, lambda: service.copier(pk, acteur=request.acteur))
    messages.success(request, "Voici votre copie : l’original ne change pas.")
    return redirect("simulations:simulation", pk=copie.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: Requete, pk: int) -> HttpResponse:
    gardee = _charger(request, pk)
    if gardee.auteur_id != request.acteur.utilisateur.pk:
        raise PermissionDenied(service.PAS_LA_VOTRE)
    if request.POST.get("supprimer") == "oui":
        _faire(request, lambda: service.supprimer(pk, acteur=request.acteur))
        messages.success(request, f"La simulation « {gardee.titre} » est supprimée.")
        return redirect("simulations:liste")
    contexte = {"simulation": gardee}
    return render(request, "subventions/simulateur/suppression.html", contexte)


def _faire(request: Requete, verbe: Any) -> Any:
    try:
        return verbe()
    except Simulation.DoesNotExist:
        raise Http404("Cette simulation n’existe pas, ou elle n’est pas à votre portée.") from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        raise PermissionDenied(str(erreur)) from None
