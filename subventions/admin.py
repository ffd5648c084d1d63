"""Technical administration: barèmes are edited and journalled, computations only read."""

from django.contrib import admin
from django.forms import ModelForm

from portal.socle.admin import AdminJournalise, AdminLectureSeule
from subventions.models import Calcul, LigneBareme


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
class LigneBaremeAdmin(AdminJournalise):
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
