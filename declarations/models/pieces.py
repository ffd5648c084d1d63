"""Papers joined to a declaration, to a justification or to a message."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.models.versions import Version
from declarations.regles.etats import ActeurDossier
from portal.dossiers.models import MessageDossier
from portal.socle.models import Document

LONGUEUR_LIBELLE = 150


class PieceJointeQuerySet(models.QuerySet["PieceJointe"]):
    def du_dossier(self) -> "PieceJointeQuerySet":
        """Those of the declaration itself and of its justifications, not those of messages."""
        return self.filter(message=None)

    def de_la_version(self, version: Version) -> "PieceJointeQuerySet":
        """What the partner hands in with a version: joined for it or before, not withdrawn yet.

        It does not change once the version is sent: only a later version withdraws or adds.
        """
        gardees = Q(retiree_le=None) | Q(retiree_version__numero__gt=version.numero)
        return self.du_dossier().filter(
            gardees,
            declaration=version.declaration_id,
            cote_caf=False,
            version__numero__lte=version.numero,
        )


class PieceJointe(models.Model):
    """A document joined to a file: what it is, by whom, for which constat if any.

    ``version`` is the one at work when it was joined. ``lecteurs`` holds sets of roles: the
    partner's reader needs one role of each set, as for the fields that the constat quotes; it is
    frozen with the piece, for a constat comes and goes with figures. Withdrawn, a piece stays, with
    a reason; a piece is never deleted.
    """

    declaration = models.ForeignKey(
        "declarations.Declaration", on_delete=models.PROTECT, related_name="pieces"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pieces")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        MessageDossier, on_delete=models.PROTECT, related_name="pieces", null=True, blank=True
    )
    cle = models.CharField("constat", max_length=200, blank=True)
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
    retiree_version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retrait_motif = models.TextField("motif du retrait", blank=True)

    objects = PieceJointeQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "jointe_par", "jeton"],
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
                violation_error_message="Une pièce accompagne un message ou une justification, "
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
                        retiree_version__isnull=False,
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
                          - 'retiree_version_id' - 'retrait_motif'
                          IS DISTINCT FROM to_jsonb(OLD) - 'retiree_le' - 'retiree_par_id'
                          - 'retiree_version_id' - 'retrait_motif'
                    THEN
                        RAISE EXCEPTION 'pièce jointe : elle se retire une fois, rien de plus';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.libelle} – {self.declaration}"

    @property
    def est_retiree(self) -> bool:
        return self.retiree_le is not None

    @property
    def est_brouillon(self) -> bool:
        """Joined by the partner and never sent: the Caf does not know of it."""
        if self.cote_caf or self.message_id:
            return False
        return not self.version.est_envoyee or self.retiree_version_id == self.version_id

    def est_lisible(self, acteurs: frozenset[str], cote_caf: bool) -> bool:
        """Tell whether who is this for the file may read it, and know that it is there.

        The Caf does not read a draft, unless it types in the partner's place.
        """
        if cote_caf:
            return not self.est_brouillon or ActeurDossier.SAISIE_CAF in acteurs
        return all(acteurs & set(roles) for roles in self.lecteurs)
