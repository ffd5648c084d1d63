"""Technical administration: calendar, thresholds and windows, looked at again before each change.

Each says what it will change; the journal and the history keep the values before and after.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from declarations.forms.administration import CampagneForm, RegleForm, SeuilForm
from declarations.models import Campagne, Declaration, RegleCalendrier, SeuilControle
from declarations.presentation.fenetres import effets
from declarations.presentation.regles import effets as effets_de_regle
from declarations.regles.controles.registre import controle
from declarations.regles.etats import CHEZ_LE_PARTENAIRE
from habilitations.regles.exercices import libelle_exercice
from portal.socle.admin_confirme import AdminConfirme
from portal.socle.francais import compter
from portal.socle.marques import A_CONFIRMER, est_hypothese


def _a_confirmer(objet: RegleCalendrier | SeuilControle) -> str:
    """« à confirmer » beside any hypothesis (DOMAINE, mark H)."""
    return A_CONFIRMER if est_hypothese(objet.marque) else ""


@admin.register(RegleCalendrier)
class RegleCalendrierAdmin(AdminConfirme):
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
    form = RegleForm

    def effets(self, avant: Any | None, apres: RegleCalendrier) -> Iterable[str]:
        return effets_de_regle(apres, apres.caf_id)

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
class SeuilControleAdmin(AdminConfirme):
    """The checks know these codes: a threshold is edited, neither added nor deleted."""

    list_display = ["code", "libelle", "valeur", "unite", "marque", "a_confirmer", "source"]
    search_fields = ["code", "libelle"]
    readonly_fields = ["code", "unite"]
    form = SeuilForm

    def effets(self, avant: Any | None, apres: SeuilControle) -> Iterable[str]:
        concernes = controle(apres.code.partition(".")[0]).dispositifs
        en_cours = Declaration.objects.filter(etat__in=CHEZ_LE_PARTENAIRE)
        if concernes:
            en_cours = en_cours.filter(dispositif__in=concernes)
        combien = en_cours.count()
        yield (
            f"{compter(combien, 'déclaration')} chez les partenaires : contrôlées avec ce seuil "
            "dès maintenant, même celles qui sont signées."
        )
        yield "Ce qui est transmis garde les contrôles de son envoi."

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SeuilControle | None = None) -> bool:
        return False

    @admin.display(description="à confirmer")
    def a_confirmer(self, seuil: SeuilControle) -> str:
        return _a_confirmer(seuil)


@admin.register(Campagne)
class CampagneAdmin(AdminConfirme):
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

    form = CampagneForm

    def effets(self, avant: Campagne | None, apres: Campagne) -> Iterable[str]:
        if avant is None:
            yield "La fenêtre est créée ; ses déclarations sont appelées le jour de son ouverture."
            return
        yield from effets(avant, apres.fenetre)

    def has_delete_permission(self, request: HttpRequest, obj: Campagne | None = None) -> bool:
        """A window that called nothing may go; one that did stays with its declarations."""
        utilisee = obj is not None and obj.declarations.exists()
        return not utilisee and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deletion in bulk: each is looked at."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_readonly_fields(
        self, request: HttpRequest, obj: Campagne | None = None
    ) -> tuple[str, ...]:
        return ("caf", "dispositif", "nature", "numero", "annee") if obj else ()

    @admin.display(description="exercice", ordering="annee")
    def exercice(self, campagne: Campagne) -> str:
        return libelle_exercice(campagne.dispositif, campagne.annee)
