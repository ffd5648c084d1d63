"""Answers as they are counted: one short row each, laid flat from what was sent.

Derived data (docs/decisions/0038): made again from ``Bilan.arretees`` whenever these change.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan
from bilans.models.questionnaires import Questionnaire


class ColonneAnalyse(models.Model):
    """A column of the answers to a questionnaire, whatever its versions: « themes.diagnostics ».

    ``chemin`` is that of ``regles.colonnes.Colonne``; that of a repetition alone, « themes »,
    counts its rows; « fait:themes » is a fact of the file, and « rubrique:themes » a section, which
    groups the others. Sections that a Caf adds have those of its own questionnaire.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="colonnes"
    )
    chemin = models.CharField("chemin", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "chemin"], name="colonne_analyse_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.chemin


class ReponseAnalyse(models.Model):
    """One question that was asked, and what was answered: hidden questions have no row.

    ``ligne`` holds the keys of the rows it stands on (« handicap.p1 »), empty when asked once.
    ``valeur`` is what is counted: a choice, several of them (``analyse.comptes.joindre``), a number
    or a day; empty when nothing was answered. Of a text or a file it only says that there is one:
    ``mots`` are those that a text is searched by.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="+")
    colonne = models.ForeignKey(ColonneAnalyse, on_delete=models.PROTECT, related_name="+")
    ligne = models.CharField("lignes", max_length=200, blank=True)
    valeur = models.TextField("valeur comptée", blank=True)
    mots = models.TextField("mots", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bilan", "colonne", "ligne"], name="reponse_analyse_unique"
            ),
        ]
        indexes = [
            # What a page counts is read here, without the rows themselves.
            models.Index(
                fields=["colonne", "valeur"], include=["bilan", "ligne"], name="reponse_analyse"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.colonne_id} – {self.valeur}"


class ValeurAnalyse(models.Model):
    """A value that a column took, whoever gave it: pages count by its id, which is short."""

    colonne = models.ForeignKey(
        ColonneAnalyse, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    valeur = models.TextField("valeur comptée", blank=True)

    class Meta:
        # Their indexes also serve the foreign keys, here and below.
        constraints = [
            models.UniqueConstraint(fields=["colonne", "valeur"], name="valeur_analyse_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.colonne_id} – {self.valeur}"


class ReleveAnalyse(models.Model):
    """The values of one bilan under one heading, together: the rows that a page reads are few.

    Says again what ReponseAnalyse says, one row for dozens of answers. ``rubrique`` is the column
    « rubrique:themes » of a section; ``ligne`` the key of the row where the definition names them,
    "" otherwise; ``valeurs`` are ids of ValeurAnalyse, as many times as they were given.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="+")
    rubrique = models.ForeignKey(
        ColonneAnalyse, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ligne = models.CharField("ligne", max_length=100, blank=True)
    valeurs = ArrayField(models.IntegerField(), verbose_name="valeurs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rubrique", "bilan", "ligne"], name="releve_analyse_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bilan_id} – {self.rubrique_id}"


class BilanADenombrer(models.Model):
    """A bilan whose answers changed since they were laid flat: a trigger of Bilan says so."""

    bilan = models.OneToOneField(
        Bilan, on_delete=models.CASCADE, primary_key=True, related_name="a_denombrer"
    )

    def __str__(self) -> str:
        return f"À dénombrer – {self.bilan_id}"


class VueAnalyse(models.Model):
    """A page of the analysis that somebody keeps, with what it selects: ``adresse``."""

    proprietaire = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    nom = models.CharField("nom", max_length=100)
    adresse = models.CharField("adresse", max_length=2200)
    cree_le = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proprietaire", "nom"],
                name="vue_analyse_nom_unique",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(nom=""),
                name="vue_analyse_nommee",
                violation_error_message="Une vue a un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom
