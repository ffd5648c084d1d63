"""Filters of the lists of payments."""

import django_filters as filtres
from django.db.models import Exists, OuterRef, Q, QuerySet

from habilitations.models import Adhesion
from habilitations.presentation.ordre import rechercher_les_partenaires
from portal.socle.listes import FiltreDeListe
from subventions.paiements.models import CompteBancaire, EtatCompte, EtatLot, Indu, LotPaiement
from subventions.paiements.models.indus import InduQuerySet

SANS, CHANGE = "sans", "change"
EN_COURS, SOLDE, ANNULE = "en_cours", "solde", "annule"


class FiltreLots(FiltreDeListe):
    """By where a lot stands; « à payer » while something that was ordered is not paid."""

    A_PAYER = "a_payer"
    etat = filtres.ChoiceFilter(
        label="État",
        choices=(
            (EtatLot.PROPOSE.value, "À ordonner"),
            (A_PAYER, "Ordonnés, à payer"),
            (EtatLot.ORDONNE.value, "Ordonnés"),
            (EtatLot.REFUSE.value, "Refusés"),
        ),
        method="filtrer_etat",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = LotPaiement

    def filtrer_etat(
        self, queryset: QuerySet[LotPaiement], name: str, value: str
    ) -> QuerySet[LotPaiement]:
        if value == self.A_PAYER:
            reste = LotPaiement.objects.filter(pk=OuterRef("pk"), versements__etat="ordonne")
            return queryset.filter(Exists(reste))
        return queryset.filter(etat=value)


class FiltreIndus(FiltreDeListe):
    """By partner, and where a claim stands."""

    q = filtres.CharFilter(label="Partenaire ou SIRET", method="filtrer_texte")
    etat = filtres.ChoiceFilter(
        label="État",
        choices=((EN_COURS, "En cours"), (SOLDE, "Soldés"), (ANNULE, "Annulés")),
        method="filtrer_etat",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = Indu

    def filtrer_texte(self, queryset: InduQuerySet, name: str, value: str) -> InduQuerySet:
        return rechercher_les_partenaires(queryset, value)

    def filtrer_etat(self, queryset: InduQuerySet, name: str, value: str) -> InduQuerySet:
        if value == ANNULE:
            return queryset.filter(annule_le__isnull=False)
        return queryset.reclames().soldes(oui=value == SOLDE)


class FiltreComptes(FiltreDeListe):
    """By partner, and what its account lacks."""

    q = filtres.CharFilter(label="Partenaire ou SIRET", method="filtrer_texte")
    compte = filtres.ChoiceFilter(
        label="Compte",
        choices=((SANS, "Aucun en vigueur"), (CHANGE, "Changement proposé")),
        method="filtrer_compte",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = Adhesion

    def filtrer_texte(
        self, queryset: QuerySet[Adhesion], name: str, value: str
    ) -> QuerySet[Adhesion]:
        return rechercher_les_partenaires(queryset, value)

    def filtrer_compte(
        self, queryset: QuerySet[Adhesion], name: str, value: str
    ) -> QuerySet[Adhesion]:
        siens = CompteBancaire.objects.filter(
            caf=OuterRef("caf"), gestionnaire=OuterRef("gestionnaire")
        )
        if value == SANS:
            return queryset.filter(~Q(Exists(siens.filter(etat=EtatCompte.ACTIF))))
        return queryset.filter(Exists(siens.filter(etat=EtatCompte.PROPOSE)))
