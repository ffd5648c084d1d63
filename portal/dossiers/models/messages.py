"""Messages between the partner and the Caf on one file, and how far each person has read."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from habilitations.models import Utilisateur

LONGUEUR_MESSAGE = 4000


class MessageDossierQuerySet(models.QuerySet["MessageDossier"]):
    def adresses_a(self, cote_caf: bool) -> "MessageDossierQuerySet":
        """Messages written by the other side."""
        return self.filter(cote_caf=not cote_caf)

    def non_lus(self, utilisateur: Utilisateur, cote_caf: bool) -> "MessageDossierQuerySet":
        """Messages of the other side that came after what this person has read of the file."""
        lus = LectureMessages.objects.filter(
            utilisateur=utilisateur, dossier=OuterRef("dossier")
        ).values("jusqu_a")
        return self.adresses_a(cote_caf).filter(pk__gt=Coalesce(Subquery(lus[:1]), 0))


class MessageDossier(models.Model):
    """One message, from one side to the other: inserted, never changed.

    ``jeton`` is that of the form: a second click writes nothing more.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="messages"
    )
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cote_caf = models.BooleanField("écrit par la Caf")
    texte = models.TextField("message", max_length=LONGUEUR_MESSAGE)
    le = models.DateTimeField("le")
    jeton = models.UUIDField("jeton du formulaire")

    objects = MessageDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "cote_caf", "id"], name="message_dossier")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "auteur", "jeton"],
                name="message_jeton_unique",
                violation_error_message="Ce message est déjà envoyé.",
            ),
            models.CheckConstraint(
                condition=~Q(texte=""),
                name="message_texte_present",
                violation_error_message="Un message a un texte.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Message du {self.le:%d/%m/%Y} – {self.dossier}"


class LectureMessages(models.Model):
    """How far a person has read the messages of a file: up to which one, by its id."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+")
    jusqu_a = models.BigIntegerField("dernier message lu", default=0)

    class Meta:
        verbose_name = "lecture des messages"
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "dossier"],
                name="lecture_messages_unique",
                violation_error_message="Cette lecture est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.dossier}"


def combien_non_lus(utilisateur: Utilisateur, cote_caf: bool) -> Coalesce:
    """How many messages of each file this person has not read: to annotate a queryset."""
    comptes = (
        MessageDossier.objects.filter(dossier=OuterRef("pk"))
        .non_lus(utilisateur, cote_caf)
        .order_by()
        .values("dossier")
        .annotate(combien=Count("pk"))
        .values("combien")
    )
    return Coalesce(Subquery(comptes), 0)
