"""What a Caf decided about the supervision of its rights; without a row, the default values."""

from dataclasses import asdict

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from habilitations.models.agents import Caf
from habilitations.regles.reglages import DEFAUTS, Reglages


def _entier(
    libelle: str, defaut: int, mini: int, maxi: int, aide: str = ""
) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        libelle,
        default=defaut,
        validators=[MinValueValidator(mini), MaxValueValidator(maxi)],
        help_text=aide,
    )


# Bounds that the database keeps too: field, least, most.
BORNES: dict[str, tuple[int, int]] = {
    "revue_jour": (1, 28),
    "revue_mois": (1, 12),
    "revue_duree": (7, 180),
    "revue_sursis": (1, 180),
    "revue_retrait": (7, 365),
    "part_max": (1, 100),
    "sommeil_mois": (3, 60),
    "sommeil_preavis": (7, 180),
    "secours_heures": (1, 240),
}


def _bornes() -> Q:
    condition = Q()
    for champ, (mini, maxi) in BORNES.items():
        condition &= Q(**{f"{champ}__gte": mini, f"{champ}__lte": maxi})
    return condition


@pghistory.track()
class ReglageDroits(models.Model):
    """The values of one Caf, each explained by ``habilitations.regles.reglages.Reglages``."""

    caf = models.OneToOneField(Caf, on_delete=models.CASCADE, related_name="reglage_droits")
    revue_jour = _entier("Jour d’ouverture de la revue", DEFAUTS.revue_jour, 1, 28)
    revue_mois = _entier("Mois d’ouverture de la revue", DEFAUTS.revue_mois, 1, 12)
    revue_duree = _entier("Jours pour répondre", DEFAUTS.revue_duree, 7, 180)
    revue_sursis = _entier(
        "Jours de sursis après l’échéance",
        DEFAUTS.revue_sursis,
        1,
        180,
        "Passé ce sursis, les droits restés sans réponse sont suspendus ; une réponse les reprend.",
    )
    revue_retrait = _entier(
        "Jours entre la suspension et le retrait", DEFAUTS.revue_retrait, 7, 365
    )
    part_max = _entier(
        "Part des droits au-delà de laquelle le portail s’arrête (%)",
        DEFAUTS.part_max,
        1,
        100,
        "Une suspension ou un retrait en nombre qui la dépasse attend votre accord.",
    )
    sommeil_mois = _entier(
        "Mois sans connexion avant d’annoncer un compte en sommeil", DEFAUTS.sommeil_mois, 3, 60
    )
    sommeil_preavis = _entier(
        "Jours entre l’annonce et la suspension", DEFAUTS.sommeil_preavis, 7, 180
    )
    secours_heures = _entier("Heures pour cosigner un secours", DEFAUTS.secours_heures, 1, 240)
    approbation_par_un_tiers = models.BooleanField(
        "Refuser la transmission par un approbateur qui a saisi seul toutes les données",
        default=DEFAUTS.approbation_par_un_tiers,
        help_text="Sans ce refus, l’approbateur est seulement averti.",
    )

    class Meta:
        verbose_name = "réglage de la supervision des droits"
        verbose_name_plural = "réglages de la supervision des droits"
        ordering = ["caf"]
        constraints = [
            models.CheckConstraint(
                condition=_bornes(),
                name="reglage_droits_borne",
                violation_error_message="Une de ces valeurs est hors de ses bornes.",
            )
        ]

    def __str__(self) -> str:
        return f"Supervision des droits – {self.caf}"

    @property
    def valeurs(self) -> Reglages:
        return Reglages(**{champ: getattr(self, champ) for champ in asdict(DEFAUTS)})


def reglages_de(caf_id: int) -> Reglages:
    """What holds at a Caf: its own values, or the default ones; one query."""
    ligne = ReglageDroits.objects.filter(caf=caf_id).first()
    return ligne.valeurs if ligne else DEFAUTS
