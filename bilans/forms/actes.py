"""Forms of the acts of the Caf on a bilan: reasons, reach, dates. Services decide."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from bilans.services.annotations import LONGUEUR_NOTE
from declarations.forms.actes import ReouvertureForm
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte, MotifForm, offrir

# Questions to tick, under the headings that they stand under: (chemin, label).
Choix = Mapping[str, Sequence[tuple[str, str]]]


class ComplementForm(ReouvertureForm):
    """What is to complete: named questions, or the whole bilan."""

    tout = forms.BooleanField(
        label="Tout le bilan", required=False, help_text="Le partenaire peut alors tout modifier."
    )
    questions = forms.MultipleChoiceField(
        label="Questions à compléter", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["motif", "pour_le", "tout", "questions"]

    def __init__(self, *args: Any, questions: Choix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "questions", list(questions.items()))

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not donnees.get("tout") and not donnees.get("questions"):
            self.add_error("questions", "Choisissez au moins une question, ou tout le bilan.")
        return donnees


class ModificationForm(MotifForm):
    """Why an answer is edited. Its prefix keeps its name apart from those of the answers."""

    motif = ChampMotif(
        label="Pourquoi modifiez-vous cette réponse ?",
        help_text="Le partenaire lira ce texte, avec votre nom.",
    )
    prefix = "modification"


class AnnotationForm(Acte):
    """A note to colleagues, with a token that makes a second click harmless."""

    jeton = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    texte = ChampTexte(
        label="Votre note",
        max_length=LONGUEUR_NOTE,
        error_messages={"required": "Écrivez votre note."},
        help_text="Seuls les agents de votre Caf la lisent, jamais le partenaire.",
    )
