"""Letters of indu: what is claimed, on paper, sealed once."""

from django.db import models

from subventions.models.lettres import Lettre, contraintes, declencheurs
from subventions.paiements.models.indus import Indu


class LettreIndu(Lettre):
    """The letter of an indu. Who opens the indu, and reads its amount, opens it."""

    SUJET, SIGLE, TITRE = "indu", "LI", "Notification d’un indu"

    indu = models.ForeignKey(Indu, on_delete=models.PROTECT, related_name="lettres")

    objects = models.Manager["LettreIndu"]()

    class Meta(Lettre.Meta):
        abstract = False
        verbose_name = "lettre d’indu"
        verbose_name_plural = "lettres d’indu"
        constraints = contraintes("lettre_indu", "LI")
        triggers = declencheurs("lettre_indu", "indu")
