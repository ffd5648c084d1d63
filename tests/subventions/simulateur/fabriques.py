"""Simulations that tests start from."""

from datetime import datetime
from decimal import Decimal

from habilitations.models import Utilisateur
from portal.saisie.regles.structure import Ligne
from subventions.models import EtatProjection, Projection, Simulation
from subventions.simulateur.regles.projection import Ligne as LigneProjetee
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


def projection_de(
    utilisateur: Utilisateur, caf_id: int, maintenant: datetime = MAINTENANT
) -> Projection:
    """One that is computed: two portfolios of the ER of a Caf, at another ceiling."""
    lignes = [("Savoie est", "1200.00", "1500.00"), ("Savoie ouest", "800.00", "900.00")]
    return Projection.objects.create(
        demandeur=utilisateur,
        caf_id=caf_id,
        dispositifs=["er"],
        annee=2025,
        essais={"er": {"plafond_horaire": "120.00"}},
        enveloppe="2300.00",
        etat=EtatProjection.FAITE,
        total=3,
        faits=3,
        lignes=[
            LigneProjetee(nom, 1, Decimal(avant), Decimal(apres), dispositif="er").en_json()
            for nom, avant, apres in lignes
        ],
        demandee_le=maintenant,
        calculee_le=maintenant,
    )
