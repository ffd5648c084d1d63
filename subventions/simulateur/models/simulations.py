"""Simulations kept: figures that somebody tries, by partner and Caf. Nothing is computed from them
elsewhere."""

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import (
    ROLES_DECLARATION,
    Caf,
    Equipement,
    Gestionnaire,
)
from habilitations.permissions import Acteur
from habilitations.regles.exercices import (
    ANNEE_MAX,
    ANNEE_MIN,
    libelle_exercice,
)
from portal.saisie.regles.structure import Ligne
from subventions.regles.parametres import DISPOSITIFS

JAMAIS = Q(pk__in=())


class SimulationQuerySet(models.QuerySet["Simulation"]):
    def visibles_par(self, acteur: Acteur) -> "SimulationQuerySet":
        """One's own, and those that colleagues share, at partners where one still has a role.

        What is shared, or started from a declaration, tells amounts: it is read by who reads those
        of its dispositif, on the équipement it started from when it has one.
        """
        roles = roles_par_couple(acteur)
        if not roles:
            return self.none()
        chez = reduce(or_, (Q(gestionnaire=g, caf=c) for g, c in roles))
        moi = Q(auteur=acteur.utilisateur)
        lues = (moi | Q(partagee=True)) & _lues_par(acteur, roles)
        return self.filter(chez).filter((moi & Q(equipement__isnull=True)) | lues)


def roles_par_couple(acteur: Acteur) -> dict[tuple[int, int], set[str]]:
    """Roles in the declarations that somebody holds at each partner, for each Caf."""
    couples: dict[tuple[int, int], set[str]] = {}
    for droit in acteur.habilitations:
        if droit.role in ROLES_DECLARATION:
            couples.setdefault((droit.gestionnaire_id, droit.caf_id), set()).add(droit.role)
    return couples


def _lues_par(acteur: Acteur, couples: Mapping[tuple[int, int], Collection[str]]) -> Q:
    """Those whose amounts somebody reads: by roles at the partner, or on the équipement."""
    # Its package asks for the models, which are being loaded now.
    from subventions.droits.services.lecteurs import roles_lisent_les_montants as lisent

    lues = JAMAIS
    for dispositif in DISPOSITIFS:
        sur = [e for e, siens in acteur.roles_par_equipement.items() if lisent(dispositif, siens)]
        lues |= Q(dispositif=dispositif, equipement__in=sur)
        for (gestionnaire, caf), siens in couples.items():
            if lisent(dispositif, siens):
                lues |= Q(
                    dispositif=dispositif,
                    equipement__isnull=True,
                    gestionnaire=gestionnaire,
                    caf=caf,
                )
    return lues


class Simulation(models.Model):
    """Up to four scenarios of one formula, kept by their author.

    ``valeurs`` maps chemin → canonical value; ``scenarios`` and ``postes`` are the rows, as
    [key, label]. ``equipement`` and ``origine`` tell the declaration it started from. ``revision``
    grows by one at each save: a save from an older page is kept apart, never over another.
    """

    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="simulations"
    )
    dispositif = models.CharField("dispositif", max_length=20, choices=list(DISPOSITIFS.items()))
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    titre = models.CharField("titre", max_length=80)
    origine = models.CharField("origine", max_length=200, blank=True)
    scenarios = models.JSONField("scénarios", default=list)
    postes = models.JSONField("postes", default=list)
    valeurs = models.JSONField("valeurs", default=dict)
    revision = models.PositiveIntegerField("révision", default=1)
    partagee = models.BooleanField("partagée", default=False)
    creee_le = models.DateTimeField("créée le")
    modifiee_le = models.DateTimeField("modifiée le")

    objects = SimulationQuerySet.as_manager()

    class Meta:
        verbose_name = "simulation"
        ordering = ["-modifiee_le", "-pk"]
        indexes = [models.Index(fields=["gestionnaire", "caf"], name="simulation_partenaire")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(titre=""),
                name="simulation_titree",
                violation_error_message="Une simulation porte un titre.",
            ),
            models.CheckConstraint(
                condition=Q(dispositif__in=list(DISPOSITIFS)),
                name="simulation_dispositif_connu",
                violation_error_message="Ce dispositif est inconnu.",
            ),
            models.CheckConstraint(
                condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX),
                name="simulation_annee_plausible",
                violation_error_message=f"L’exercice doit être compris entre {ANNEE_MIN} et "
                f"{ANNEE_MAX}.",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1),
                name="simulation_revision_positive",
                violation_error_message="La première révision porte le numéro 1.",
            ),
            models.CheckConstraint(
                condition=Q(equipement__isnull=True, origine="")
                | (Q(equipement__isnull=False) & ~Q(origine="")),
                name="simulation_origine_complete",
                violation_error_message="Ce qui part d’une déclaration dit laquelle.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def exercice(self) -> str:
        return libelle_exercice(self.dispositif, self.annee)

    @property
    def lignes_scenarios(self) -> tuple[Ligne, ...]:
        return tuple(Ligne(cle, libelle) for cle, libelle in self.scenarios)

    @property
    def lignes_postes(self) -> tuple[Ligne, ...]:
        return tuple(Ligne(cle, libelle) for cle, libelle in self.postes)
