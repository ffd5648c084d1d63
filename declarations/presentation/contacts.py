"""Whom a partner's person may call at the Caf, for one file or for any."""

from declarations.services.dossier_ouvert import DossierOuvert
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from portal.socle.composants import Interlocuteur
from portal.socle.francais import cle_de_tri


def interlocuteur_de(dossier: DossierOuvert) -> Interlocuteur:
    """Who answers for a file, on the day it is read."""
    return interlocuteur(dossier.declaration.equipement, dossier.jour)


def interlocuteurs(acteur: Acteur) -> list[Interlocuteur]:
    """The advisers of one's équipements, or their substitutes, each once; one query."""
    equipements = Equipement.objects.ouverts_a(acteur).select_related(
        "caf", "portefeuille__titulaire", "portefeuille__remplacant"
    )
    trouves = {
        (equipement.portefeuille.referent(acteur.jour).pk, equipement.caf_id): interlocuteur(
            equipement, acteur.jour
        )
        for equipement in equipements
    }
    return sorted(trouves.values(), key=lambda i: (cle_de_tri(i.caf), cle_de_tri(i.nom)))
