"""Loading a CLAS project in scope, with what was taken up of its first exercice."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from declarations.elan.forms import PageElan
from declarations.elan.presentation.projets import adresse_du_formulaire
from declarations.elan.services.evaluation import chiffres_lus, evaluer_elan
from declarations.elan.services.saisie import (
    est_premier_exercice,
)
from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models import RepriseElan
from declarations.presentation.attente import attente
from declarations.regles.grille import Grille
from habilitations.models import Caf, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from habilitations.requetes import Requete


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

    def estimer(self, page: PageElan) -> dict[str, Any]:
        """What the panel of the form shows: the estimate of what can be read, what it waits for."""
        donnees = chiffres_lus(self.grille, page.lignes, page.figures)
        evaluation = evaluer_elan(self.equipement, self.annee, self.grille, page.lignes, donnees)
        chiffrage = evaluation.chiffrage
        attendue = attente(
            chiffrage.manques,
            self.grille.repetition,
            page.lignes,
            adresse_du_formulaire,
            chiffrage.base,
        )
        return {"evaluation": evaluation, "attente": attendue}


def charger(request: Requete, equipement: int, annee: int) -> Projet:
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
