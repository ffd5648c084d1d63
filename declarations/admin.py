"""Technical administration: declarations are only read.

What is set for everybody is in ``declarations.admin_reglages``. The figures of partners are shown
to those who hold the permission to view them, which the group « Administration nationale » does
not (DOMAINE §2, least privilege).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from declarations import admin_reglages  # noqa: F401 – registers what it holds
from declarations.models import (
    Declaration,
    DemandeCorrection,
    Justification,
    PassageControles,
    Version,
    Volet,
)
from declarations.models.calendrier import Nature
from declarations.regles.etats import LIBELLES_ETAT, Etat
from portal.dossiers.models import Derogation
from portal.socle.admin import AdminLectureSeule


class VersionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Version
    fields = readonly_fields = (
        *("numero", "origine", "grille", "cree_le"),
        *("envoyee_le", "validee_le", "empreinte"),
    )
    show_change_link = True
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _FiltreParMot(admin.SimpleListFilter):
    """The words of a column of the file, which are those of the declarations."""

    mots: Iterable[tuple[str, str]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return self.mots

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Declaration]
    ) -> QuerySet[Declaration]:
        choisi = self.value()
        return queryset.filter(**{str(self.parameter_name): choisi}) if choisi else queryset


class FiltreEtat(_FiltreParMot):
    title, parameter_name = "état", "etat"
    mots = [(etat.value, LIBELLES_ETAT[etat].caf) for etat in Etat]


class FiltreNature(_FiltreParMot):
    title, parameter_name = "nature", "nature"
    mots = Nature.choices


@admin.register(Declaration)
class DeclarationAdmin(AdminLectureSeule):
    list_display = ["reference", "equipement", "gestionnaire", "caf", "libelle", "etat_en_mots"]
    list_filter = [FiltreEtat, "dispositif", FiltreNature, "annee", "caf"]
    search_fields = ["equipement__nom", "gestionnaire__nom", "gestionnaire__siret"]
    list_select_related = ["equipement", "gestionnaire", "caf"]
    date_hierarchy = "appelee_le"
    inlines = [VersionInline]

    @admin.display(description="état", ordering="etat")
    def etat_en_mots(self, declaration: Declaration) -> str:
        return LIBELLES_ETAT[Etat(declaration.etat)].caf


@admin.register(Version)
class VersionAdmin(AdminLectureSeule):
    list_display = ["declaration", "numero", "origine", "envoyee_le", "envoyee_par", "validee_le"]
    list_filter = ["origine", "grille"]
    search_fields = ["declaration__equipement__nom", "empreinte"]
    list_select_related = ["declaration__equipement", "envoyee_par"]


@admin.register(Volet)
class VoletAdmin(AdminLectureSeule):
    list_display = ["version", "nature", "revision", "modifie_le", "modifie_par", "signe_le"]
    list_filter = ["nature"]
    search_fields = ["version__declaration__equipement__nom"]
    list_select_related = ["version__declaration__equipement", "modifie_par"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Volet]:
        """A list needs no figure."""
        return super().get_queryset(request).defer("donnees", "auteurs")


@admin.register(DemandeCorrection)
class DemandeCorrectionAdmin(AdminLectureSeule):
    list_display = ["version", "demandee_par", "demandee_le", "pour_le", "satisfaite_le"]
    search_fields = ["version__declaration__equipement__nom", "motif"]
    list_select_related = ["version__declaration__equipement", "demandee_par"]


@admin.register(Derogation)
class DerogationAdmin(AdminLectureSeule):
    list_display = ["declaration", "motif", "accordee_par", "accordee_le", "expire_le"]
    search_fields = ["dossier__equipement__nom", "motif"]
    list_select_related = ["dossier__declaration__equipement", "accordee_par"]

    @admin.display(description="déclaration")
    def declaration(self, derogation: Derogation) -> str:
        return str(derogation.dossier.declaration)


@admin.register(Justification)
class JustificationAdmin(AdminLectureSeule):
    list_display = ["version", "cle", "motif", "valeur", "reference", "par", "le"]
    list_filter = ["motif"]
    search_fields = ["version__declaration__equipement__nom", "cle", "texte"]
    list_select_related = ["version__declaration__equipement", "par"]


@admin.register(PassageControles)
class PassageControlesAdmin(AdminLectureSeule):
    list_display = ["version", "moment", "volet", "le", "par"]
    list_filter = ["moment", "volet"]
    search_fields = ["version__declaration__equipement__nom"]
    list_select_related = ["version__declaration__equipement", "par"]
