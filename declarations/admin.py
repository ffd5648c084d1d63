"""Technical administration: calendar and thresholds are edited, declarations only read.

Whoever edits is journalled. The figures of partners are shown to those who hold the permission to
view them, which the group « Administration nationale » does not (DOMAINE §2, least privilege).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from declarations.models import (
    Campagne,
    Declaration,
    DemandeCorrection,
    Justification,
    PassageControles,
    RegleCalendrier,
    SeuilControle,
    Version,
    Volet,
)
from declarations.models.calendrier import Nature
from declarations.regles.etats import LIBELLES_ETAT, Etat
from habilitations.regles.exercices import libelle_exercice
from portal.dossiers.models import Derogation
from portal.socle.admin import AdminJournalise, AdminLectureSeule
from portal.socle.marques import A_CONFIRMER, est_hypothese


def _a_confirmer(objet: RegleCalendrier | SeuilControle) -> str:
    """« à confirmer » beside any hypothesis (DOMAINE, mark H)."""
    return A_CONFIRMER if est_hypothese(objet.marque) else ""


@admin.register(RegleCalendrier)
class RegleCalendrierAdmin(AdminJournalise):
    """Rules give the dates of windows to come; those that exist keep theirs."""

    list_display = [
        "dispositif",
        "nature",
        "numero",
        "portee",
        "ouverture",
        "echeance",
        "delai_saisie",
        "marque",
        "a_confirmer",
    ]
    list_filter = ["dispositif", "nature", "marque", "caf"]
    search_fields = ["source", "caf__nom"]
    autocomplete_fields = ["caf"]
    list_select_related = ["caf"]

    def has_delete_permission(
        self, request: HttpRequest, obj: RegleCalendrier | None = None
    ) -> bool:
        """A national rule is edited, not deleted: the next loading would bring it back."""
        est_locale = obj is None or obj.caf_id is not None
        return est_locale and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deletion in bulk: it would take national rules along."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="portée")
    def portee(self, regle: RegleCalendrier) -> str:
        return str(regle.caf) if regle.caf else "Nationale"

    @admin.display(description="ouverture")
    def ouverture(self, regle: RegleCalendrier) -> str:
        return _jour_ecrit(regle.ouverture_jour, regle.ouverture_mois, regle.ouverture_decalage)

    @admin.display(description="échéance")
    def echeance(self, regle: RegleCalendrier) -> str:
        return _jour_ecrit(regle.echeance_jour, regle.echeance_mois, regle.echeance_decalage)

    @admin.display(description="à confirmer")
    def a_confirmer(self, regle: RegleCalendrier) -> str:
        return _a_confirmer(regle)


def _jour_ecrit(jour: int, mois: int, decalage: int) -> str:
    """A day of the year, told from the exercice: « 13/02, année suivante »."""
    quand = {-1: ", année précédente", 0: "", 1: ", année suivante"}
    return f"{jour:02d}/{mois:02d}{quand.get(decalage, f', {decalage:+d} ans')}"


@admin.register(SeuilControle)
class SeuilControleAdmin(AdminJournalise):
    """The checks know these codes: a threshold is edited, neither added nor deleted."""

    list_display = ["code", "libelle", "valeur", "unite", "marque", "a_confirmer", "source"]
    search_fields = ["code", "libelle"]
    readonly_fields = ["code", "unite"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SeuilControle | None = None) -> bool:
        return False

    @admin.display(description="à confirmer")
    def a_confirmer(self, seuil: SeuilControle) -> str:
        return _a_confirmer(seuil)


@admin.register(Campagne)
class CampagneAdmin(AdminJournalise):
    """Windows: their dates may be moved; what they are about may not, once declarations exist."""

    list_display = [
        "caf",
        "dispositif",
        "nature",
        "numero",
        "exercice",
        "ouvre_le",
        "echeance_le",
        "ferme_le",
        "exceptionnelle",
    ]
    list_filter = ["dispositif", "nature", "annee", "exceptionnelle", "caf"]
    search_fields = ["caf__nom", "caf__code"]
    autocomplete_fields = ["caf"]
    list_select_related = ["caf"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Campagne | None = None
    ) -> tuple[str, ...]:
        return ("caf", "dispositif", "nature", "numero", "annee") if obj else ()

    @admin.display(description="exercice", ordering="annee")
    def exercice(self, campagne: Campagne) -> str:
        return libelle_exercice(campagne.dispositif, campagne.annee)


class VersionInline(admin.TabularInline):
    model = Version
    fields = ["numero", "origine", "grille", "cree_le", "envoyee_le", "validee_le", "empreinte"]
    readonly_fields = fields
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
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


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
