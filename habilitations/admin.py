"""Technical administration: accounts and Cafs; the annuaire and rights are only read here."""

from typing import Any

import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 (registered here, to be taken away below)
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.db import transaction
from django.forms import ModelForm
from django.utils import timezone

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    AlerteDroit,
    Caf,
    CleCaf,
    Convention,
    Delegation,
    Equipement,
    Gestionnaire,
    Habilitation,
    Notification,
    Portefeuille,
    PosteConventionne,
    TransfertEquipement,
    Utilisateur,
)
from habilitations.services.adresses import prevenir_du_changement
from portal.socle.admin import AdminJournalise, AdminLectureSeule

# Directories come from the environment, links from the people themselves, sessions from logins:
# whoever wrote them here would open other people's accounts (docs/decisions/0053).
for modele in (SocialApp, SocialAccount, SocialToken, UserSession):
    if admin.site.is_registered(modele):
        admin.site.unregister(modele)


class UtilisateurForm(ModelForm):  # type: ignore[type-arg]
    password = ReadOnlyPasswordHashField(label="Mot de passe")

    class Meta:
        model = Utilisateur
        fields = ["email", "prenom", "nom", "telephone", "password", "is_active", "is_staff"]


@admin.register(Utilisateur)
class UtilisateurAdmin(AdminJournalise):
    """Accounts: no password is set here, people choose theirs by the reset link."""

    form = UtilisateurForm
    list_display = ["email", "nom", "prenom", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "nom", "prenom"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Utilisateur, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change and "email" in form.changed_data:
                prevenir_du_changement(obj, form.initial["email"], timezone.now())


@admin.register(Caf)
class CafAdmin(AdminJournalise):
    list_display = ["code", "nom", "telephone", "email", "siret"]
    search_fields = ["code", "nom"]

    def get_caf_id(self, objet: Caf) -> int | None:
        return objet.pk


@admin.register(AffectationAgent)
class AffectationAgentAdmin(AdminLectureSeule):
    """Given and ended in the annuaire; the first national administrator, by a command."""

    list_display = ["utilisateur", "fonction", "caf", "du", "au"]
    list_filter = ["fonction", "caf"]


@admin.register(Portefeuille)
class PortefeuilleAdmin(AdminLectureSeule):
    list_display = ["nom", "caf", "titulaire", "remplacant"]
    list_filter = ["caf"]
    search_fields = ["nom"]


@admin.register(Gestionnaire)
class GestionnaireAdmin(AdminLectureSeule):
    list_display = ["nom", "siret", "nature"]
    search_fields = ["nom", "siret"]


@admin.register(Adhesion)
class AdhesionAdmin(AdminLectureSeule):
    """Begun, amended and ended by its papers and on the page of its partner."""

    list_display = ["gestionnaire", "caf", "mode", "complete_le", "suspendue_le", "fin_le"]
    list_filter = ["caf", "mode"]


@admin.register(Equipement)
class EquipementAdmin(AdminLectureSeule):
    list_display = ["nom", "dispositif", "gestionnaire", "caf", "portefeuille"]
    list_filter = ["dispositif", "caf"]
    search_fields = ["nom", "gestionnaire__nom"]


@admin.register(Convention)
class ConventionAdmin(AdminLectureSeule):
    list_display = ["reference", "equipement", "du", "au"]
    search_fields = ["reference", "equipement__nom"]


@admin.register(Habilitation)
class HabilitationAdmin(AdminLectureSeule):
    """What the table says; whether it verifies is told by ``manage.py verifier_droits``."""

    list_display = ["utilisateur", "role", "gestionnaire", "caf", "du", "au", "suspendue_le"]
    list_filter = ["role", "caf"]
    search_fields = ["utilisateur__nom", "utilisateur__email", "gestionnaire__nom"]
    exclude = ["signature"]


@admin.register(Delegation)
class DelegationAdmin(AdminLectureSeule):
    list_display = ["gestionnaire", "caf", "du", "au", "signee_par", "signee_le", "retire_le"]
    list_filter = ["caf"]
    search_fields = ["gestionnaire__nom", "gestionnaire__siret"]
    exclude = ["signature"]


@admin.register(CleCaf)
class CleCafAdmin(AdminLectureSeule):
    list_display = ["caf", "identifiant", "du", "au", "revoquee_le"]
    list_filter = ["caf"]


@admin.register(AlerteDroit)
class AlerteDroitAdmin(AdminLectureSeule):
    list_display = ["acte", "motif", "vue_le", "reglee_le"]
    list_filter = ["motif"]
    date_hierarchy = "vue_le"


@admin.register(Notification)
class NotificationAdmin(AdminLectureSeule):
    list_display = ["equipement", "annee", "collectifs", "reference", "notifiee_le"]
    list_filter = ["annee", "equipement__caf"]
    search_fields = ["equipement__nom", "reference"]


@admin.register(PosteConventionne)
class PosteConventionneAdmin(AdminLectureSeule):
    list_display = ["intitule", "etp", "convention"]
    search_fields = ["intitule", "convention__reference", "convention__equipement__nom"]


@admin.register(TransfertEquipement)
class TransfertEquipementAdmin(AdminLectureSeule):
    list_display = ["equipement", "de", "vers", "le", "effectif_le", "annule_le"]
    search_fields = ["equipement__nom", "de__nom", "vers__nom"]
