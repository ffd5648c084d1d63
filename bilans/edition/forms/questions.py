"""One question: what is typed of it, by type, and back to its properties."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bilans.edition.forms.textes import ChampAide, ChampIntitule
from bilans.edition.regles.types import proprietes_de
from bilans.presentation.questions import GENRES
from bilans.regles.questionnaire import Question
from portal.saisie.regles.champs import SAISIE
from portal.socle.formats import nombre
from portal.socle.formulaires import Acte, ChampNombre, offrir

DECLARATION = "declaration"
ORIGINES = (
    (SAISIE, "La personne qui répond"),
    (DECLARATION, "La déclaration : elle est lue, et se corrige là-bas"),
)


class ChampBorne(ChampNombre):
    """A bound, or none, below zero perhaps: gives a Decimal or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(negatif=True, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class QuestionForm(Acte):
    """What goes with the type of a question, and nothing else."""

    libelle = ChampIntitule(label="Intitulé", demande="Indiquez l’intitulé.")
    aide = ChampAide()
    type = forms.ChoiceField(label="Type de réponse", choices=tuple(GENRES.items()))
    obligatoire = forms.BooleanField(label="Réponse obligatoire", required=False)
    ne_sait_pas = forms.BooleanField(label="Accepter « Ne sait pas »", required=False)
    reprise = forms.BooleanField(
        label="Proposer de reporter la réponse de l’an dernier", required=False
    )
    minimum = ChampBorne(label="Au moins", decimales=6, required=False)
    maximum = ChampBorne(label="Au plus", decimales=6, required=False)
    unite = forms.CharField(
        label="Unité", max_length=30, required=False, help_text="Par exemple : enfants, heures."
    )
    moins = forms.IntegerField(label="Réponses au moins", min_value=0, required=False)
    plus = forms.IntegerField(label="Réponses au plus", min_value=1, required=False)
    partage = forms.ChoiceField(label="Chiffre de la déclaration", required=False)
    origine = forms.ChoiceField(label="Qui donne la réponse", choices=ORIGINES)

    def __init__(
        self,
        *args: Any,
        question: Question,
        partages: tuple[tuple[str, str], ...] = (),
        publiee: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initiales(question) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.question = question
        siennes = proprietes_de(question.type)
        for nom in list(self.fields):
            if nom not in siennes:
                del self.fields[nom]
        if "partage" in self.fields:
            offrir(self, "partage", [("", "Aucun"), *partages])
            self.fields[
                "partage"
            ].help_text = "Les deux réponses doivent être les mêmes ; une différence se justifie."
            if not partages and not question.partage:
                del self.fields["partage"]
        if publiee:
            self.fields["type"].disabled = True
            self.fields["type"].help_text = "Ce code a été publié : son type ne change plus."

    @property
    def proprietes(self) -> Mapping[str, Any]:
        """What was typed, by names of properties; to be asked of a valid form."""
        return {nom: self.cleaned_data[nom] for nom in self.fields}


def _initiales(question: Question) -> dict[str, Any]:
    lues = {nom: getattr(question, nom) for nom in proprietes_de(question.type)}
    for nom in ("minimum", "maximum"):
        if nom in lues:
            lues[nom] = "" if lues[nom] is None else nombre(lues[nom])
    return lues
