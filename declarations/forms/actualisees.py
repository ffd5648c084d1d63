"""Form of an actualisée: the équipements chosen, and dates where the calendar gives none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from declarations.regles.calendrier import Fenetre
from declarations.services.actualisees import Candidat
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, offrir

DATES = ("ouvre_le", "echeance_le", "ferme_le")


class ActualiseeForm(Acte):
    """Équipements one by one, or all those that can be called; without JavaScript either."""

    ouvre_le = ChampDate(label="Ouverture de la saisie", help_text="Aujourd’hui ou avant.")
    echeance_le = ChampDate(label="Échéance", help_text="La date annoncée au partenaire.")
    ferme_le = ChampDate(
        label="Fin de saisie",
        help_text="Ce jour inclus. Le calendrier laisse d’ordinaire 30 jours après l’échéance.",
    )
    toutes = forms.BooleanField(
        label="Tous les équipements qui peuvent être appelés", required=False
    )
    equipements = forms.TypedMultipleChoiceField(
        label="Équipements",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "Un des équipements choisis ne peut pas être appelé."},
    )

    def __init__(
        self,
        *args: Any,
        candidats: Sequence[Candidat],
        avec_dates: bool,
        jour: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidats = candidats
        offrir(self, "equipements", [(c.equipement.pk, str(c.equipement)) for c in candidats])
        self.fields["ouvre_le"].initial = jour
        if not avec_dates:
            for nom in DATES:
                del self.fields[nom]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("toutes"):
            donnees["equipements"] = [c.equipement.pk for c in self.candidats if c.peut_etre_appele]
        if not donnees.get("equipements") and "equipements" not in self.errors:
            self.add_error("equipements", "Choisissez au moins un équipement.")
        return donnees

    @property
    def choisis(self) -> set[int]:
        """Équipements ticked, to show them again ticked."""
        if not isinstance(self.data, QueryDict):
            return set()
        return {int(pk) for pk in self.data.getlist("equipements") if pk.isdecimal()}

    @property
    def dates(self) -> Fenetre | None:
        """The window asked for, None when the calendar gives it."""
        if "ouvre_le" not in self.fields:
            return None
        return Fenetre(**{nom: self.cleaned_data[nom] for nom in DATES})
