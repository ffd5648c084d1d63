"""What every sheet that people fill keeps, whatever it is for."""

from typing import Any

from django.conf import settings
from django.db import models

from portal.saisie.regles.valeurs import Valeur

UTILISATEUR = settings.AUTH_USER_MODEL


class Feuille(models.Model):
    """Values typed by several people, one save after the other; its model is tracked by pghistory.

    ``donnees`` maps chemin → canonical value; ``auteurs`` maps chemin → [revision, user id,
    ISO time] of its last change. ``revision`` grows by one at each save: every save says which
    one it started from (ground rule 5). ``a_confirmer`` maps the chemin of each value carried over
    from elsewhere to the name of where it comes from, until somebody confirms it.

    A model that keeps values elsewhere too (names of rows) extends ``valeurs``, ``valeurs_a`` and
    ``poser``: merging and conflicts then hold for them.
    """

    donnees = models.JSONField("données", default=dict)
    auteurs = models.JSONField("auteurs des valeurs", default=dict)
    revision = models.PositiveIntegerField("révision", default=0)
    a_confirmer = models.JSONField("valeurs reprises à confirmer", default=dict)
    modifie_le = models.DateTimeField("modifié le", null=True, blank=True)
    modifie_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # What a save writes of a row that exists; None for all of it.
    champs_ecrits: tuple[str, ...] | None = (
        "donnees",
        "auteurs",
        "revision",
        "a_confirmer",
        "modifie_le",
        "modifie_par",
    )

    class Meta:
        abstract = True

    @property
    def valeurs(self) -> dict[str, Valeur]:
        """Everything typed, by chemin, as it stands."""
        return dict(self.donnees)

    def valeurs_a(self, revision: int) -> dict[str, Valeur]:
        """Return what was typed at an earlier revision, from the history; nothing before it."""
        evenement = self.evenement_de(revision)
        return dict(evenement.donnees) if evenement else {}

    def evenement_de(self, revision: int) -> Any:
        """The row of the history that holds a revision, None without one."""
        if self.pk is None:
            return None
        return self.events.filter(revision=revision).order_by("-pgh_id").first()  # type: ignore[attr-defined]

    def poser(self, chemin: str, valeur: Valeur) -> None:
        """Lay a value on the sheet, without saving; "" and [] empty the field."""
        if valeur in ("", []):
            self.donnees.pop(chemin, None)
        else:
            self.donnees[chemin] = valeur


class ValeurTypeeEcartee(models.Model):
    """What a person had typed in a field and did not keep, when two saves met.

    The value kept is on the sheet and in its history; this one never was. ``revision`` is that of
    the sheet when the choice was made. The model adds its sheet, with ``related_name="ecartees"``.
    """

    chemin = models.CharField("champ", max_length=120)
    valeur = models.JSONField("valeur écartée")
    revision = models.PositiveIntegerField("révision")
    par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("écartée le")

    class Meta:
        abstract = True
