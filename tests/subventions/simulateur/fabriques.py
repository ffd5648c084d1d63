"""Simulations that tests start from."""

from datetime import datetime

from habilitations.models import Utilisateur
from portal.saisie.regles.structure import Ligne
from subventions.models import Simulation
from subventions.simulateur.services.simulations import Contenu, couples_de, creer, partager
from tests.monde import MAINTENANT, acteur

ER = {
    "scenarios.a.heures_rencontres": "700",
    "scenarios.a.heures_entretiens": "200",
    "scenarios.a.heures_organisation": "100",
    "scenarios.a.compte_64": "90000",
}
CCT = {
    "scenarios.a.postes.p1.etp": "0.80",
    "scenarios.a.postes.p1.mois": "12",
    "scenarios.a.postes.p1.salaire_charge": "31427.13",
    "scenarios.a.postes.p1.autres_depenses": "0",
}


def simulation(
    utilisateur: Utilisateur,
    dispositif: str = "er",
    annee: int = 2026,
    valeurs: dict[str, str] | None = None,
    maintenant: datetime = MAINTENANT,
) -> Simulation:
    """One of somebody’s own, for the first partner where they have a role."""
    qui = acteur(utilisateur, maintenant)
    gestionnaire, caf = next(iter(couples_de(qui)))
    postes = (Ligne("p1", "Poste 1"),) if dispositif == "cct" else ()
    figures = valeurs if valeurs is not None else (CCT if dispositif == "cct" else ER)
    contenu = Contenu((Ligne("a", "Scénario A"),), postes, figures)
    return creer(gestionnaire, caf, dispositif, annee, "Un essai", contenu, acteur=qui)


def partagee_par(
    utilisateur: Utilisateur, maintenant: datetime = MAINTENANT, dispositif: str = "er"
) -> Simulation:
    """The same, shared with colleagues."""
    gardee = simulation(utilisateur, dispositif, maintenant=maintenant)
    return partager(gardee.pk, True, acteur=acteur(utilisateur, maintenant))
