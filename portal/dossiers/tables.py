"""What the tables of files have in common: their states first, their dates, their boxes to tick."""

from typing import Any, Protocol, Self

import django_tables2 as tables
from django.db.models import Case, DateField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.dossiers.models import Dossier

PAR_PAGE = 25


class Delai(Protocol):
    """The date of a file, and how near or late it is, as every list writes them."""

    @property
    def date(self) -> str: ...

    @property
    def delai(self) -> str: ...

    @property
    def delai_ton(self) -> str: ...


class TableauDossiers(tables.Table):
    """Files in the order of what must be handled first: ``rang``, then ``limite_le``."""

    def paginer(self, request: HttpRequest) -> Self:
        """Keep the page that an address asks for, the last one when it goes too far."""
        tables.RequestConfig(request, paginate={"per_page": PAR_PAGE}).configure(self)
        return self

    @property
    def ordonnes(self) -> Any:
        """Every file of the list in its order, whatever the page shown."""
        return self.data.data

    def order_etat(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        sens = "-" if is_descending else ""
        return queryset.order_by(f"{sens}rang", "limite_le", "pk"), True

    def order_date(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        """By the day that the column shows: a deadline, or since when the file is where it is."""
        montree = Coalesce("limite_le", F("etat_depuis__date"), output_field=DateField())
        return queryset.order_by(montree.desc() if is_descending else montree.asc(), "pk"), True


def rang_etat(ordre: tuple[str, ...]) -> Case:
    """Rank of the state of a row in an order of states."""
    return Case(
        *(When(etat=etat, then=Value(rang)) for rang, etat in enumerate(ordre)),
        output_field=IntegerField(),
    )


def ordre_avec_vides(valeur: F | Case, is_descending: bool) -> Any:
    """Rows without a value come last, whichever way one sorts."""
    return valeur.desc(nulls_last=True) if is_descending else valeur.asc(nulls_last=True)


def case_a_cocher(dossier: Dossier, nom: str) -> SafeString:
    """The box that chooses a file for an act on several."""
    return format_html(
        '<input class="form-check-input" type="checkbox" name="choix" value="{}" '
        'aria-label="Choisir {}">',
        dossier.pk,
        nom,
    )


def date_et_delai(ligne: Delai) -> SafeString:
    """« 31 mars 2026 », and under it « dans 3 jours », red once it is late."""
    if not ligne.delai:
        return format_html('<span class="insecable">{}</span>', ligne.date)
    return format_html(
        '<span><span class="insecable">{}</span><br><span class="{}">{}</span></span>',
        ligne.date,
        f"insecable {'text-danger fw-semibold' if ligne.delai_ton == 'erreur' else 'discret'}",
        ligne.delai,
    )


def qui_agit(texte: str, *, a_moi: bool) -> SafeString | str:
    """Who acts next, in bold when it is whoever reads."""
    return format_html("<strong>{}</strong>", texte) if a_moi else texte
