"""Forms of the acts on a file: reasons, reach, dates. They validate, services decide."""

from datetime import date, timedelta
from typing import Any

from django import forms

from declarations.regles.calendrier import DELAI_CORRECTION
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import VOLETS, EmplacementGrille
from portal.socle.dates import ChampDate
from portal.socle.formulaires import ChampMotif, MotifForm


class AssistanceForm(MotifForm):
    """Why the adviser types in the partner's place."""

    motif = ChampMotif(help_text="Le partenaire lira ce texte.")


class RenvoiForm(MotifForm):
    """Reason given by the approbateur to a colleague."""

    motif = ChampMotif(label="Ce qui est à revoir")


class DerogationForm(MotifForm):
    """Reason and last day of a dérogation."""

    expire_le = ChampDate(
        label="Saisie possible jusqu’au",
        help_text="Ce jour inclus, jusqu’à minuit.",
    )
    field_order = ["expire_le", "motif"]


class ReouvertureForm(MotifForm):
    """Reason and due date of a rectificative."""

    pour_le = ChampDate(label="À rendre pour le", help_text="Ce jour inclus.")
    motif = ChampMotif(help_text="Le partenaire lira ce texte.")
    field_order = ["pour_le", "motif"]

    def __init__(self, *args: Any, jour: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pour_le"].initial = jour + timedelta(days=DELAI_CORRECTION)


class CorrectionForm(ReouvertureForm):
    """What is to correct: whole volets, or named fields."""

    volets = forms.MultipleChoiceField(
        label="Volets à revoir en entier",
        required=False,
        choices=[(v, LIBELLES_VOLET[v].capitalize()) for v in VOLETS],
        widget=forms.CheckboxSelectMultiple,
    )
    champs = forms.MultipleChoiceField(
        label="Ou seulement ces champs",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["volets", "champs", "motif", "pour_le"]

    def __init__(self, *args: Any, emplacements: list[EmplacementGrille], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groupes: dict[str, list[tuple[str, str]]] = {}
        for e in emplacements:
            titre = f"{LIBELLES_VOLET[e.champ.volet].capitalize()} – {e.section.titre}"
            groupes.setdefault(titre, []).append((e.chemin, e.libelle_complet))
        self.fields["champs"].choices = list(groupes.items())

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not donnees.get("volets") and not donnees.get("champs"):
            self.add_error("volets", "Choisissez au moins un volet ou un champ à corriger.")
        return donnees
