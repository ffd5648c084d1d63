"""What the tables of files have in common: their states first, their dates, their boxes to tick."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from django.db.models import Case, DateField, F, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.dossiers.models import Dossier
from portal.socle.formats import ecrire_siret
from portal.socle.listes import TableauPagine

COLONNES_A_L_ECRAN = 10
# « depuis 299 jours » goes on one line; « dérogation, dernier jour aujourd’hui » may not.
DELAI_BREF = 20


class Delai(Protocol):
    """The date of a file, and how near or late it is, as every list writes them."""

    @property
    def date(self) -> str: ...

    @property
    def date_breve(self) -> str: ...

    @property
    def delai(self) -> str: ...

    @property
    def delai_ton(self) -> str: ...


@dataclass(frozen=True)
class ColonneOfferte:
    """A column that a person may show or not, for the form that chooses."""

    code: str
    libelle: str
    montree: bool


class TableauDossiers(TableauPagine):
    """Files in the order of what must be handled first: ``rang``, then ``limite_le``.

    ``au_choix`` are the columns that a person may hide, those shown by default first told in
    ``par_defaut``; the others always stand.
    """

    au_choix: ClassVar[tuple[str, ...]] = ()
    par_defaut: ClassVar[tuple[str, ...]] = ()

    def montrer(self, colonnes: Collection[str]) -> Self:
        """Hide the columns that may be, but for these."""
        for code in self.au_choix:
            if code not in colonnes:
                self.columns.hide(code)
        return self

    @property
    def est_large(self) -> bool:
        """True with more columns than a screen of 1280 pixels holds: the frame then scrolls."""
        return sum(1 for colonne in self.columns.all() if colonne.visible) > COLONNES_A_L_ECRAN

    @property
    def ordonnes(self) -> Any:
        """Every file of the list in its order, whatever the page shown."""
        return self.data.data

    def render_siret(self, record: Any) -> SafeString:
        return format_html(
            '<span class="insecable">{}</span>', ecrire_siret(record.gestionnaire.siret)
        )

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


def colonnes_offertes(
    tableau: type[TableauDossiers], montrees: Collection[str]
) -> list[ColonneOfferte]:
    """The columns that a person may choose of a table, and whether they show each."""
    return [
        ColonneOfferte(code, str(tableau.base_columns[code].verbose_name), code in montrees)
        for code in tableau.au_choix
    ]


def rang_etat(ordre: tuple[str, ...]) -> Case:
    """Rank of the state of a row in an order of states."""
    return Case(
        *(When(etat=etat, then=Value(rang)) for rang, etat in enumerate(ordre)),
        output_field=IntegerField(),
    )


def ordre_avec_vides(valeur: "F | Func[Any] | Case", is_descending: bool) -> Any:
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


def date_et_delai(ligne: Delai, *, en_bref: bool = False) -> SafeString:
    """« 31 mars 2026 », then « dans 3 jours », red once it is late.

    ``en_bref`` for a list of three hundred: « 31/03/2026 dans 3 jours », on one line.
    """
    jour = ligne.date_breve if en_bref else ligne.date
    if not ligne.delai:
        return format_html('<span class="insecable">{}</span>', jour)
    return format_html(
        '<span class="{}"><span class="insecable">{}</span> <span class="{}">{}</span></span>',
        "insecable" if en_bref and len(ligne.delai) <= DELAI_BREF else "cote-a-cote",
        jour,
        "text-danger fw-semibold" if ligne.delai_ton == "erreur" else "discret",
        ligne.delai,
    )


def qui_agit(texte: str, *, a_moi: bool) -> SafeString | str:
    """Who acts next, in bold when it is whoever reads."""
    return format_html("<strong>{}</strong>", texte) if a_moi else texte
