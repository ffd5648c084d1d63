"""The row of a file: whose it is, what it is for, and where it stands."""

from collections.abc import Sequence
from typing import Any, Self, TypeVar

import pghistory
from django.db import models
from django.db.models import Q

from habilitations.models import Caf, Dispositif, Equipement, Fonction, Gestionnaire, Utilisateur
from habilitations.models.droits import (
    FONCTIONS_INSTRUCTION,
    ROLES_DECLARATION,
    dossier_accessible,
    dossiers_accessibles,
)
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.dossiers.models.messages import combien_non_lus

SANS_OBJET = "sans_objet"

# A kind of file: what its QuerySet gives.
D = TypeVar("D", bound="Dossier")


class DossierQuerySet(models.QuerySet[D]):
    """Scopes of the files, whatever their kind: they read the row, and ids known of the person."""

    def visibles_par(self, acteur: Acteur) -> Self:
        """Files this person may open.

        A partner's person: those of the équipements their rights cover; an adviser or CCD: those
        of their Caf. The responsable des habilitations and the national administrator read no
        partner's figures (least privilege, DOMAINE §2). Who came by a link: that one file.
        """
        if acteur.dossier_du_lien is not None:
            return self.filter(pk=acteur.dossier_du_lien)
        return self.filter(dossiers_accessibles(acteur))

    def visibles_comme_partenaire(self, acteur: Acteur) -> Self:
        return self.filter(equipement__in=acteur.equipements_comme(ROLES_DECLARATION))

    def visibles_comme_agent(self, acteur: Acteur) -> Self:
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def du_portefeuille(self, acteur: Acteur) -> Self:
        """Files this adviser follows, as holder of the portfolio or as substitute."""
        return self.filter(
            caf__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)),
            equipement__portefeuille__in=acteur.portefeuilles,
        )

    def inscrire(self, dossiers: Sequence[Any]) -> None:
        """Insert new files of one kind with two queries, whatever their number; each takes its id.

        ``bulk_create`` refuses a model that inherits another: the rows of the files are inserted
        by it, those of their kind as ``save`` would, together.
        """
        champs = [champ.attname for champ in Dossier._meta.fields if not champ.primary_key]
        rangees = Dossier.objects.bulk_create(
            Dossier(**{champ: getattr(dossier, champ) for champ in champs}) for dossier in dossiers
        )
        for dossier, rangee in zip(dossiers, rangees, strict=True):
            dossier.pk = dossier.id = rangee.pk
            dossier._state.adding, dossier._state.db = False, self.db
        if dossiers:
            # What ``save`` calls too; the stubs leave it out.
            self._insert(dossiers, fields=self.model._meta.local_fields, using=self.db)  # type: ignore[attr-defined]

    def verrouilles(self) -> Self:
        """Lock their rows, that of the file included, until the end of the transaction.

        Both, or the state read would be that of before the wait: a row that is not locked is not
        read again. For a kind of file: it is joined to the row it inherits.
        """
        return self.select_for_update(of=("self", "dossier"))

    def avec_messages_non_lus(self, utilisateur: Utilisateur, cote_caf: bool) -> Self:
        """Add ``messages_non_lus``: how many of the other side this person has not read."""
        return self.annotate(messages_non_lus=combien_non_lus(utilisateur, cote_caf))


# Its events under a name of their own: « events » is that of each kind that inherits it.
@pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="evenements_du_dossier"))
class Dossier(models.Model):
    """What one partner owes one Caf for one exercice, about one équipement or none.

    A declaration inherits it, a bilan will (decision 0026). ``nature`` is the kind of file and
    ``etat`` a word of the table of states of that kind: each kind says which words it knows, and
    how they read. « Sans objet » is common to all of them.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="dossiers")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="dossiers"
    )
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    nature = models.CharField("nature", max_length=20)
    numero = models.PositiveSmallIntegerField("numéro, parmi ceux de sa nature", default=0)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    etat = models.CharField("état", max_length=20)
    etat_precedent = models.CharField("état précédent", max_length=20, blank=True)
    etat_depuis = models.DateTimeField("dans cet état depuis")
    sans_objet_motif = models.TextField("motif du « sans objet »", blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-annee", "equipement", "nature", "numero"]
        indexes = [
            models.Index(fields=["caf", "etat", "annee"], name="dossier_file"),
            models.Index(fields=["gestionnaire", "annee"], name="dossier_partenaire"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee", "nature", "numero"],
                name="dossier_unique",
                violation_error_message="Ce dossier existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["gestionnaire", "caf", "annee", "nature", "numero"],
                condition=Q(equipement=None),
                name="dossier_sans_equipement_unique",
                violation_error_message="Ce dossier existe déjà.",
            ),
            models.CheckConstraint(
                condition=~Q(nature="") & ~Q(etat=""),
                name="dossier_nature_et_etat_presents",
                violation_error_message="Un dossier a une nature et un état.",
            ),
            models.CheckConstraint(
                condition=(Q(etat=SANS_OBJET) & ~Q(sans_objet_motif="") & ~Q(etat_precedent=""))
                | (~Q(etat=SANS_OBJET) & Q(sans_objet_motif="") & Q(etat_precedent="")),
                name="dossier_sans_objet_motive",
                violation_error_message="« Sans objet » demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} {self.exercice} – {self.equipement or self.gestionnaire}"

    @property
    def exercice(self) -> str:
        """The exercice as people write it: « 2025 », « 2024-2025 »."""
        return libelle_exercice(self.dispositif, self.annee)

    def est_visible_par(self, acteur: Acteur) -> bool:
        """The same as ``visibles_par``, of this file, already read."""
        if acteur.dossier_du_lien is not None:
            return self.pk == acteur.dossier_du_lien
        return dossier_accessible(acteur, self.equipement_id, self.caf_id)
