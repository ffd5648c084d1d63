"""Lists of rights: those of a Caf, those of a partner, an exercice of a partner."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from habilitations.models import Caf, Gestionnaire
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.francais import compter
from subventions.droits.filters import SITUATIONS, FiltreDroits, filtre_de
from subventions.droits.presentation.listes import par_annee, rangees
from subventions.droits.services.anciens import exercices_anciens
from subventions.droits.services.reglages import refus_de_regler
from subventions.droits.tables import TableauDroits
from subventions.models import Droit
from subventions.models.droits import DroitQuerySet

TOUT_AFFICHER = "perimetre=caf"


@dataclass(frozen=True)
class Puce:
    """A count, which filters the list."""

    libelle: str
    combien: int
    adresse: str
    active: bool


@require_safe
def file(request: Requete) -> HttpResponse:
    filtre = _filtre(request)
    tableau = TableauDroits(filtre.qs, request)
    contexte = {
        "formulaire": filtre.form,
        "puces": _puces(request, filtre),
        "tableau": tableau,
        "resultat": compter(tableau.paginator.count, "droit"),
        "exporter": _question(request),
        "rien_du_tout": not filtre.exercices,
        "seuils": _seuils(request.acteur),
    }
    return render(request, "subventions/droits/file.html", contexte)


@require_safe
def suivi(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    if acteur.est_instructeur and not acteur.est_partenaire:
        return redirect("droits:file")
    if not acteur.est_partenaire:
        raise PermissionDenied("Aucun rôle ne vous donne accès à des subventions aujourd’hui.")
    siens = Droit.objects.filter(equipement__in=acteur.roles_par_equipement)
    contexte = {
        "blocs": par_annee(rangees(_charges(siens), acteur)),
        "anciens": exercices_anciens(acteur),
    }
    return render(request, "subventions/droits/suivi.html", contexte)


@require_safe
def partenaire(request: Requete, gestionnaire: int, annee: int) -> HttpResponse:
    """All the équipements of a partner for an exercice that one opens."""
    acteur: Acteur = request.acteur
    siens = Droit.objects.visibles_par(acteur).filter(
        equipement__gestionnaire=gestionnaire, annee=annee
    )
    lignes = rangees(_charges(siens), acteur)
    if not lignes:
        raise Http404("Ce partenaire n’a pas de droit pour cet exercice, dans votre périmètre.")
    contexte = {
        "gestionnaire": get_object_or_404(Gestionnaire, pk=gestionnaire),
        "bloc": par_annee(lignes)[0],
        "cote_caf": acteur.est_instructeur,
    }
    return render(request, "subventions/droits/partenaire.html", contexte)


def _filtre(request: Requete) -> FiltreDroits:
    """The list of the Cafs at which one reads the files; 403 for who reads none."""
    acteur: Acteur = request.acteur
    if not acteur.est_instructeur:
        raise PermissionDenied("Cette liste est réservée aux agents de la Caf.")
    return filtre_de(acteur, request.GET)


def _question(request: Requete) -> str:
    """The same list, all its pages."""
    parametres = request.GET.copy()
    parametres.pop("page", None)
    return parametres.urlencode()


def _seuils(acteur: Acteur) -> list[Caf]:
    """The Cafs whose threshold of a second signature this person sets; often none."""
    siennes = {a.caf.pk: a.caf for a in acteur.affectations if a.caf}
    return [caf for caf in siennes.values() if refus_de_regler(caf.pk, acteur) is None]


def _charges(droits: DroitQuerySet) -> DroitQuerySet:
    en_vigueur = droits.en_vigueur().avec_suspension().pour_liste()
    return en_vigueur.select_related("equipement__gestionnaire", "gestionnaire")


def _puces(request: Requete, filtre: FiltreDroits) -> list[Puce]:
    comptes, choisi = filtre.par_etat(), filtre.etat_choisi
    offerts = [e for e in SITUATIONS if comptes.get(e) or e == choisi]
    return [
        Puce("En vigueur", comptes[""], _adresse(request, ""), not choisi),
        *(
            Puce(SITUATIONS[etat], comptes[etat], _adresse(request, etat), etat == choisi)
            for etat in offerts
        ),
    ]


def _adresse(request: Requete, etat: str) -> str:
    """The same list for one choice, from its first page, other filters kept."""
    parametres = request.GET.copy()
    parametres.pop("page", None)
    parametres.pop("etat", None)
    if etat:
        parametres["etat"] = etat
    return f"{request.path}?{parametres.urlencode()}"
