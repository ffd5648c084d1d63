"""The declaration: one nature, of one exercice, for one équipement."""

import pghistory
from django.db import models
from django.db.models import Prefetch, Q

from declarations.models.calendrier import Campagne, Nature
from declarations.models.messages import combien_non_lus
from declarations.models.volets import Volet
from declarations.regles import etats
from declarations.regles.etats import Etat
from habilitations.models import (
    Caf,
    Dispositif,
    Equipement,
    Fonction,
    Gestionnaire,
    Utilisateur,
)
from habilitations.models.droits import (
    FONCTIONS_INSTRUCTION,
    ROLES_DECLARATION,
    dossiers_accessibles,
)
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visibles_par(self, acteur: Acteur) -> "DeclarationQuerySet":
        """Declarations this person may open.

        A partner's person: those of the équipements their rights cover; an adviser or CCD: those
        of their Caf. The responsable des habilitations and the national administrator read no
        partner's figures (least privilege, DOMAINE §2).
        """
        return self.filter(dossiers_accessibles(acteur))

    def visibles_comme_partenaire(self, acteur: Acteur) -> "DeclarationQuerySet":
        return self.filter(equipement__in=acteur.equipements_comme(ROLES_DECLARATION))

    def visibles_comme_agent(self, acteur: Acteur) -> "DeclarationQuerySet":
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def du_portefeuille(self, acteur: Acteur) -> "DeclarationQuerySet":
        """Files this adviser follows, as holder of the portfolio or as substitute."""
        return self.filter(
            caf__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)),
            equipement__portefeuille__in=acteur.portefeuilles,
        )

    def avec_messages_non_lus(
        self, utilisateur: Utilisateur, cote_caf: bool
    ) -> "DeclarationQuerySet":
        """Add ``messages_non_lus``: how many of the other side this person has not read."""
        return self.annotate(messages_non_lus=combien_non_lus(utilisateur, cote_caf))

    def pour_liste(self) -> "DeclarationQuerySet":
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
class Declaration(models.Model):
    """What one partner owes one Caf about one équipement: its state and where it stands.

    ``version_courante`` is the one at work; ``version_en_vigueur`` the one that counts: the last
    validated, or else the last sent.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="declarations")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="declarations"
    )
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, related_name="declarations"
    )
    campagne = models.ForeignKey(Campagne, on_delete=models.PROTECT, related_name="declarations")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    numero = models.PositiveSmallIntegerField("numéro (actualisée)", default=0)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    etat = models.CharField(
        "état",
        max_length=20,
        choices=[(e.value, etats.LIBELLES_ETAT[e].caf) for e in Etat],
        default=Etat.A_SAISIR.value,
    )
    etat_precedent = models.CharField("état précédent", max_length=20, blank=True)
    appelee_le = models.DateTimeField("appelée le")
    etat_depuis = models.DateTimeField("dans cet état depuis")
    sans_objet_motif = models.TextField("motif du « sans objet »", blank=True)
    version_courante = models.OneToOneField(
        "declarations.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version_en_vigueur = models.OneToOneField(
        "declarations.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "déclaration"
        ordering = ["-annee", "equipement", "nature", "numero"]
        indexes = [
            models.Index(fields=["caf", "etat", "annee"], name="declaration_file"),
            models.Index(fields=["gestionnaire", "annee"], name="declaration_partenaire"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee", "nature", "numero"],
                name="declaration_unique",
                violation_error_message="Cette déclaration est déjà appelée.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=sorted(e.value for e in Etat)),
                name="declaration_etat_connu",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(etat=Etat.SANS_OBJET) & ~Q(sans_objet_motif="") & ~Q(etat_precedent="")
                )
                | (~Q(etat=Etat.SANS_OBJET) & Q(sans_objet_motif="") & Q(etat_precedent="")),
                name="declaration_sans_objet_motivee",
                violation_error_message="« Sans objet » demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[*sorted(etats.AVANT_ENVOI), Etat.SANS_OBJET])
                | Q(version_en_vigueur__isnull=False),
                name="declaration_envoyee_a_une_version",
                violation_error_message="Une déclaration envoyée a une version qui compte.",
            ),
            models.CheckConstraint(
                condition=(Q(nature=Nature.ACTUALISEE) & Q(numero__gte=1))
                | (~Q(nature=Nature.ACTUALISEE) & Q(numero=0)),
                name="declaration_numero_actualisee",
                violation_error_message="Seules les actualisées sont numérotées.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.libelle} – {self.equipement}"

    @property
    def exercice(self) -> str:
        """The exercice as people write it: « 2025 », « 2024-2025 »."""
        return libelle_exercice(self.dispositif, self.annee)

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
