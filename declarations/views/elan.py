"""Figures of ELAN: the list of projects, the form of one, and the page where they are read."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.forms.elan import FormulaireElan, SaisieElan
from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models import RepriseElan
from declarations.presentation.attente import attente
from declarations.presentation.elan import adresse_du_formulaire, projets_elan
from declarations.regles.elan import lire_reprise
from declarations.regles.grille import Grille
from declarations.rendu.elan import ecarts, rendre_reprise_elan
from declarations.services.elan import (
    RepriseModifiee,
    SaisieRefusee,
    est_premier_exercice,
    reprendre_elan,
)
from declarations.services.erreurs import ChampsRefuses
from declarations.services.evaluation_elan import EvaluationElan, evaluer_elan
from declarations.services.lectures import tracer_chiffres
from declarations.services.references_elan import lignes_reprises
from declarations.views.acces import exiger_instructeur
from habilitations.models import Caf, Dispositif, Equipement, Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.refus import ActionRefusee


@dataclass
class Projet:
    """A CLAS project in scope, its first exercice and what was taken up so far."""

    equipement: Equipement
    annee: int
    grille: Grille
    reprise: RepriseElan | None

    @property
    def caf(self) -> Caf:
        return self.equipement.caf

    @property
    def exercice(self) -> str:
        return libelle_exercice(Dispositif.CLAS, self.annee)

    def evaluer(self, saisie: SaisieElan) -> EvaluationElan:
        """What the figures give, those that cannot be read left out."""
        lecture = lire_reprise(self.grille, saisie.lignes, saisie.brut)
        lues = lecture.lignes, lecture.donnees
        return evaluer_elan(self.equipement, self.annee, self.grille, *lues)

    def estimer(self, saisie: SaisieElan) -> dict[str, Any]:
        """What the panel of the form shows: the estimate, and what it waits for."""
        evaluation = self.evaluer(saisie)
        chiffrage, lues = evaluation.chiffrage, evaluation.lignes
        adresse = adresse_du_formulaire(lues, saisie.lignes)
        attendue = attente(chiffrage.manques, self.grille.repetition, lues, adresse, chiffrage.base)
        return {"evaluation": evaluation, "attente": attendue}


@require_safe
def elan(request: HttpRequest) -> HttpResponse:
    acteur = exiger_instructeur(request)
    est_conseil = Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions
    toute_la_caf = not est_conseil or request.GET.get("perimetre") == "caf"
    projets = projets_elan(acteur, toute_la_caf=toute_la_caf)
    contexte = {
        "a_reprendre": [p for p in projets if p.reprise is None],
        "repris": [p for p in projets if p.reprise],
        "est_conseil": est_conseil,
        "toute_la_caf": toute_la_caf,
    }
    return render(request, "declarations/elan.html", contexte)


@require_safe
def lecture(request: HttpRequest, equipement: int, annee: int) -> HttpResponse:
    """What was taken up, for the partner’s people and for the Caf."""
    acteur: Acteur = request.acteur
    reprise = (
        RepriseElan.objects.visibles_par(acteur)
        .filter(equipement=equipement, annee=annee)
        .select_related("calcul", "reprise_par", "gestionnaire", "caf", "equipement")
        .first()
    )
    if reprise is None:
        raise Http404("Rien n’est repris d’ELAN ici, ou ce n’est pas dans votre périmètre.")
    projet = charger(request, equipement, annee)
    tracer_chiffres([reprise], acteur)
    evaluation = evaluer_elan(
        projet.equipement, annee, projet.grille, lignes_reprises(reprise), reprise.donnees
    )
    cote_caf = bool(acteur.fonctions_sur(projet.equipement) & set(FONCTIONS_INSTRUCTION))
    contexte = {
        "projet": projet,
        "reprise": reprise,
        "synthese": (tableaux := rendre_reprise_elan(reprise))[0],
        "tableaux": tableaux[1:],
        "estimation": reprise.calcul.estimation if reprise.calcul else evaluation.estimation,
        "evaluation": evaluation,
        "peut_modifier": acteur.suit(projet.equipement),
        "cote_caf": cote_caf,
        # What is to look at is worded for whoever types: the Caf, here.
        "est_partenaire": not cote_caf,
        "interlocuteur": interlocuteur(projet.equipement, acteur.jour),
    }
    return render(request, "declarations/elan_lecture.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def saisie(request: HttpRequest, equipement: int, annee: int) -> HttpResponse:
    projet = charger(request, equipement, annee)
    if not request.acteur.suit(projet.equipement):
        raise PermissionDenied(
            "Les chiffres d’ELAN sont repris par le gestionnaire conseil du dossier."
        )
    if request.method == "POST":
        return _recevoir(request, projet)
    return _afficher(request, projet, _saisie_gardee(projet.reprise))


def charger(request: HttpRequest, equipement: int, annee: int) -> Projet:
    """Load a project and its first exercice; anything else is a 404."""
    acteur: Acteur = request.acteur
    trouve = (
        Equipement.objects.aux_dossiers_lus_par(acteur)
        .filter(pk=equipement)
        .select_related(
            "caf", "gestionnaire", "portefeuille__titulaire", "portefeuille__remplacant"
        )
        .first()
    )
    reprise = RepriseElan.objects.filter(equipement=equipement, annee=annee).first()
    if trouve is None or not (reprise or est_premier_exercice(trouve, annee)):
        raise Http404("Ce projet Clas n’existe pas, ou il n’est pas dans votre périmètre.")
    try:
        grille = grille_pour(Dispositif.CLAS, annee)
    except GrilleInconnue as erreur:
        raise Http404(str(erreur)) from None
    return Projet(trouve, annee, grille, reprise)


def _saisie_gardee(reprise: RepriseElan | None) -> SaisieElan:
    """The form as it stands: what was kept, or one empty collectif."""
    if reprise is None:
        return SaisieElan((), {}).avec(1)
    return SaisieElan(
        lignes_reprises(reprise), reprise.donnees, reprise.revision, reprise.numero_elan
    )


def _recevoir(request: HttpRequest, projet: Projet) -> HttpResponse:
    """Change how many collectifs there are, estimate, or save."""
    recue = SaisieElan.depuis(request.POST)
    if retire := request.POST.get("retirer"):
        return _afficher(request, projet, recue.sans(retire), typee=True)
    etape = request.POST.get("etape")
    if etape == "nombre":
        combien = request.POST.get("nombre", "")
        chiffres = combien.isascii() and combien.isdigit() and len(combien) < 5
        nombre = int(combien) if chiffres else len(recue.lignes)
        return _afficher(request, projet, recue.avec(nombre), typee=True)
    if etape == "verifier":
        return _afficher(request, projet, recue, typee=True)
    if etape == "estimer":
        contexte = {"projet": projet, **projet.estimer(recue)}
        return render(request, "declarations/partials/elan_estimation.html", contexte)
    return _enregistrer(request, projet, recue)


def _enregistrer(request: HttpRequest, projet: Projet, recue: SaisieElan) -> HttpResponse:
    try:
        reprendre_elan(
            projet.equipement.pk,
            projet.annee,
            acteur=request.acteur,
            revision=recue.revision,
            lignes=recue.lignes,
            brut=recue.brut,
            numero_elan=recue.numero_elan,
        )
    except SaisieRefusee as refus:
        return _afficher(request, projet, recue, typee=True, erreurs=refus.erreurs, status=422)
    except RepriseModifiee as conflit:
        return _montrer_conflit(request, projet, recue, conflit)
    except ChampsRefuses as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        if erreur.interdite:
            raise PermissionDenied(str(erreur)) from None
        messages.warning(request, str(erreur))
        return redirect("declarations:elan")
    messages.success(request, "Les chiffres repris d’ELAN sont enregistrés.")
    adresse = {"equipement": projet.equipement.pk, "annee": projet.annee}
    return redirect("declarations:elan_lecture", **adresse)


def _montrer_conflit(
    request: HttpRequest, projet: Projet, recue: SaisieElan, conflit: RepriseModifiee
) -> HttpResponse:
    """Both sides are shown; saving again, knowingly, keeps what is typed."""
    reprise, lue = conflit.reprise, conflit.lecture
    a_jour = replace(recue, revision=reprise.revision)
    return _afficher(
        request,
        projet,
        a_jour,
        typee=True,
        status=409,
        conflit=reprise,
        ecarts=ecarts(reprise, lue.lignes, lue.donnees),
    )


def _afficher(
    request: HttpRequest,
    projet: Projet,
    contenu: SaisieElan,
    *,
    typee: bool = False,
    erreurs: dict[str, str] | None = None,
    status: int = 200,
    **suite: Any,
) -> HttpResponse:
    formulaire = FormulaireElan(projet.grille, contenu, erreurs or {}, typee)
    contexte = {
        "projet": projet,
        "formulaire": formulaire,
        "erreurs": formulaire.resume,
        "interlocuteur": interlocuteur(projet.equipement, request.acteur.jour),
        **projet.estimer(contenu),
        **suite,
    }
    return render(request, "declarations/elan_saisie.html", contexte, status=status)
