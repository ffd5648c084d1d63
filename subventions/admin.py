"""Technical administration: barèmes are edited and journalled, computations only read."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from portal.socle.admin import AdminLectureSeule
from portal.socle.admin_confirme import AdminConfirme
from portal.socle.formats import euros
from portal.socle.francais import compter
from subventions.models import Calcul, DecisionDroit, Droit, LigneBareme, ReglageSubventions
from subventions.services.baremes import calculs_faits_avec


class LigneBaremeForm(ModelForm):
    class Meta:
        model = LigneBareme
        fields = [
            "caf",
            "dispositif",
            "parametre",
            "valeur",
            "texte",
            "debut",
            "fin",
            "source",
            "marque",
            "note",
        ]


@admin.register(LigneBareme)
class LigneBaremeAdmin(AdminConfirme):
    """A value in force is not rewritten: close the line, then add the next one."""

    form = LigneBaremeForm
    list_display = [
        "dispositif",
        "parametre",
        "portee",
        "valeur_ecrite",
        "debut",
        "fin",
        "marque",
        "a_confirmer",
    ]
    list_filter = ["dispositif", "marque", "caf"]
    search_fields = ["parametre", "source", "note"]
    autocomplete_fields = ["caf"]
    list_select_related = ["caf"]

    def effets(self, avant: LigneBareme | None, apres: LigneBareme) -> Iterable[str]:
        figes = calculs_faits_avec(avant or apres).count()
        yield "Les estimations des déclarations pas encore transmises suivent dès maintenant."
        if figes:
            yield (
                f"{compter(figes, 'calcul')} déjà {'figés' if figes > 1 else 'figé'} pour ces "
                "exercices : les montants transmis ne changent pas."
            )

    def has_delete_permission(self, request: HttpRequest, obj: LigneBareme | None = None) -> bool:
        """A line that entered a computation stays: it explains an amount. Close it instead."""
        utilisee = obj is not None and calculs_faits_avec(obj).exists()
        return not utilisee and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deletion in bulk: lines that were used would go along."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="à confirmer")
    def a_confirmer(self, ligne: LigneBareme) -> str:
        """The note, or « à confirmer » for any hypothesis (DOMAINE, mark H)."""
        if not ligne.en_parametre().est_a_confirmer:
            return ""
        return ligne.note or "à confirmer"


@admin.register(Calcul)
class CalculAdmin(AdminLectureSeule):
    list_display = ["cree_le", "dispositif", "annee", "gestionnaire", "caf", "statut", "montant"]
    list_filter = ["dispositif", "statut", "annee", "caf"]
    search_fields = ["gestionnaire__nom", "gestionnaire__siret", "empreinte"]
    list_select_related = ["gestionnaire", "caf"]


@admin.register(Droit)
class DroitAdmin(AdminLectureSeule):
    list_display = ["dispositif", "annee", "nature", "numero", "equipement", "etat", "ouvert_le"]
    list_filter = ["etat", "nature", "dispositif", "caf"]
    list_select_related = ["equipement"]


@admin.register(DecisionDroit)
class DecisionDroitAdmin(AdminLectureSeule):
    list_display = ["droit", "etat", "a_confirmer", "proposee_par", "proposee_le"]
    list_filter = ["etat"]
    list_select_related = ["droit__equipement", "proposee_par"]


@admin.register(ReglageSubventions)
class ReglageSubventionsAdmin(AdminConfirme):
    """What a Caf decided about its money; decisions already taken keep the threshold of then."""

    list_display = ["caf", "seuil_decision"]
    autocomplete_fields = ["caf"]
    list_select_related = ["caf"]

    def effets(self, avant: Any | None, apres: ReglageSubventions) -> Iterable[str]:
        yield (
            "Les décisions à venir de cette Caf demanderont une deuxième signature au-delà de "
            f"{euros(apres.seuil_decision)} d’écart ; celles déjà proposées ne changent pas."
        )
