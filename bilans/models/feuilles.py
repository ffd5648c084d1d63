"""The sheet of a bilan: answers as they are typed, and the rows that respondents add."""

import pghistory
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan
from portal.saisie.models import Feuille, ValeurTypeeEcartee


@pghistory.track()
class FeuilleBilan(Feuille):
    """Answers of one bilan by chemin: hidden ones and those of withdrawn rows stay, uncounted.

    ``lignes`` are the rows that respondents added, by the path of their repetition
    (« collectifs », « themes.handicap.actions »), each ``[cle, libelle]`` in the order shown.
    ``retirees`` are those withdrawn, in the same shape: restored, they come back with answers.
    ``ouvertes`` are the chemins that a demand for completion names, None when all may be edited.
    """

    bilan = models.OneToOneField(Bilan, on_delete=models.PROTECT, related_name="feuille")
    lignes = models.JSONField("lignes ajoutées", default=dict)
    retirees = models.JSONField("lignes retirées", default=dict)
    ouvertes = models.JSONField("questions à compléter", null=True, blank=True)

    champs_ecrits = (*(Feuille.champs_ecrits or ()), "lignes", "retirees")

    class Meta:
        verbose_name = "feuille de bilan"
        constraints = [
            models.CheckConstraint(
                condition=Q(modifie_le__isnull=True, modifie_par__isnull=True)
                | Q(modifie_le__isnull=False, modifie_par__isnull=False),
                name="feuille_bilan_modification_complete",
                violation_error_message="Une modification porte sa date et son auteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réponses – {self.bilan}"

    def est_ouverte(self, chemin: str) -> bool:
        """Tell whether the completion asked for, if any, reaches this question."""
        return self.ouvertes is None or chemin in self.ouvertes


class ReponseEcartee(ValeurTypeeEcartee):
    """An answer that its author gave up, when two saves met."""

    feuille = models.ForeignKey(FeuilleBilan, on_delete=models.PROTECT, related_name="ecartees")

    class Meta:
        verbose_name = "réponse écartée"
        constraints = [
            models.UniqueConstraint(
                fields=["feuille", "chemin", "valeur", "revision", "par"],
                name="reponse_ecartee_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.feuille}"
