"""What every list has in common: filters that leave the sort alone, pages of twenty-five rows."""

from collections.abc import Iterable
from typing import Any, Self

import django_filters as filtres
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

PAR_PAGE = 25


class FormulaireListe(forms.Form):
    """The form of a list keeps its sort; a list with an order of its own gives ``field_order``."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class FiltreDeListe(filtres.FilterSet):
    """Base of the filters of a list: a value refused keeps nothing out."""

    class Meta:
        fields: list[str] = []
        form = FormulaireListe

    @cached_property
    def valeurs(self) -> dict[str, Any]:
        """What was asked for, without the values refused."""
        self.form.is_valid()
        valeurs: dict[str, Any] = self.form.cleaned_data
        return valeurs

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what the filters keep."""
        gardees: QuerySet[Any] = self.appliquer(queryset, self.filters)
        return gardees

    def appliquer(self, lignes: Any, noms: Iterable[str]) -> Any:
        """Keep what these filters keep; the sort is the table's business."""
        for nom in noms:
            lignes = self.filters[nom].filter(lignes, self.valeurs.get(nom))
        return lignes


class TableauPagine(tables.Table):
    """Base of the tables shown page by page."""

    def paginer(self, request: HttpRequest) -> Self:
        """Keep the page that an address asks for, the last one when it goes too far."""
        tables.RequestConfig(request, paginate={"per_page": PAR_PAGE}).configure(self)
        return self
