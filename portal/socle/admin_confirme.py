"""What is set for everybody – thresholds, barèmes, dates – is looked at again before it is saved.

The page of confirmation says each value before and after, and what will change; the journal and
the history of the administration keep both.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.socle.admin import AdminJournalise
from portal.socle.formats import date_fr, nombre

CONFIRME = "_confirme"
VIDE = "vide"


class AdminConfirme(AdminJournalise):
    """ModelAdmin of values that count for others: nothing is written by the first sending."""

    def effets(self, avant: Any | None, apres: Any) -> Iterable[str]:
        """What saving ``apres`` will change, in sentences; ``avant`` is None for a new row."""
        return ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and CONFIRME not in request.POST:
            page = self._confirmer(request, object_id)
            if page is not None:
                return page
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _confirmer(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The page of confirmation; None for what Django itself must answer: mistakes, refusals."""
        avant = self.get_object(request, unquote(object_id)) if object_id else None
        permis = (
            self.has_change_permission(request, avant)
            if object_id
            else self.has_add_permission(request)
        )
        if not permis or (object_id and avant is None):
            return None
        forme = self.get_form(request, avant, change=bool(object_id))
        formulaire = forme(request.POST, request.FILES, instance=copy(avant))
        if not formulaire.is_valid() or not formulaire.has_changed():
            return None
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Confirmer : {self.opts.verbose_name}",
            "objet": avant or formulaire.instance,
            "changements": changements(avant, formulaire),
            "effets": list(self.effets(avant, formulaire.instance)),
            "envoyes": [
                (nom, valeur)
                for nom, valeurs in request.POST.lists()
                if nom not in ("csrfmiddlewaretoken", IS_POPUP_VAR)
                for valeur in valeurs
            ],
            "confirme": CONFIRME,
        }
        return TemplateResponse(request, "admin/confirmer.html", contexte)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """Each field with its value before and after, for the history of the administration."""
        if add or not form.changed_data:
            return super().construct_change_message(request, form, formsets, add)
        dits = [f"{nom} ({a} → {b})" for nom, a, b in _depuis_le_formulaire(form)]
        return [{"changed": {"fields": dits}}]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        dits = _depuis_le_formulaire(form) if change else changements(None, form)
        self._avant_apres = {nom: [a, b] for nom, a, b in dits}
        super().save_model(request, obj, form, change)

    def _journaliser(
        self, request: HttpRequest, verbe: str, objet: Any, details: dict[str, Any]
    ) -> None:
        if verbe in ("modifie", "ajoute"):
            details = {**details, "valeurs": self._avant_apres}
        super()._journaliser(request, verbe, objet, details)


def changements(avant: Any | None, formulaire: "ModelForm[Any]") -> list[tuple[str, str, str]]:
    """Label, value before and value after of each field that a form changes."""
    lignes = []
    for nom in formulaire.changed_data:
        etiquette = str(formulaire.fields[nom].label or nom)
        ancien = en_mots(avant, nom) if avant is not None else VIDE
        lignes.append((etiquette, ancien, en_mots(formulaire.instance, nom)))
    return lignes


def _depuis_le_formulaire(formulaire: "ModelForm[Any]") -> list[tuple[str, str, str]]:
    """The same once the row is saved: values before are those that the form started from."""
    modele = type(formulaire.instance)
    avant = modele()
    for nom, valeur in formulaire.initial.items():
        try:
            champ = modele._meta.get_field(nom)
        except FieldDoesNotExist:
            continue
        if isinstance(champ, models.Field):
            setattr(avant, champ.attname, valeur)
    return changements(avant, formulaire)


def en_mots(objet: Any, nom: str) -> str:
    """A value as people read it: its choice, its number, its day; « vide » for none."""
    affiche = getattr(objet, f"get_{nom}_display", None)
    valeur = affiche() if affiche else getattr(objet, nom)
    if valeur is None or valeur == "":
        return VIDE
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if hasattr(valeur, "year"):
        return date_fr(valeur)
    return nombre(valeur) if hasattr(valeur, "as_tuple") else str(valeur)
