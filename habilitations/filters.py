"""Filters of the list of équipements."""

import django_filters as filtres
from django import forms
from django.db.models import Q
from django.http import QueryDict

from habilitations.models import ROLES_DECLARATION, Dispositif, Equipement, Portefeuille
from habilitations.models.equipements import EquipementQuerySet
from habilitations.presentation.ordre import rechercher
from portal.socle.francais import cle_de_tri

INCOMPLETS, COMPLETS = "manquants", "pourvus"


class FormulaireListe(forms.Form):
    """The form of a list keeps its sort."""

    field_order = ("q", "dispositif", "portefeuille", "roles", "sort")
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class FiltreEquipements(filtres.FilterSet):
    """By name or SIRET, dispositif, portfolio, and roles still to fill."""

    q = filtres.CharFilter(label="Équipement, gestionnaire ou SIRET", method="filtrer_texte")
    dispositif = filtres.ChoiceFilter(
        label="Dispositif", choices=Dispositif.choices, empty_label="Tous"
    )
    portefeuille = filtres.ChoiceFilter(label="Portefeuille", empty_label="Tous")
    roles = filtres.ChoiceFilter(
        label="Rôles",
        choices=((INCOMPLETS, "Au moins un non pourvu"), (COMPLETS, "Tous pourvus")),
        method="filtrer_roles",
        empty_label="Tous",
    )

    class Meta:
        model = Equipement
        fields: list[str] = []
        form = FormulaireListe

    def __init__(self, data: QueryDict, equipements: EquipementQuerySet) -> None:
        super().__init__(data, queryset=equipements)
        portefeuilles = Portefeuille.objects.filter(
            pk__in=equipements.order_by().values("portefeuille")
        ).select_related("titulaire")
        choix = [(p.pk, f"{p.nom} – {p.titulaire}") for p in portefeuilles]
        self.filters["portefeuille"].extra["choices"] = sorted(
            choix, key=lambda paire: cle_de_tri(paire[1])
        )

    def filter_queryset(self, queryset: EquipementQuerySet) -> EquipementQuerySet:
        """Keep what the filters keep; the sort is the table's business."""
        for nom, filtre in self.filters.items():
            queryset = filtre.filter(queryset, self.form.cleaned_data.get(nom))
        return queryset

    def filtrer_texte(
        self, queryset: EquipementQuerySet, name: str, value: str
    ) -> EquipementQuerySet:
        return rechercher(queryset, value)

    def filtrer_roles(
        self, queryset: EquipementQuerySet, name: str, value: str
    ) -> EquipementQuerySet:
        pourvus = Q(**{f"a_{role}": True for role in ROLES_DECLARATION})
        return queryset.filter(pourvus if value == COMPLETS else ~pourvus)
