"""The Caf side: funds, their agents and the portfolios they follow."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.sirets import valider_siret

if TYPE_CHECKING:
    from habilitations.models.utilisateurs import Utilisateur


class Caf(models.Model):
    """A departmental family-allowance fund; ``code`` is its département number (« 16 », « 2A »)."""

    code = models.CharField("département", max_length=3, unique=True)
    nom = models.CharField("nom", max_length=150)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    siret = models.CharField(
        "SIRET",
        max_length=14,
        blank=True,
        validators=[valider_siret],
        help_text="Nomme la Caf dans les données ouvertes.",
    )

    class Meta:
        verbose_name = "Caf"
        verbose_name_plural = "Caf"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^([0-9]{2}|2A|2B|97[1-6])$"),
                name="caf_code_departement",
                violation_error_message="Indiquez un numéro de département, par exemple 16 ou 2A.",
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="caf_siret_14_chiffres",
                violation_error_message="Le SIRET d’une Caf compte 14 chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Fonction(models.TextChoices):
    """What an agent of a Caf or of the Cnaf does (DOMAINE §1)."""

    GESTIONNAIRE_CONSEIL = "gestionnaire_conseil", "Gestionnaire conseil"
    CHARGE_CONSEIL = "charge_conseil", "Chargé de conseil et de développement"
    RESPONSABLE_HABILITATIONS = "responsable_habilitations", "Responsable des habilitations"
    ADMINISTRATEUR_NATIONAL = "administrateur_national", "Administrateur national"


def en_vigueur(jour: date, prefixe: str = "") -> Q:
    """Condition « valid on that day » for rows with ``du`` and an optional ``au``."""
    return Q(**{f"{prefixe}du__lte": jour}) & (
        Q(**{f"{prefixe}au__isnull": True}) | Q(**{f"{prefixe}au__gte": jour})
    )


class AffectationAgentQuerySet(models.QuerySet["AffectationAgent"]):
    def actives(self, jour: date) -> "AffectationAgentQuerySet":
        return self.filter(en_vigueur(jour), utilisateur__is_active=True)

    def de(self, utilisateur: "Utilisateur | int", jour: date) -> "AffectationAgentQuerySet":
        return self.actives(jour).filter(utilisateur=utilisateur)


@pghistory.track()
class AffectationAgent(models.Model):
    """An agent's function, at one Caf or (national administrator) at none; journalled, unsigned."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affectations"
    )
    caf = models.ForeignKey(
        Caf, on_delete=models.PROTECT, null=True, blank=True, related_name="affectations"
    )
    fonction = models.CharField("fonction", max_length=30, choices=Fonction.choices)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    objects = AffectationAgentQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation d’agent"
        verbose_name_plural = "affectations d’agents"
        ordering = ["caf", "fonction", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fonction=Fonction.ADMINISTRATEUR_NATIONAL, caf__isnull=True)
                | (~Q(fonction=Fonction.ADMINISTRATEUR_NATIONAL) & Q(caf__isnull=False)),
                name="affectation_caf_sauf_national",
                violation_error_message="Un agent dépend d’une Caf ; seul l’administrateur "
                "national n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="affectation_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.get_fonction_display()}"


class PortefeuilleQuerySet(models.QuerySet["Portefeuille"]):
    def suivis_par(self, utilisateur: "Utilisateur | int", jour: date) -> "PortefeuilleQuerySet":
        """Portfolios this person answers for on that day, as holder or as substitute."""
        remplace = (
            Q(remplacant=utilisateur)
            & (Q(remplacement_du__isnull=True) | Q(remplacement_du__lte=jour))
            & (Q(remplacement_au__isnull=True) | Q(remplacement_au__gte=jour))
        )
        return self.filter(Q(titulaire=utilisateur) | remplace)


@pghistory.track()
class Portefeuille(models.Model):
    """A set of équipements followed by one adviser, who may have a substitute (DOMAINE §2, H).

    Moving files in bulk is changing the ``titulaire`` of one portfolio.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="portefeuilles")
    nom = models.CharField("nom", max_length=100)
    titulaire = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="portefeuilles"
    )
    remplacant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portefeuilles_remplaces",
        verbose_name="remplaçant",
    )
    remplacement_du = models.DateField("remplacement du", null=True, blank=True)
    remplacement_au = models.DateField("remplacement au", null=True, blank=True)

    objects = PortefeuilleQuerySet.as_manager()

    class Meta:
        ordering = ["caf", "nom"]
        constraints = [
            models.UniqueConstraint(fields=["caf", "nom"], name="portefeuille_nom_unique"),
            models.CheckConstraint(
                condition=Q(remplacant__isnull=True) | ~Q(remplacant=F("titulaire")),
                name="portefeuille_remplacant_distinct",
                violation_error_message="Le remplaçant ne peut pas être le titulaire.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def referent(self, jour: date) -> "Utilisateur":
        """Return who answers on that day: the substitute while one is named, else the holder."""
        debut, fin = self.remplacement_du, self.remplacement_au
        commence = debut is not None and debut <= jour
        if self.remplacant and commence and (fin is None or fin >= jour):
            return self.remplacant
        return self.titulaire
