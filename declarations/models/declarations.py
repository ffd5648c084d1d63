"""The declaration: one nature, of one exercice, for one équipement."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Prefetch

from declarations.models.calendrier import Campagne, Nature
from declarations.models.declencheurs import DE_LA_DECLARATION, DU_DOSSIER
from declarations.models.versions import Version
from declarations.models.volets import Volet
from habilitations.models import Equipement
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier, DossierQuerySet


class DeclarationQuerySet(DossierQuerySet["Declaration"]):
    def visibles_comme_agent(self, acteur: Acteur) -> Self:
        """Those of their Caf, by its campaigns too: each declaration is of one of its own Caf.

        The rows of a Caf are then found by an index in the table of declarations itself, which
        would be read whole for want of it: the Caf is told by the row of the file.
        """
        cafs = acteur.cafs_comme(FONCTIONS_INSTRUCTION)
        return super().visibles_comme_agent(acteur).filter(campagne__caf__in=cafs)

    def pour_liste(self) -> Self:
        """All that a list shows, in a constant number of queries.

        What is read by key once the page is known is not joined: beyond eight tables PostgreSQL
        (``join_collapse_limit``) no longer chooses their order, and reads them whole first.
        """
        return self.select_related("gestionnaire", "equipement__portefeuille").prefetch_related(
            "caf",
            "campagne",
            "version_courante",
            "version_en_vigueur__calcul",
            "equipement__portefeuille__titulaire",
            "equipement__portefeuille__remplacant",
            Prefetch(
                "version_courante__volets",
                queryset=Volet.objects.defer("donnees", "auteurs"),
            ),
            "saisies_assistees",
            "derogations",
            "version_courante__demandes_origine",
        )


@pghistory.track()
class Declaration(Dossier):
    """A file in which a partner states a forecast or what it came to: its window, its versions.

    ``version_courante`` is the one at work; ``version_en_vigueur`` the one that counts: the last
    validated, or else the last sent.
    """

    # django-pghistory fills what it finds, and would find that of Dossier.
    pgh_event_models: ClassVar[dict[str, type[models.Model]]] = {}

    dossier = models.OneToOneField(
        Dossier,
        on_delete=models.PROTECT,
        parent_link=True,
        primary_key=True,
        related_name="declaration",
    )
    # A declaration always has an équipement, and is called with its first version.
    equipement: "models.ForeignKey[Equipement, Equipement]"
    equipement_id: int
    campagne = models.ForeignKey(Campagne, on_delete=models.PROTECT, related_name="declarations")
    appelee_le = models.DateTimeField("appelée le")
    # Null for the time of one transaction: each of the two rows names the other.
    version_courante: "models.OneToOneField[Version, Version]" = models.OneToOneField(  # type: ignore[misc]
        "declarations.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version_en_vigueur = models.OneToOneField(
        "declarations.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DeclarationQuerySet.as_manager()  # type: ignore[misc]  # that of Dossier, narrowed

    class Meta:
        verbose_name = "déclaration"
        triggers = DE_LA_DECLARATION

    def __str__(self) -> str:
        return f"{self.libelle} – {self.equipement}"

    def get_nature_display(self) -> str:
        return dict(Nature.choices).get(self.nature, self.nature)

    @property
    def libelle_nature(self) -> str:
        numero = f" n° {self.numero}" if self.numero else ""
        return f"{self.get_nature_display()}{numero}"

    @property
    def libelle(self) -> str:
        """Nature and real year: « Réelle 2025 », « Actualisée n° 1 2025 »."""
        return f"{self.libelle_nature} {self.exercice}"

    @property
    def reference(self) -> str:
        """Name written on the receipt and searched for: « ER-2025-R-000042 »."""
        nature = self.nature[0].upper() + (str(self.numero) if self.numero else "")
        return f"{self.dispositif.upper()}-{self.annee}-{nature}-{self.pk:06d}"


class DossierDeclare(Dossier):
    """The row of a declaration, and what the database asks of it: words, number, a version sent.

    A proxy, which nothing reads: triggers hang on the table of all the files from here, since the
    application of the files knows no declaration.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = DU_DOSSIER
