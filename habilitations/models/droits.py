"""Rights: which person holds which role, for which partner and équipements, from when to when."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from habilitations.models.agents import Caf, Fonction, en_vigueur
from habilitations.models.gestionnaires import Adhesion, Gestionnaire

if TYPE_CHECKING:
    from habilitations.models.equipements import Equipement
    from habilitations.models.utilisateurs import Utilisateur
    from habilitations.permissions import Acteur


class Role(models.TextChoices):
    """Roles a Caf grants to a partner's people (DOMAINE §1, S)."""

    FOURNISSEUR_ACTIVITE = "fournisseur_activite", "Fournisseur de données d’activité"
    FOURNISSEUR_FINANCES = "fournisseur_finances", "Fournisseur de données financières"
    APPROBATEUR = "approbateur", "Approbateur"
    GESTIONNAIRE_HABILITATIONS = "gestionnaire_habilitations", "Gestionnaire des habilitations"


# Roles that open the declarations; managing users gives no reading of figures (least privilege).
ROLES_DECLARATION = (Role.FOURNISSEUR_ACTIVITE, Role.FOURNISSEUR_FINANCES, Role.APPROBATEUR)

# Functions that open the files of a whole Caf.
FONCTIONS_INSTRUCTION = (Fonction.GESTIONNAIRE_CONSEIL, Fonction.CHARGE_CONSEIL)

# Functions that open the fiches of the équipements of a whole Caf, which hold no partner figure.
FONCTIONS_EQUIPEMENTS = (*FONCTIONS_INSTRUCTION, Fonction.RESPONSABLE_HABILITATIONS)


class HabilitationQuerySet(models.QuerySet["Habilitation"]):
    def actives(self, jour: date) -> "HabilitationQuerySet":
        """Rights that give access on that day: dated, not suspended, resting on an adhesion."""
        adhesion = Adhesion.objects.actives(jour).filter(
            caf=OuterRef("caf"), gestionnaire=OuterRef("gestionnaire")
        )
        return self.filter(
            en_vigueur(jour),
            Exists(adhesion),
            suspendue_le__isnull=True,
            utilisateur__is_active=True,
        )

    def de(self, utilisateur: "Utilisateur", jour: date) -> "HabilitationQuerySet":
        return self.actives(jour).filter(utilisateur=utilisateur)

    def sur(self, equipement: "Equipement") -> "HabilitationQuerySet":
        """Rights that cover this équipement through its present gestionnaire and Caf."""
        return self.filter(
            Q(tous_equipements=True) | Q(equipements=equipement.pk),
            gestionnaire=equipement.gestionnaire_id,
            caf=equipement.caf_id,
        ).distinct()


@pghistory.track()
class Habilitation(models.Model):
    """One role of one person at one partner of one Caf, on all or some équipements (S)."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="habilitations"
    )
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="habilitations")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="habilitations"
    )
    role = models.CharField("rôle", max_length=30, choices=Role.choices)
    tous_equipements = models.BooleanField("tous les équipements", default=False)
    equipements = models.ManyToManyField(
        "habilitations.Equipement", blank=True, related_name="habilitations"
    )
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    suspendue_le = models.DateTimeField("suspendue le", null=True, blank=True)
    suspendue_motif = models.TextField("motif de la suspension", blank=True)

    objects = HabilitationQuerySet.as_manager()

    class Meta:
        ordering = ["gestionnaire", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="habilitation_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=(Q(suspendue_le__isnull=True) & Q(suspendue_motif=""))
                | (Q(suspendue_le__isnull=False) & ~Q(suspendue_motif="")),
                name="habilitation_suspension_motivee",
                violation_error_message="Une suspension demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.get_role_display()} – {self.gestionnaire}"


@pghistory.track(
    pghistory.InsertEvent("equipement.couvert"),
    pghistory.DeleteEvent("equipement.retire"),
    obj_field=None,
)
class EquipementCouvert(Habilitation.equipements.through):  # type: ignore[name-defined, misc]
    """An équipement that a right covers: history follows it like the right itself."""

    class Meta:
        proxy = True
        verbose_name = "équipement couvert par un droit"
        verbose_name_plural = "équipements couverts par un droit"

    def __str__(self) -> str:
        return f"{self.habilitation} – {self.equipement}"


def role_pourvu(role: str, jour: date) -> Exists:
    """Condition: somebody holds this role on the équipement of the row, on that day."""
    return Exists(
        Habilitation.objects.actives(jour).filter(
            Q(tous_equipements=True) | Q(equipements=OuterRef("pk")),
            role=role,
            gestionnaire=OuterRef("gestionnaire"),
            caf=OuterRef("caf"),
        )
    )


def equipements_accessibles(acteur: "Acteur") -> Q:
    """Équipements: those of one's rights on declarations, and for an agent those of the Caf."""
    return Q(pk__in=acteur.equipements_comme(ROLES_DECLARATION)) | Q(
        caf__in=acteur.cafs_comme(FONCTIONS_EQUIPEMENTS)
    )


def dossiers_accessibles(
    acteur: "Acteur", roles: Collection[str] = ROLES_DECLARATION, cle: str = "equipement"
) -> Q:
    """Rows with an équipement and a Caf whose figures are open to a person, by ids.

    ``cle`` is the path from the row to the key of its équipement. The équipement's present
    gestionnaire counts: rights do not follow it to another SIRET (S). Advisers and CCD read those
    of their Caf; the responsable des habilitations and the national administrator none (§2).
    """
    return Q(**{f"{cle}__in": acteur.equipements_comme(roles)}) | Q(
        caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION)
    )
