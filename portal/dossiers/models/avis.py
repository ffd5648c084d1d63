"""Notices: what each person was told of a file, and whether they have read it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from habilitations.models.droits import dossier_accessible
from habilitations.permissions import Acteur
from portal.dossiers.models.dossiers import Dossier
from portal.socle.requetes_ecrites import RequeteEcrite


class AvisQuerySet(models.QuerySet["Avis"]):
    def de(self, acteur: Acteur) -> "AvisQuerySet":
        """Notices of this person about the files that they may open now, or about none.

        The latter are not for who is suspended where they were told it, or has left: no right at
        that partner, no function at that Caf, no notice.
        """
        ouverts = Dossier.objects.visibles_par(acteur)
        # Asked of each notice, of which there are few: a list of ids would be that of a whole Caf.
        lisibles = Q(Exists(ouverts.filter(pk=OuterRef("dossier"))))
        if acteur.a_un_acces:
            lisibles |= Q(dossier=None, caf=None)
        if cafs := {a.caf_id for a in acteur.affectations if a.caf_id}:
            lisibles |= Q(dossier=None, gestionnaire=None, caf__in=cafs)
        for caf, gestionnaire in {(h.caf_id, h.gestionnaire_id) for h in acteur.habilitations}:
            lisibles |= Q(dossier=None, gestionnaire=gestionnaire, caf=caf)
        return self.filter(lisibles, personne=acteur.utilisateur)

    def non_lus(self) -> "AvisQuerySet":
        return self.filter(lu_le=None)


class Avis(models.Model):
    """An act on a file, told to one person in the words that they may read: never a figure.

    Without ``dossier`` it is about what no file of theirs holds, such as a transfer: ``caf`` then
    says whose act it is, and ``gestionnaire`` at which partner the person was told it, none at the
    Caf itself. ``points`` are what the act names, each with its ``libelle`` and its ``chemin`` on
    the portal.
    """

    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avis"
    )
    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.CASCADE, null=True, blank=True, related_name="avis"
    )
    caf = models.ForeignKey(
        "habilitations.Caf", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gestionnaire = models.ForeignKey(
        "habilitations.Gestionnaire",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    acte = models.CharField("acte", max_length=40)
    titre = models.CharField("titre", max_length=120)
    phrase = models.TextField("ce qui est dit")
    sujet = models.CharField("dossier, en clair", max_length=300)
    chemin = models.CharField("adresse de la page", max_length=200)
    points = models.JSONField("ce qui est nommé", default=list, blank=True)
    le = models.DateTimeField("le")
    lu_le = models.DateTimeField("lu le", null=True, blank=True)

    objects = AvisQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["-le", "-pk"]
        indexes = [
            models.Index(fields=["personne", "-le", "-id"], name="avis_liste"),
            models.Index(fields=["personne"], condition=Q(lu_le=None), name="avis_non_lus"),
            models.Index(fields=["le"], name="avis_purge"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(acte="") & ~Q(titre="") & ~Q(phrase=""),
                name="avis_dit_quelque_chose",
                violation_error_message="Un avis dit quel acte il annonce.",
            ),
            models.CheckConstraint(
                condition=Q(chemin__startswith="/") & ~Q(chemin__startswith="//"),
                name="avis_mene_au_portail",
                violation_error_message="Un avis mène à une page du portail.",
            ),
            models.CheckConstraint(
                condition=Q(lu_le=None) | Q(lu_le__gte=F("le")),
                name="avis_lu_apres",
                violation_error_message="Un avis se lit après l’acte qu’il annonce.",
            ),
            models.CheckConstraint(
                condition=Q(caf=None, gestionnaire=None) | Q(dossier=None, caf__isnull=False),
                name="avis_chez_qui",
                violation_error_message="Un avis sans dossier dit de quelle Caf il vient, et chez "
                "quel partenaire il se lit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titre} – {self.sujet}"


_NON_LUS = RequeteEcrite(
    lambda personne: (
        Avis.objects.filter(personne=personne, lu_le=None)
        .order_by()
        .values_list(
            "dossier_id", "dossier__equipement_id", "dossier__caf_id", "caf_id", "gestionnaire_id"
        )
    )
)


def combien_non_lus(acteur: Acteur) -> int:
    """How many notices wait for this person: those of ``de`` that are not read; one query.

    Asked at each page. They are few: each is looked at, by the ids that it names.
    """
    return sum(_est_lisible(acteur, *ids) for ids in _NON_LUS.lire(acteur.utilisateur.pk))


def _est_lisible(
    acteur: Acteur,
    dossier: int | None,
    equipement: int | None,
    caf_du_dossier: int | None,
    caf: int | None,
    gestionnaire: int | None,
) -> bool:
    """The condition of ``AvisQuerySet.de``, of one notice read."""
    if dossier is not None and acteur.dossier_du_lien is not None:
        return dossier == acteur.dossier_du_lien
    if dossier is not None:
        return dossier_accessible(acteur, equipement, caf_du_dossier)
    if caf is None:
        return acteur.a_un_acces
    if gestionnaire is None:
        return any(a.caf_id == caf for a in acteur.affectations)
    return any((h.caf_id, h.gestionnaire_id) == (caf, gestionnaire) for h in acteur.habilitations)
