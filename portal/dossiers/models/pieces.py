"""Papers joined to a file: for itself, for one place of it, or with a message."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.dossiers.models.messages import MessageDossier
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.socle.models import Document

LONGUEUR_LIBELLE = 150


class PieceJointeQuerySet(models.QuerySet["PieceJointe"]):
    def du_dossier(self) -> "PieceJointeQuerySet":
        """Those of the file itself and of its places, not those of messages."""
        return self.filter(message=None)

    def de_la_version(self, dossier_id: int, numero: int) -> "PieceJointeQuerySet":
        """What the partner hands in with a version: joined for it or before, not withdrawn yet.

        It does not change once the version is sent: only a later version withdraws or adds. Told
        once more of a row, for those of many versions (``PieceJointe.part_avec``).
        """
        gardees = Q(retiree_le=None) | Q(retiree_version__gt=numero)
        return self.du_dossier().filter(
            gardees, dossier=dossier_id, cote_caf=False, version__lte=numero
        )


class PieceJointe(models.Model):
    """A document joined to a file: what it is, by whom, and what it goes with.

    ``version`` is the number of the one at work when it was joined, 1 for a kind of file that has
    no versions. ``cle`` says which place of the file it goes with, in the words of that kind: the
    constat that it justifies, the question that it answers; empty for the file itself.
    ``lecteurs`` holds sets of roles: the partner's reader needs one role of each set, as for the
    fields that the place quotes; it is frozen with the piece, for a constat comes and goes with
    figures. Withdrawn, a piece stays, with a reason; a piece is never deleted.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="pieces")
    version = models.PositiveSmallIntegerField("version", default=1)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        MessageDossier, on_delete=models.PROTECT, related_name="pieces", null=True, blank=True
    )
    cle = models.CharField("ce qu’elle accompagne", max_length=200, blank=True)
    libelle = models.CharField("ce que c’est", max_length=LONGUEUR_LIBELLE)
    lecteurs = models.JSONField("rôles qui la lisent", default=list)
    cote_caf = models.BooleanField("jointe par la Caf")
    jeton = models.UUIDField("jeton du formulaire")
    jointe_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    jointe_le = models.DateTimeField("jointe le")
    retiree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    retiree_version = models.PositiveSmallIntegerField(
        "version de son retrait", null=True, blank=True
    )
    retrait_motif = models.TextField("motif du retrait", blank=True)

    objects = PieceJointeQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "jointe_par", "jeton"],
                name="piece_jeton_unique",
                violation_error_message="Cette pièce est déjà jointe.",
            ),
            models.CheckConstraint(
                condition=~Q(libelle=""),
                name="piece_libelle_present",
                violation_error_message="Dites ce qu’est cette pièce.",
            ),
            models.CheckConstraint(
                condition=Q(message=None) | Q(cle=""),
                name="piece_constat_ou_message",
                violation_error_message="Une pièce accompagne un message ou un endroit du dossier, "
                "pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(
                    retiree_le__isnull=True,
                    retiree_par__isnull=True,
                    retiree_version__isnull=True,
                    retrait_motif="",
                )
                | (
                    Q(
                        retiree_le__isnull=False,
                        retiree_par__isnull=False,
                        retiree_version__gte=F("version"),
                    )
                    & ~Q(retrait_motif="")
                ),
                name="piece_retrait_complet",
                violation_error_message="Un retrait porte sa date, son auteur et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="piece_gardee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' OR OLD.retiree_le IS NOT NULL
                       OR to_jsonb(NEW) - 'retiree_le' - 'retiree_par_id'
                          - 'retiree_version' - 'retrait_motif'
                          IS DISTINCT FROM to_jsonb(OLD) - 'retiree_le' - 'retiree_par_id'
                          - 'retiree_version' - 'retrait_motif'
                    THEN
                        RAISE EXCEPTION 'pièce jointe : elle se retire une fois, rien de plus';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.libelle} – {self.dossier}"

    @property
    def est_retiree(self) -> bool:
        return self.retiree_le is not None

    def part_avec(self, numero: int) -> bool:
        """What ``de_la_version`` asks of the papers of a file, told of one of them."""
        gardee = self.retiree_version is None or self.retiree_version > numero
        du_partenaire = self.message_id is None and not self.cote_caf
        return du_partenaire and self.version <= numero and gardee

    def est_brouillon(self, envoyees: int) -> bool:
        """Joined by the partner and never sent: the Caf does not know of it.

        ``envoyees`` is the number of the last version sent.
        """
        if self.cote_caf or self.message_id:
            return False
        return self.version > envoyees or self.retiree_version == self.version

    def est_lisible(self, lecteur: LecteurDePieces) -> bool:
        """Tell whether somebody may read it, and know that it is there."""
        if lecteur.cote_caf:
            return lecteur.saisit or not self.est_brouillon(lecteur.envoyees)
        return lecteur.lit(self.lecteurs)
