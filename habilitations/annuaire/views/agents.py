"""Agents of a Caf and national administrators: who does what, from when to when."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire.exports_agents import agents_xlsx
from habilitations.annuaire.filters_agents import FiltreAgents
from habilitations.annuaire.forms.agents import FinForm, FonctionForm
from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.agents import en_ordre, lignes_d_agents
from habilitations.annuaire.presentation.historique import historique
from habilitations.annuaire.services import agents as services
from habilitations.annuaire.services.acces import RESERVE, administre, cafs_administrees
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.models import AffectationAgent, Caf, Fonction, Portefeuille
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, envoye, mener
from portal.socle.francais import compter
from portal.socle.telechargements import a_enregistrer

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def agents(request: Requete) -> HttpResponse:
    """Those in function, and on demand those who were."""
    vu = perimetre(request)
    filtre = FiltreAgents(request.GET, vu.caf, vu.choix, vu.acteur)
    trouves = list(filtre.qs)
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "resultat": compter(len(trouves), "fonction"),
        "lignes": lignes_d_agents([a for a in trouves if a.caf], vu.acteur),
        "nationaux": lignes_d_agents([a for a in trouves if not a.caf], vu.acteur),
    }
    return render(request, "annuaire/agents.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows."""
    vu = perimetre(request)
    trouves = en_ordre(FiltreAgents(request.GET, vu.caf, vu.choix, vu.acteur).qs)
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : agents ?{request.GET.urlencode()}")
    nom = f"agents-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(agents_xlsx(trouves), nom, "xlsx")


@require_safe
def agent(request: Requete, pk: int) -> HttpResponse:
    """One agent: functions at the Cafs whose annuaire one keeps, who gave or ended each."""
    acteur: Acteur = request.acteur
    if not cafs_administrees(acteur).exists():
        raise PermissionDenied(RESERVE)
    toutes = AffectationAgent.objects.filter(utilisateur=pk).select_related("utilisateur", "caf")
    vues = [a for a in toutes.order_by("-du", "-pk") if _peut(acteur, a)]
    if not vues:
        raise Http404("Cette personne n’a pas de fonction dans les annuaires que vous tenez.")
    premiere = vues[0]
    contexte = {
        "personne": premiere.utilisateur,
        "liste": adresse("agents", caf=premiere.caf) if premiere.caf else adresse("agents"),
        "lignes": lignes_d_agents(vues, acteur),
        "portefeuilles": Portefeuille.objects.filter(
            titulaire=pk, caf__in={a.caf_id for a in vues}
        ),
        "evenements": historique(premiere, dont=vues[1:]),
    }
    return render(request, "annuaire/agent.html", contexte)


@ACTE
def nommer(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    annonce = Annonce(
        titre="Donner une fonction",
        texte=f"À un agent de la {vu.caf}. Il est prévenu par courriel ; s’il n’a pas de compte, "
        "ce courriel lui permet d’ouvrir le sien. Un second facteur lui est demandé.",
        libelle="Donner cette fonction",
        succes="La fonction est donnée, et la personne est prévenue par courriel.",
        retour=adresse("agents", caf=vu.caf),
        fil=(("Agents", adresse("agents", caf=vu.caf)),),
    )
    formulaire = FonctionForm(
        envoye(request), national=vu.acteur.est_national, initial={"du": vu.acteur.jour}
    )
    return mener(request, formulaire, partial(_nommer, vu.caf), annonce)


def _nommer(
    caf: Caf, *, acteur: Acteur, fonction: str, du: date, au: date | None, **qui: Any
) -> None:
    ou = None if fonction == Fonction.ADMINISTRATEUR_NATIONAL else caf.pk
    services.donner_fonction(
        services.Nommee(**qui), caf_id=ou, fonction=fonction, du=du, au=au, acteur=acteur
    )


@ACTE
def terminer(request: Requete, pk: int) -> HttpResponse:
    if not cafs_administrees(request.acteur).exists():
        raise PermissionDenied(RESERVE)
    charges = AffectationAgent.objects.select_related("utilisateur", "caf")
    objet = charges.filter(pk=pk).first()
    if objet is None or not _peut(request.acteur, objet):
        raise Http404("Cette fonction n’existe pas, ou vous ne tenez pas son annuaire.")
    liste = adresse("agents", caf=objet.caf) if objet.caf else adresse("agents")
    annonce = Annonce(
        titre="Terminer une fonction",
        texte=f"{objet.utilisateur} n’est plus « {objet.get_fonction_display()} » après ce jour, "
        "même si sa session est ouverte.",
        cout=_ce_qu_il_tient(objet),
        libelle="Terminer cette fonction",
        succes="La fin de la fonction est enregistrée.",
        retour=liste,
        fil=(("Agents", liste),),
        danger=True,
    )
    formulaire = FinForm(envoye(request), initial={"le": objet.au or request.acteur.jour})
    return mener(request, formulaire, partial(services.terminer_fonction, pk), annonce)


def _peut(acteur: Acteur, objet: AffectationAgent) -> bool:
    return administre(acteur, objet.caf_id) if objet.caf_id else acteur.est_national


def _ce_qu_il_tient(objet: AffectationAgent) -> str:
    """Portfolios that nobody would follow."""
    if objet.fonction != Fonction.GESTIONNAIRE_CONSEIL:
        return ""
    tenus = Portefeuille.objects.filter(caf=objet.caf_id, titulaire=objet.utilisateur_id).count()
    if not tenus:
        return ""
    return f"Il tient {compter(tenus, 'portefeuille')} : confiez-les d’abord à un autre."
