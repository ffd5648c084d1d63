"""Loading an équipement for a page: in scope or 404, with what a person may do there."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from habilitations.models import Equipement, Fonction
from habilitations.models.droits import FONCTIONS_EQUIPEMENTS
from habilitations.permissions import Acteur
from habilitations.requetes import Requete


@dataclass(frozen=True)
class Fiche:
    """An équipement as one person sees it."""

    equipement: Equipement
    acteur: Acteur

    @property
    def cote_caf(self) -> bool:
        """The Caf's side of the fiche: portfolio, transfers, what was written and by whom."""
        return bool(self.acteur.fonctions_sur(self.equipement) & set(FONCTIONS_EQUIPEMENTS))

    @property
    def suivie(self) -> bool:
        """The gestionnaire conseil who follows it writes notification and posts."""
        return self.acteur.suit(self.equipement)

    @property
    def transferable(self) -> bool:
        """The responsable des habilitations of its Caf decides of a transfer."""
        fonctions = self.acteur.fonctions_sur(self.equipement)
        return Fonction.RESPONSABLE_HABILITATIONS in fonctions

    @property
    def avec_declarations(self) -> bool:
        """The responsable des habilitations opens no declaration."""
        autres = self.acteur.fonctions_sur(self.equipement) - {Fonction.RESPONSABLE_HABILITATIONS}
        return bool(autres or self.acteur.roles_sur(self.equipement))


def charger(request: Requete, pk: int) -> Fiche:
    """Load an équipement this person may know of; anything else is a 404."""
    acteur: Acteur = request.acteur
    try:
        equipement = (
            Equipement.objects.visibles_par(acteur)
            .select_related(
                "caf", "gestionnaire", "portefeuille__titulaire", "portefeuille__remplacant"
            )
            .get(pk=pk)
        )
    except Equipement.DoesNotExist:
        raise Http404(
            "Cet équipement n’existe pas, ou il n’est pas dans votre périmètre."
        ) from None
    return Fiche(equipement, acteur)


def charger_suivie(request: Requete, pk: int) -> Fiche:
    """Same, for the gestionnaire conseil who follows it; 403 for anybody else who sees it."""
    fiche = charger(request, pk)
    if not fiche.suivie:
        raise PermissionDenied("Seul le gestionnaire conseil qui suit cet équipement écrit ici.")
    return fiche


def charger_transferable(request: Requete, pk: int) -> Fiche:
    """Same, for the responsable des habilitations of its Caf."""
    fiche = charger(request, pk)
    if not fiche.transferable:
        raise PermissionDenied("Le responsable des habilitations de la Caf décide des transferts.")
    return fiche


def exiger_agent(request: Requete) -> Acteur:
    """Return the person, agent of a Caf whose équipements are listed; 403 otherwise."""
    acteur: Acteur = request.acteur
    if not acteur.fonctions & set(FONCTIONS_EQUIPEMENTS):
        raise PermissionDenied("Cette liste est réservée aux agents de la Caf.")
    return acteur
