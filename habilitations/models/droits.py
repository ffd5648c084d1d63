"""Rights: which person holds which role, for which partner and équipements, from when to when."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from habilitations.models.agents import Caf, Fonction, en_vigueur
from habilitations.models.delegations import Delegation
from habilitations.models.gestionnaires import Adhesion, Gestionnaire
from habilitations.models.signatures import ActeSigne, contrainte_de_signature

if TYPE_CHECKING:
    from habilitations.models.equipements import Equipement
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


# Rows that the signature of a right is checked against, its delegation apart.
DE_LA_SIGNATURE = ("utilisateur", "gestionnaire", "caf", "base__cle", "cle")


class HabilitationQuerySet(models.QuerySet["Habilitation"]):
    def a_verifier(self) -> "HabilitationQuerySet":
        """With all that their signatures are checked against (``habilitations.verification``)."""
        delegations = Delegation.objects.select_related("cle").prefetch_related("equipements")
        return self.select_related(*DE_LA_SIGNATURE).prefetch_related(
            "equipements", models.Prefetch("delegation", delegations)
        )

    def a_completer(self) -> "HabilitationQuerySet":
        """The same in one statement, for ``verification.completer``: all but the équipements.

        Whether some are named is told beside: most rights name none.
        """
        d_un_droit = Habilitation.equipements.through.objects.filter(habilitation=OuterRef("pk"))
        d_une_delegation = Delegation.equipements.through.objects.filter(
            delegation=OuterRef("delegation")
        )
        return self.select_related(*DE_LA_SIGNATURE, "delegation__cle").annotate(
            nomme=Exists(d_un_droit), delegation_nomme=Exists(d_une_delegation)
        )

    def non_finies(self, jour: date) -> "HabilitationQuerySet":
        """Rights whose last day is not past, whatever else is to be said of them."""
        return self.filter(Q(au__isnull=True) | Q(au__gte=jour))

    def actives(self, jour: date) -> "HabilitationQuerySet":
        """Rights that may give access on that day: dated, not suspended, on an adhesion.

        Whether they do is for ``habilitations.verification.droits_verifies`` to say: a row that
        the Caf did not sign gives nothing. Counting holes may stop here; opening anything may not.
        """
        adhesion = Adhesion.objects.actives(jour).filter(
            caf=OuterRef("caf"), gestionnaire=OuterRef("gestionnaire")
        )
        return self.filter(
            en_vigueur(jour),
            Exists(adhesion),
            suspendue_le__isnull=True,
            retiree_le__isnull=True,
            utilisateur__is_active=True,
        )

    def sur(self, equipement: "Equipement") -> "HabilitationQuerySet":
        """Rights that open this équipement through its present gestionnaire and Caf.

        None while the Caf has it suspended.
        """
        if equipement.suspendu_le:
            return self.none()
        return self.chez(equipement.gestionnaire_id, equipement.pk, equipement.caf_id)

    def chez(self, gestionnaire_id: int, equipement_id: int, caf_id: int) -> "HabilitationQuerySet":
        """Rights of a gestionnaire that cover this équipement, or would once it holds it."""
        nomme = Habilitation.equipements.through.objects.filter(
            habilitation=OuterRef("pk"), equipement=equipement_id
        )
        return self.filter(
            Q(tous_equipements=True) | Exists(nomme), gestionnaire=gestionnaire_id, caf=caf_id
        )


@pghistory.track(exclude=["signature"])
class Habilitation(ActeSigne):
    """One role of one person at one partner of one Caf, on all or some équipements (S).

    It rests on a ``base``, and under a ``delegation`` falls with it. ``accordee_par`` granted it;
    ``reference`` names it in what is signed and on paper.
    """

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
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    retiree_motif = models.TextField("motif du retrait", blank=True)
    reference = models.UUIDField(
        "référence", unique=True, default=uuid4, db_default=RandomUUID(), editable=False
    )
    base = models.ForeignKey(
        Adhesion, on_delete=models.PROTECT, null=True, blank=True, related_name="habilitations"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="habilitations"
    )
    accordee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accordée par",
    )

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
            models.CheckConstraint(
                condition=Q(retiree_le=None, retiree_motif="")
                | (Q(retiree_le__isnull=False) & ~Q(retiree_motif="")),
                name="habilitation_retrait_motive",
                violation_error_message="Un retrait demande un motif.",
            ),
            contrainte_de_signature("habilitation"),
            models.CheckConstraint(
                condition=Q(signature="") | Q(base__isnull=False, accordee_par__isnull=False),
                name="habilitation_signee_sur_une_base",
                violation_error_message="Un droit signé nomme sa base et qui l’a accordé.",
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
    """Condition: somebody holds this role on the équipement of the row, on that day.

    Told from the table alone, unverified: it shows holes in lists, and gives nothing.
    """
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


def dossier_accessible(
    acteur: "Acteur",
    equipement_id: int | None,
    caf_id: int | None,
    roles: Collection[str] = ROLES_DECLARATION,
) -> bool:
    """The same as ``dossiers_accessibles``, of one row already read."""
    return equipement_id in acteur.equipements_comme(roles) or caf_id in acteur.cafs_comme(
        FONCTIONS_INSTRUCTION
    )
