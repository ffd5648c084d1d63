"""Technical administration: the steps are edited, what left is only read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.relances.models import EtapeRelance, Passage, Relance
from portal.socle.admin import AdminJournalise, AdminLectureSeule
from portal.socle.marques import A_CONFIRMER, est_hypothese


@admin.register(EtapeRelance)
class EtapeRelanceAdmin(AdminJournalise):
    """National steps, stopped rather than deleted; those of a Caf are kept on its own page."""

    list_display = ["etape", "active", "marque", "a_confirmer", "source"]
    list_filter = ["active", "marque"]
    search_fields = ["source"]
    exclude = ["caf"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[EtapeRelance]:
        return super().get_queryset(request).filter(caf=None)

    def has_delete_permission(self, request: HttpRequest, obj: EtapeRelance | None = None) -> bool:
        return False

    @admin.display(description="étape", ordering="jours")
    def etape(self, etape: EtapeRelance) -> str:
        return etape.libelle

    @admin.display(description="à confirmer")
    def a_confirmer(self, etape: EtapeRelance) -> str:
        return A_CONFIRMER if est_hypothese(etape.marque) else ""


@admin.register(Relance)
class RelanceAdmin(AdminLectureSeule):
    list_display = ["libelle_etape", "utilisateur", "dossier", "echeance", "ecartee_le"]
    search_fields = ["utilisateur__email", "utilisateur__nom"]
    list_select_related = ["utilisateur", "dossier__equipement", "dossier__gestionnaire"]


@admin.register(Passage)
class PassageAdmin(AdminLectureSeule):
    """Which Caf has had its day's work, which is to be taken up."""

    list_display = ["caf", "jour", "commence_le", "fini_le", "appelees", "rappels", "erreurs"]
    date_hierarchy = "jour"
    search_fields = ["caf__nom", "caf__code"]
    list_select_related = ["caf"]
