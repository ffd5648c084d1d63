"""Technical administration: everything saved there is journalled, some things only read."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from portal.socle import journal
from portal.socle.models import Courriel, LectureSensible, LigneJournal, SceauJournal
from portal.socle.usages import est_utilise


class AdminJournalise(admin.ModelAdmin):  # type: ignore[type-arg]
    """ModelAdmin whose every write is told in the journal, in the same transaction.

    Deleted one by one, on its page: in a list, nothing would tell which rows are used.
    """

    actions: Any = None

    def get_caf_id(self, objet: Any) -> int | None:
        return getattr(objet, "caf_id", None)

    def get_gestionnaire_id(self, objet: Any) -> int | None:
        return getattr(objet, "gestionnaire_id", None)

    def _journaliser(
        self, request: HttpRequest, verbe: str, objet: Any, details: dict[str, Any]
    ) -> None:
        journal.ecrire(
            f"administration.{verbe}",
            auteur=request.user,
            objet=objet,
            gestionnaire_id=self.get_gestionnaire_id(objet),
            caf_id=self.get_caf_id(objet),
            details={"objet": str(objet), **details},
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            verbe = "modifie" if change else "ajoute"
            self._journaliser(request, verbe, obj, {"champs": sorted(form.changed_data)})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._journaliser(request, "supprime", obj, {})
            super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not offered of what is used: Django would refuse it in the words of its tables."""
        permis = super().has_delete_permission(request, obj)
        return permis and (obj is None or not est_utilise(obj))


class AdminLectureSeule(admin.ModelAdmin):  # type: ignore[type-arg]
    """ModelAdmin that shows and never writes: the trade's screens and services do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LigneJournal)
class LigneJournalAdmin(AdminLectureSeule):
    list_display = ["le", "action", "auteur_libelle", "objet_type", "objet_id", "motif"]
    list_filter = ["action"]
    search_fields = ["auteur_libelle", "action", "motif"]
    date_hierarchy = "le"


@admin.register(SceauJournal)
class SceauJournalAdmin(AdminLectureSeule):
    list_display = ["chaine", "rang", "numero", "scelle_le", "cle"]
    list_select_related = ["chaine"]
    date_hierarchy = "scelle_le"


@admin.register(LectureSensible)
class LectureSensibleAdmin(AdminLectureSeule):
    list_display = ["le", "action", "personne_libelle", "objet_type", "objet_id", "precision"]
    list_filter = ["action"]
    search_fields = ["personne_libelle"]
    date_hierarchy = "jour"


@admin.register(Courriel)
class CourrielAdmin(AdminLectureSeule):
    """How the sending goes; the texts are read by those they are about."""

    list_display = ["cree_le", "objet", "destinataire", "etat", "essais", "erreur"]
    list_filter = ["etat"]
    search_fields = ["destinataire", "objet"]
    date_hierarchy = "cree_le"
    exclude = ["texte", "html"]
