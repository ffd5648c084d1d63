"""Barème registry: each parameter with its scope, its validity, its source and its mark."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from habilitations.models import Caf
from habilitations.regles.exercices import libelle_exercice
from portal.socle.models import Document
from subventions.models.valeurs import ValeurBareme, contraintes_de_valeur


class LigneBaremeQuerySet(models.QuerySet["LigneBareme"]):
    def en_vigueur(self) -> "LigneBaremeQuerySet":
        """Those that no correction took the place of."""
        return self.filter(remplacee_le__isnull=True)

    def applicables(self, dispositif: str, annee: int, caf_id: int | None) -> "LigneBaremeQuerySet":
        """Lines in force for an exercice: national ones, and those of this Caf."""
        return (
            self.en_vigueur()
            .filter(
                Q(caf__isnull=True) | Q(caf=caf_id),
                Q(fin__isnull=True) | Q(fin__gte=annee),
                dispositif=dispositif,
                debut__lte=annee,
            )
            .select_related("caf")
        )

    def chevauchant(
        self, dispositif: str, code: str, caf: Caf | None, debut: int, fin: int | None
    ) -> "LigneBaremeQuerySet":
        """Lines of the same scope and parameter that share an exercice with this period."""
        lignes = self.filter(
            Q(fin__isnull=True) | Q(fin__gte=debut), dispositif=dispositif, parametre=code, caf=caf
        )
        return lignes if fin is None else lignes.filter(debut__lte=fin)


@pghistory.track()
class LigneBareme(ValeurBareme):
    """A value in force. It never changes: its last exercice may be brought forward, or a
    correction take its place (``remplacee_le``); what was frozen with it stays.

    ``suite_de`` is the line of which this one is what a correction left of the later exercices.
    """

    caf = models.ForeignKey(
        Caf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lignes_bareme",
        verbose_name="Caf",
        help_text="Vide : ligne nationale. Une ligne propre à une Caf l’emporte sur elle.",
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remplacee_le = models.DateTimeField("remplacée le", null=True, blank=True)
    suite_de = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="suites"
    )

    objects = LigneBaremeQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de barème"
        verbose_name_plural = "lignes de barème"
        ordering = ["dispositif", "parametre", F("caf").asc(nulls_first=True), "debut"]
        constraints = [
            *contraintes_de_valeur("ligne_bareme"),
            ExclusionConstraint(
                name="ligne_bareme_sans_chevauchement",
                condition=Q(remplacee_le__isnull=True),
                expressions=[
                    (
                        Coalesce("caf", Value(0), output_field=models.BigIntegerField()),
                        RangeOperators.EQUAL,
                    ),
                    ("dispositif", RangeOperators.EQUAL),
                    ("parametre", RangeOperators.EQUAL),
                    (
                        Func(
                            F("debut"),
                            F("fin"),
                            Value("[]"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Une autre ligne donne déjà ce paramètre, pour la même "
                "portée, sur un de ces exercices : fixez d’abord son dernier exercice.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bareme_publie_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        IF EXISTS (
                            SELECT 1 FROM subventions_calcul c
                            WHERE c.dispositif = OLD.dispositif AND c.annee >= OLD.debut
                              AND (OLD.fin IS NULL OR c.annee <= OLD.fin)
                              AND (OLD.caf_id IS NULL OR c.caf_id = OLD.caf_id)
                        ) THEN
                            RAISE EXCEPTION 'bareme_publie_fige : un calcul l''a lue'
                                USING ERRCODE = 'check_violation';
                        END IF;
                        RETURN OLD;
                    END IF;
                    IF to_jsonb(NEW) - 'fin' - 'remplacee_le'
                       IS DISTINCT FROM to_jsonb(OLD) - 'fin' - 'remplacee_le'
                       OR (NEW.fin IS DISTINCT FROM OLD.fin
                           AND (NEW.fin IS NULL OR NEW.fin > OLD.fin))
                       OR (OLD.remplacee_le IS NOT NULL AND NEW IS DISTINCT FROM OLD)
                    THEN
                        RAISE EXCEPTION 'bareme_publie_fige : une valeur publiée se corrige '
                            'par une autre' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        debut = libelle_exercice(self.dispositif, self.debut)
        return f"{self.get_dispositif_display()} – {self.libelle}, à partir de {debut}"
