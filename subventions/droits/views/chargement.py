"""Opening what a page of the rights is about, in the scope of the person."""

from django.http import Http404

from habilitations.models import Equipement
from habilitations.requetes import Requete
from portal.dossiers.models import Dossier
from subventions.droits.services.suspensions import equipements_ouverts
from subventions.models import DecisionDroit, Droit

SUIVIS = ("caf", "gestionnaire", "portefeuille__titulaire", "portefeuille__remplacant")


def charger_equipement(request: Requete, pk: int) -> Equipement:
    """The équipement whose money side this person opens; 404 otherwise."""
    equipement = equipements_ouverts(request.acteur).select_related(*SUIVIS).filter(pk=pk).first()
    if equipement is None:
        raise Http404("Cet équipement n’existe pas, ou il n’est pas dans votre périmètre.")
    return equipement


def exiger_exercice(request: Requete, equipement: Equipement, annee: int) -> None:
    """404 for an exercice of which there is neither right nor file."""
    cle = {"equipement": equipement, "annee": annee}
    if Droit.objects.filter(**cle).exists():
        return
    if not Dossier.objects.visibles_par(request.acteur).filter(**cle).exists():
        raise Http404("Rien n’est déclaré pour cet exercice.")


def charger_droit(request: Requete, pk: int) -> Droit:
    suivis = [f"equipement__{chemin}" for chemin in SUIVIS]
    droits = Droit.objects.visibles_par(request.acteur).select_related("calcul", *suivis)
    droit = droits.filter(pk=pk).first()
    if droit is None:
        raise Http404("Ce droit n’existe pas, ou il n’est pas dans votre périmètre.")
    return droit


def charger_decision(request: Requete, pk: int) -> DecisionDroit:
    decisions = DecisionDroit.objects.visibles_par(request.acteur).select_related(
        "droit__calcul", "droit__equipement__portefeuille", "proposee_par"
    )
    decision = decisions.filter(pk=pk).first()
    if decision is None:
        raise Http404("Cette décision n’existe pas, ou elle n’est pas dans votre périmètre.")
    return decision
