"""Technical administration: barèmes, computations and rights are only read."""

from django.contrib import admin

from portal.socle.admin import AdminLectureSeule
from subventions.models import Calcul, DecisionDroit, Droit, LigneBareme, ReglageSubventions


@admin.register(LigneBareme)
class LigneBaremeAdmin(AdminLectureSeule):
    """Read only: a value is proposed and published on the pages of the barèmes."""

    list_display = [
        "dispositif",
        "parametre",
        "portee",
        "valeur_ecrite",
        "debut",
        "fin",
        "marque",
        "remplacee_le",
        "a_confirmer",
    ]
    list_filter = ["dispositif", "marque", "caf"]
    search_fields = ["parametre", "source", "note"]
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
class ReglageSubventionsAdmin(AdminLectureSeule):
    """Read only: a Caf sets its threshold from its own list of rights."""

    list_display = ["caf", "seuil_decision"]
    list_select_related = ["caf"]
