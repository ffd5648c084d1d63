"""Journal: what happened, told in order, chained by hashes and never rewritten.

History of values is taken by the database (pghistory); the journal tells the meaning
(ARCHITECTURE, ground rule 3). There is one chain per gestionnaire, one per Caf, and one
national. No foreign key points upward: gestionnaire, Caf and author are plain ids.
Heads are sealed each day; sensitive readings stand apart, for they are kept a year at most.
"""

import pgtrigger
from django.db import models


class ChaineJournal(models.Model):
    """Head of one chain; its row is the lock that orders the writers."""

    cle = models.CharField("chaîne", max_length=60, unique=True)
    numero = models.PositiveBigIntegerField("dernier numéro", default=0)
    empreinte = models.CharField("dernière empreinte", max_length=64, blank=True)

    class Meta:
        verbose_name = "chaîne du journal"
        verbose_name_plural = "chaînes du journal"

    def __str__(self) -> str:
        return self.cle


class LigneJournalQuerySet(models.QuerySet["LigneJournal"]):
    def sur(self, objet: models.Model) -> "LigneJournalQuerySet":
        """Lines about one object, oldest first."""
        return self.filter(objet_type=objet._meta.label_lower, objet_id=objet.pk).order_by(
            "le", "pk"
        )


class LigneJournal(models.Model):
    """One event: who did what to which object, when and why."""

    chaine = models.ForeignKey(ChaineJournal, on_delete=models.PROTECT, related_name="lignes")
    numero = models.PositiveBigIntegerField("numéro")
    le = models.DateTimeField("le")
    action = models.CharField("action", max_length=60)
    auteur_id = models.BigIntegerField("auteur", null=True)
    auteur_libelle = models.CharField("nom de l’auteur", max_length=220)
    gestionnaire_id = models.BigIntegerField("gestionnaire", null=True)
    caf_id = models.BigIntegerField("Caf", null=True)
    objet_type = models.CharField("type d’objet", max_length=60)
    objet_id = models.BigIntegerField("objet", null=True)
    motif = models.TextField("motif", blank=True)
    details = models.JSONField("détails", default=dict)
    precedente = models.CharField("empreinte précédente", max_length=64, blank=True)
    empreinte = models.CharField("empreinte", max_length=64)

    objects = LigneJournalQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-le", "-pk"]
        indexes = [
            models.Index(fields=["objet_type", "objet_id", "le"], name="journal_objet"),
            models.Index(fields=["gestionnaire_id", "le"], name="journal_gestionnaire"),
            models.Index(fields=["caf_id", "le"], name="journal_caf"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chaine", "numero"], name="journal_numero_unique"),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.action} – {self.auteur_libelle}"


class SceauJournal(models.Model):
    """The head of a chain as it stood one day, signed with a key the database does not hold."""

    chaine = models.ForeignKey(ChaineJournal, on_delete=models.PROTECT, related_name="sceaux")
    rang = models.PositiveIntegerField("rang")
    jour = models.DateField("jour")
    numero = models.PositiveBigIntegerField("ligne scellée")
    empreinte = models.CharField("empreinte scellée", max_length=64)
    scelle_le = models.DateTimeField("scellé le")
    precedent = models.CharField("signature du sceau précédent", max_length=128, blank=True)
    cle = models.CharField("clé", max_length=16)
    signature = models.CharField("signature", max_length=128)

    class Meta:
        verbose_name = "sceau du journal"
        verbose_name_plural = "sceaux du journal"
        ordering = ["chaine", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["chaine", "rang"], name="sceau_rang_unique"),
            models.UniqueConstraint(fields=["chaine", "numero"], name="sceau_ligne_unique"),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.chaine_id} – sceau {self.rang}"
