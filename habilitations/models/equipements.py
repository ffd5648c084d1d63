"""What is financed: équipements and their lieux; their conventions are in ``conventions``."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf, Portefeuille
from habilitations.models.droits import (
    FONCTIONS_EQUIPEMENTS,
    FONCTIONS_INSTRUCTION,
    ROLES_DECLARATION,
    dossiers_accessibles,
    equipements_accessibles,
    role_pourvu,
)
from habilitations.models.gestionnaires import Gestionnaire

if TYPE_CHECKING:
    from habilitations.permissions import Acteur


class Dispositif(models.TextChoices):
    """Kinds of équipement the portal serves."""

    CCT = "cct", "Chargés de coopération CTG"
    CLAS = "clas", "Contrat local d’accompagnement à la scolarité"
    ER = "er", "Espace de rencontre"


class OrganisationER(models.TextChoices):
    """How an Espace de rencontre is organised: one of the three (DOMAINE §3, S)."""

    MONO_LIEU = "mono_lieu", "Un seul lieu"
    ITINERANCE = "itinerance", "Plusieurs lieux, en itinérance"
    ANTENNES = "antennes", "Plusieurs lieux, en antennes"


class EquipementQuerySet(models.QuerySet["Equipement"]):
    def visibles_par(self, acteur: "Acteur") -> "EquipementQuerySet":
        """Équipements this person may know of, by right or by function."""
        return self.filter(equipements_accessibles(acteur))

    def ouverts_a(self, acteur: "Acteur") -> "EquipementQuerySet":
        """Those whose declarations a partner's person may open, by one of their rights."""
        return self.filter(pk__in=acteur.equipements_comme(ROLES_DECLARATION))

    def aux_dossiers_lus_par(self, acteur: "Acteur") -> "EquipementQuerySet":
        """Those whose declarations this person reads, on either side."""
        return self.filter(dossiers_accessibles(acteur, cle="pk"))

    def visibles_comme_agent(self, acteur: "Acteur") -> "EquipementQuerySet":
        """Those of the Caf of an agent who processes files or grants rights."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_EQUIPEMENTS))

    def instruits_par(self, acteur: "Acteur") -> "EquipementQuerySet":
        """Those of the Caf of an adviser or CCD, who read their files."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def avec_roles(self, jour: date) -> "EquipementQuerySet":
        """Tell for each role on declarations whether somebody holds it: ``a_<role>``."""
        return self.annotate(**{f"a_{role}": role_pourvu(role, jour) for role in ROLES_DECLARATION})

    def ouverts(self, debut: date, fin: date) -> "EquipementQuerySet":
        """Équipements open on at least one day from ``debut`` to ``fin``."""
        return self.filter(
            Q(ferme_le__isnull=True) | Q(ferme_le__gte=debut),
            Q(ouvert_le__isnull=True) | Q(ouvert_le__lte=fin),
        )


@pghistory.track()
class Equipement(models.Model):
    """A CTG coordination, a CLAS project or an Espace de rencontre.

    ``suspendu_le``: its Caf suspended it as a precaution; until then resumed, no right opens it.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="equipements")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="equipements"
    )
    portefeuille = models.ForeignKey(
        Portefeuille, on_delete=models.PROTECT, related_name="equipements"
    )
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    nom = models.CharField("nom", max_length=200)
    organisation = models.CharField(
        "organisation", max_length=20, choices=OrganisationER.choices, blank=True
    )
    ouvert_le = models.DateField("ouvert le", null=True, blank=True)
    ferme_le = models.DateField("fermé le", null=True, blank=True)
    suspendu_le = models.DateTimeField("suspendu le", null=True, blank=True)
    suspendu_motif = models.TextField("motif de la suspension", blank=True)

    objects = EquipementQuerySet.as_manager()

    class Meta:
        verbose_name = "équipement"
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(dispositif=Dispositif.ER) & ~Q(organisation=""))
                | (~Q(dispositif=Dispositif.ER) & Q(organisation="")),
                name="equipement_organisation_er",
                violation_error_message="L’organisation (un lieu, itinérance ou antennes) "
                "s’indique pour un Espace de rencontre, et pour lui seul.",
            ),
            models.CheckConstraint(
                condition=Q(ferme_le__isnull=True)
                | Q(ouvert_le__isnull=True)
                | Q(ferme_le__gte=F("ouvert_le")),
                name="equipement_dates_ordonnees",
                violation_error_message="La fermeture précède l’ouverture.",
            ),
            models.CheckConstraint(
                condition=(Q(suspendu_le__isnull=True) & Q(suspendu_motif=""))
                | (Q(suspendu_le__isnull=False) & ~Q(suspendu_motif="")),
                name="equipement_suspension_motivee",
                violation_error_message="Une suspension demande un motif.",
            ),
        ]
        triggers = [
            # Files, rights and computations carry the Caf of their équipement: what another Caf
            # finances is another équipement.
            pgtrigger.Protect(
                name="caf_immuable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__caf__df=pgtrigger.F("new__caf")),
            )
        ]

    def __str__(self) -> str:
        return self.nom


class LieuQuerySet(models.QuerySet["Lieu"]):
    def ouverts(self, debut: date, fin: date) -> "LieuQuerySet":
        """Lieux open on at least one day from ``debut`` to ``fin``."""
        return self.filter(
            Q(ferme_le__isnull=True) | Q(ferme_le__gte=debut),
            Q(ouvert_le__isnull=True) | Q(ouvert_le__lte=fin),
        )


@pghistory.track()
class Lieu(models.Model):
    """A place where an Espace de rencontre receives; activity is declared per lieu (S)."""

    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="lieux")
    nom = models.CharField("nom", max_length=150)
    adresse = models.CharField("adresse", max_length=300, blank=True)
    ouvert_le = models.DateField("ouvert le", null=True, blank=True)
    ferme_le = models.DateField("fermé le", null=True, blank=True)

    objects = LieuQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu d’accueil"
        verbose_name_plural = "lieux d’accueil"
        ordering = ["nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "nom"],
                name="lieu_nom_unique",
                violation_error_message="Cet équipement a déjà un lieu de ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(ferme_le__isnull=True)
                | Q(ouvert_le__isnull=True)
                | Q(ferme_le__gte=F("ouvert_le")),
                name="lieu_dates_ordonnees",
                violation_error_message="La fermeture précède l’ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom
