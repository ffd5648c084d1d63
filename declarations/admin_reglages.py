"""Technical administration: national calendar and thresholds, looked at again before each change;
windows are only read.

Each says what it will change; the journal and the history keep the values before and after.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from declarations.forms.administration import RegleForm, SeuilForm
from declarations.models import Campagne, Declaration, RegleCalendrier, SeuilControle
from declarations.presentation.regles import effets as effets_de_regle
from declarations.regles.controles.registre import controle
from declarations.regles.etats import CHEZ_LE_PARTENAIRE
from habilitations.regles.exercices import libelle_exercice
from portal.socle.admin import AdminLectureSeule
from portal.socle.admin_confirme import AdminConfirme
from portal.socle.francais import compter
from portal.socle.marques import A_CONFIRMER, est_hypothese


def _a_confirmer(objet: RegleCalendrier | SeuilControle) -> str:
    """« à confirmer » beside any hypothesis (DOMAINE, mark H)."""
    return A_CONFIRMER if est_hypothese(objet.marque) else ""


@admin.register(RegleCalendrier)
class RegleCalendrierAdmin(AdminConfirme):
    """National rules give the dates of windows to come; those of a Caf are kept on its pages."""

    list_display = [
        "dispositif",
        "nature",
        "numero",
        "ouverture",
        "echeance",
        "delai_saisie",
        "marque",
        "a_confirmer",
    ]
    list_filter = ["dispositif", "nature", "marque"]
    search_fields = ["source"]
    form = RegleForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegleCalendrier]:
        return super().get_queryset(request).filter(caf=None)

    def effets(self, avant: Any | None, apres: RegleCalendrier) -> Iterable[str]:
        return effets_de_regle(apres, apres.caf_id)

    def has_delete_permission(
        self, request: HttpRequest, obj: RegleCalendrier | None = None
    ) -> bool:
        """A rule is edited, not deleted: the next loading would bring it back."""
        return False

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
class CampagneAdmin(AdminLectureSeule):
    """Windows are opened, moved and taken away from the calendar, by who keeps them there."""

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
    list_select_related = ["caf"]

    @admin.display(description="exercice", ordering="annee")
    def exercice(self, campagne: Campagne) -> str:
        return libelle_exercice(campagne.dispositif, campagne.annee)
