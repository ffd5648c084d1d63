"""Keep a simulation, share it, copy it, delete it. Nothing else of the portal changes by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from habilitations.models import ROLES_DECLARATION, Caf, Equipement, Gestionnaire
from habilitations.permissions import Acteur
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle import journal
from portal.socle.refus import interdit
from subventions.paiements.models import ProfilCaf
from subventions.paiements.services.profils import profil_de
from subventions.referentiels import plan_comptable
from subventions.simulateur.models import Projection, Simulation
from subventions.simulateur.regles.reprise import Reprise
from subventions.simulateur.regles.structure import CLES, Feuillet
from subventions.simulateur.regles.tresorerie import PROFIL

TITRE_MAX = 80
PAS_LA_VOTRE = "Une simulation est modifiée par qui l’a faite : copiez-la pour en faire la vôtre."
PAS_CHEZ_LUI = "Vous n’avez pas de rôle chez ce partenaire pour cette Caf."


@dataclass(frozen=True)
class Contenu:
    """What is kept of a page: its rows, then its figures by chemin."""

    scenarios: Sequence[Ligne]
    postes: Sequence[Ligne] = ()
    valeurs: Mapping[str, Valeur] = field(default_factory=dict)


def couples_de(acteur: Acteur) -> dict[tuple[int, int], tuple[Gestionnaire, Caf]]:
    """The partners, each with its Caf, for which this person may simulate."""
    return {
        (h.gestionnaire_id, h.caf_id): (h.gestionnaire, h.caf)
        for h in acteur.habilitations
        if h.role in ROLES_DECLARATION
    }


def feuillet_de(simulation: Simulation) -> Feuillet:
    """The sheet of a simulation, with the accounts of its exercice."""
    return Feuillet(
        simulation.dispositif,
        simulation.annee,
        plan_comptable(),
        simulation.lignes_scenarios,
        simulation.lignes_postes,
    )


def profil_fixe(simulation: Simulation) -> str:
    """Code of the profile of acomptes that the Caf applies; empty while it has fixed none."""
    if simulation.equipement is not None:
        return profil_de(simulation.equipement, simulation.annee).code
    siens = ProfilCaf.objects.filter(caf=simulation.caf_id, dispositif=simulation.dispositif)
    ligne = siens.applicables(simulation.annee).first()
    return ligne.profil if ligne else ""


def valeurs_de(simulation: Simulation) -> dict[str, Valeur]:
    """What was typed, with the profile of the Caf where none was chosen."""
    fixe = profil_fixe(simulation)
    return {**({PROFIL: fixe} if fixe else {}), **simulation.valeurs}


@transaction.atomic
def creer(
    gestionnaire_id: int,
    caf_id: int,
    dispositif: str,
    annee: int,
    titre: str,
    contenu: Contenu,
    *,
    acteur: Acteur,
    equipement: Equipement | None = None,
    origine: str = "",
) -> Simulation:
    """Keep a new simulation; ActionRefusee without a role at this partner for this Caf."""
    if (gestionnaire_id, caf_id) not in couples_de(acteur):
        raise interdit(PAS_CHEZ_LUI)
    simulation = Simulation(
        gestionnaire_id=gestionnaire_id,
        caf_id=caf_id,
        equipement=equipement,
        auteur=acteur.utilisateur,
        dispositif=dispositif,
        annee=annee,
        titre=titre[:TITRE_MAX],
        origine=origine,
        creee_le=acteur.maintenant,
        modifiee_le=acteur.maintenant,
    )
    _poser(simulation, contenu)
    simulation.full_clean(exclude=["scenarios", "postes", "valeurs"])
    simulation.save()
    _journaliser("simulation.creee", simulation, acteur)
    return simulation


def partir_de(
    equipement: Equipement,
    dispositif: str,
    annee: int,
    reprise: Reprise,
    origine: str,
    *,
    acteur: Acteur,
) -> Simulation:
    """Keep a simulation whose first scenario is what the engine was given elsewhere.

    That this person reads those figures, and the amount, is for the caller to have asked.
    """
    contenu = Contenu((Ligne(CLES[0], "Scénario A"),), reprise.postes, reprise.valeurs)
    return creer(
        equipement.gestionnaire_id,
        equipement.caf_id,
        dispositif,
        annee,
        origine,
        contenu,
        acteur=acteur,
        equipement=equipement,
        origine=origine,
    )


@transaction.atomic
def enregistrer(
    pk: int, titre: str, contenu: Contenu, *, acteur: Acteur, revision: int
) -> tuple[Simulation, bool]:
    """Keep what was typed; return the simulation, and whether it had to be kept apart.

    Saved elsewhere since ``revision``, it becomes a simulation of its own: neither is lost. Raises
    Simulation.DoesNotExist (not in sight), ActionRefusee (a colleague's).
    """
    simulation = _sienne(pk, acteur)
    if simulation.revision != revision:
        return _a_part(simulation, f"{titre[: TITRE_MAX - 8]} (à part)", contenu, acteur), True
    simulation.titre = titre[:TITRE_MAX] or simulation.titre
    _poser(simulation, contenu)
    simulation.revision += 1
    simulation.modifiee_le = acteur.maintenant
    simulation.save()
    return simulation, False


@transaction.atomic
def copier(pk: int, *, acteur: Acteur) -> Simulation:
    """Make of a simulation in sight one of one's own, not shared."""
    simulation = Simulation.objects.visibles_par(acteur).get(pk=pk)
    contenu = Contenu(
        simulation.lignes_scenarios, simulation.lignes_postes, dict(simulation.valeurs)
    )
    return _a_part(simulation, f"{simulation.titre[: TITRE_MAX - 8]} (copie)", contenu, acteur)


@transaction.atomic
def partager(pk: int, partagee: bool, *, acteur: Acteur) -> Simulation:
    """Share with colleagues who read these amounts, or stop; asked twice, it changes nothing."""
    simulation = _sienne(pk, acteur)
    if simulation.partagee != partagee:
        simulation.partagee = partagee
        simulation.save(update_fields=["partagee"])
        _journaliser(
            "simulation.partagee" if partagee else "simulation.reservee", simulation, acteur
        )
    return simulation


@transaction.atomic
def supprimer(pk: int, *, acteur: Acteur) -> None:
    """Delete one's own simulation."""
    simulation = _sienne(pk, acteur)
    _journaliser("simulation.supprimee", simulation, acteur)
    simulation.delete()


def purger(maintenant: datetime) -> int:
    """Delete simulations and projections left alone for SIMULATIONS_JOURS days; return how many.

    They may tell salaries, and nothing of the portal rests on them.
    """
    avant = maintenant - timedelta(days=settings.SIMULATIONS_JOURS)
    simulations, _ = Simulation.objects.filter(modifiee_le__lt=avant).delete()
    projections, _ = Projection.objects.filter(demandee_le__lt=avant).delete()
    return simulations + projections


def _sienne(pk: int, acteur: Acteur) -> Simulation:
    """Lock a simulation in sight that is one's own."""
    visibles = Simulation.objects.visibles_par(acteur)
    simulation: Simulation = visibles.select_for_update(of=("self",)).get(pk=pk)
    if simulation.auteur_id != acteur.utilisateur.pk:
        raise interdit(PAS_LA_VOTRE)
    return simulation


def _a_part(simulation: Simulation, titre: str, contenu: Contenu, acteur: Acteur) -> Simulation:
    return creer(
        simulation.gestionnaire_id,
        simulation.caf_id,
        simulation.dispositif,
        simulation.annee,
        titre,
        contenu,
        acteur=acteur,
        equipement=simulation.equipement,
        origine=simulation.origine,
    )


def _poser(simulation: Simulation, contenu: Contenu) -> None:
    simulation.scenarios = [[ligne.cle, ligne.libelle] for ligne in contenu.scenarios]
    simulation.postes = [[ligne.cle, ligne.libelle] for ligne in contenu.postes]
    simulation.valeurs = {c: v for c, v in contenu.valeurs.items() if v not in ("", [])}


def _journaliser(action: str, simulation: Simulation, acteur: Acteur) -> None:
    """Neither figure nor amount: what was tried is nobody else's business."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=simulation,
        gestionnaire_id=simulation.gestionnaire_id,
        caf_id=simulation.caf_id,
        details={"dispositif": simulation.dispositif, "annee": simulation.annee},
        le=acteur.maintenant,
    )
