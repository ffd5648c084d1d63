"""Rights: what is owed for one exercice, as it was computed when it was declared (DOMAINE §4)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.dossiers.models import Dossier
from subventions.droits.regles.situation import EN_VIGUEUR, LIBELLES, EtatDroit
from subventions.models.calcul import Calcul
from subventions.models.suspensions import SuspensionDroit

# What may follow what; a right that is replaced stays so.
SUITES = {
    EtatDroit.PROVISOIRE: (EtatDroit.DEFINITIF, EtatDroit.REMPLACE, EtatDroit.ANNULE),
    EtatDroit.DEFINITIF: (EtatDroit.REMPLACE, EtatDroit.ANNULE),
    EtatDroit.ANNULE: (EtatDroit.PROVISOIRE, EtatDroit.DEFINITIF),
}
# What a right is about, for good.
FIGES = (
    *("caf_id", "gestionnaire_id", "equipement_id", "dispositif", "annee", "nature", "numero"),
    *("dossier_id", "calcul_id", "ouvert_le"),
)
# What it has in common with its computation.
COMMUNS = ("caf_id", "gestionnaire_id", "equipement_id", "dispositif", "annee")


class NatureDroit(models.TextChoices):
    """What the declaration behind a right told: a forecast, an updated one, what it came to."""

    PREVISIONNEL = "previsionnel", "Prévisionnel"
    ACTUALISE = "actualise", "Actualisé"
    REEL = "reel", "Réel"


class DroitQuerySet(models.QuerySet["Droit"]):
    def visibles_par(self, acteur: Acteur) -> "DroitQuerySet":
        """Rights of the équipements one's rights cover, and for advisers of their Caf.

        To know of one is not to read its amount: ``droits.services.lecteurs`` tells that.
        """
        return self.filter(dossiers_accessibles(acteur))

    def en_vigueur(self) -> "DroitQuerySet":
        """Neither replaced nor cancelled."""
        return self.filter(etat__in=EN_VIGUEUR)

    def de(self, equipement_id: int, annee: int) -> "DroitQuerySet":
        return self.filter(equipement=equipement_id, annee=annee)

    def avec_suspension(self) -> "DroitQuerySet":
        """Add ``est_suspendu``: something keeps its exercice from being paid."""
        en_cours = SuspensionDroit.objects.en_cours()
        siennes = en_cours.filter(equipement=OuterRef("equipement"), annee=OuterRef("annee"))
        return self.annotate(est_suspendu=Exists(siennes))

    def avec_decisions(self) -> "DroitQuerySet":
        """Load what ``montant_retenu`` reads, in two queries."""
        return self.select_related("calcul").prefetch_related("decisions")

    def pour_liste(self) -> "DroitQuerySet":
        """The same for many, without what was computed step by step."""
        lourds = ("donnees", "bareme", "etapes", "manquants", "mesures")
        return self.avec_decisions().defer(*(f"calcul__{champ}" for champ in lourds))


@pghistory.track()
class Droit(models.Model):
    """One right: its amount is that of the computation frozen with what was declared.

    ``dossier`` is empty for a prévisionnelle taken up from ELAN, which is no file of the portal.
    ``gestionnaire`` is who declared: an équipement may pass to another one afterwards. Suspended,
    paid, settled are not written: ``droits.services.situation`` tells.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="droits_ouverts")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="droits_ouverts"
    )
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, related_name="droits_ouverts"
    )
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    nature = models.CharField("nature", max_length=20, choices=NatureDroit.choices)
    numero = models.PositiveSmallIntegerField("numéro, parmi les actualisés", default=0)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, null=True, blank=True, related_name="droits"
    )
    calcul = models.OneToOneField(Calcul, on_delete=models.PROTECT, related_name="droit")
    etat = models.CharField(
        "état", max_length=20, choices=[(e.value, LIBELLES[e]) for e in EtatDroit]
    )
    ouvert_le = models.DateTimeField("ouvert le")
    definitif_le = models.DateTimeField("définitif le", null=True, blank=True)
    remplace_par = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="remplaces"
    )
    remplace_le = models.DateTimeField("remplacé le", null=True, blank=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)

    objects = DroitQuerySet.as_manager()

    class Meta:
        verbose_name = "droit"
        verbose_name_plural = "droits"
        ordering = ["-annee", "equipement", "nature", "numero", "-ouvert_le", "-pk"]
        indexes = [
            models.Index(fields=["caf", "annee", "etat"], name="droit_file"),
            models.Index(fields=["equipement", "annee"], name="droit_exercice"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee", "nature", "numero", "etat"],
                condition=Q(etat__in=EN_VIGUEUR),
                name="droit_un_seul_en_vigueur",
                violation_error_message="Un droit de cette nature compte déjà pour cet exercice.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[e.value for e in EtatDroit]),
                name="droit_etat_connu",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=NatureDroit.values),
                name="droit_nature_connue",
                violation_error_message="Cette nature n’existe pas.",
            ),
            models.CheckConstraint(
                condition=(Q(nature=NatureDroit.ACTUALISE.value) & ~Q(numero=0))
                | (~Q(nature=NatureDroit.ACTUALISE.value) & Q(numero=0)),
                name="droit_numero_actualise",
                violation_error_message="Seuls les droits actualisés sont numérotés.",
            ),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False)
                | Q(nature=NatureDroit.PREVISIONNEL.value, dispositif=Dispositif.CLAS.value),
                name="droit_sans_dossier_elan",
                violation_error_message="Seul un droit prévisionnel repris d’ELAN n’a pas de "
                "dossier.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDroit.PROVISOIRE.value, definitif_le__isnull=True)
                | Q(etat=EtatDroit.DEFINITIF.value, definitif_le__isnull=False)
                | ~Q(etat__in=EN_VIGUEUR),
                name="droit_definitif_date",
                violation_error_message="Un droit définitif porte sa date, un provisoire n’en a "
                "pas.",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat=EtatDroit.REMPLACE.value,
                    remplace_le__isnull=False,
                    remplace_par__isnull=False,
                )
                | (
                    ~Q(etat=EtatDroit.REMPLACE.value)
                    & Q(remplace_le__isnull=True, remplace_par__isnull=True)
                ),
                name="droit_remplace_complet",
                violation_error_message="Un droit remplacé dit quand et par lequel.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDroit.ANNULE.value, annule_le__isnull=False)
                | (~Q(etat=EtatDroit.ANNULE.value) & Q(annule_le__isnull=True)),
                name="droit_annule_date",
                violation_error_message="Un droit annulé porte sa date.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="droit_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="droit_de_son_calcul",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM subventions_calcul
                         WHERE id = NEW.calcul_id
                           AND ({", ".join(COMMUNS)})
                               = ({", ".join(f"NEW.{c}" for c in COMMUNS)})
                    ) THEN
                        RAISE EXCEPTION 'droit_de_son_calcul' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="droit_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF ({", ".join(f"NEW.{c}" for c in FIGES)})
                       IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)})
                       OR (OLD.definitif_le IS NOT NULL
                           AND NEW.definitif_le IS DISTINCT FROM OLD.definitif_le)
                       OR (NEW.etat IS DISTINCT FROM OLD.etat
                           AND (OLD.etat, NEW.etat) NOT IN ({
                    ", ".join(f"('{de}', '{a}')" for de, suites in SUITES.items() for a in suites)
                }))
                    THEN
                        RAISE EXCEPTION 'droit_fige' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
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
        """« Réel », « Actualisé n° 2 »."""
        numero = f" n° {self.numero}" if self.numero else ""
        return f"{self.get_nature_display()}{numero}"

    @property
    def libelle(self) -> str:
        """Nature and real year: « Droit réel 2025 »."""
        return f"Droit {self.libelle_nature.lower()} {self.exercice}"

    @property
    def est_en_vigueur(self) -> bool:
        return self.etat in EN_VIGUEUR

    @property
    def vient_d_elan(self) -> bool:
        return self.dossier_id is None
