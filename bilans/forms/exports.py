"""How what is chosen is taken away: its kind of file, codes or labels, and for whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bilans.exports.donnees import EXTENSIONS, FORMATS
from bilans.presentation.rapport import PARTIES, RESULTATS

RAPPORT = "pdf"
CODES, LIBELLES = "codes", "libelles"
EXTENSIONS_DE = {**EXTENSIONS, RAPPORT: "pdf"}


class ExportForm(forms.Form):
    genre = forms.ChoiceField(
        label="Fichier",
        choices=[*FORMATS, (RAPPORT, "Rapport imprimable (PDF)")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    valeurs = forms.ChoiceField(
        label="Réponses à choix",
        choices=[(LIBELLES, "Libellés"), (CODES, "Codes")],
        widget=forms.RadioSelect,
        initial=LIBELLES,
        help_text="Le dictionnaire des données, joint, donne le libellé de chaque code.",
    )
    contenu = forms.MultipleChoiceField(
        label="Contenu du rapport imprimable",
        choices=list(PARTIES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=[RESULTATS],
        required=False,
    )
    croise = forms.MultipleChoiceField(
        label="Croisements à joindre au rapport imprimable",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Ceux que vous venez de lire ou que vous gardez parmi vos vues.",
    )
    diffuser = forms.BooleanField(
        label="À diffuser hors de la Caf",
        required=False,
        help_text="Les petits effectifs sont masqués ; les données ne nomment aucun partenaire.",
    )
    question = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1800)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        croisables: Sequence[tuple[str, str]],
        *,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        if croisables:
            champ = self.fields["croise"]
            assert isinstance(champ, forms.MultipleChoiceField)  # noqa: S101 (declared above)
            champ.choices = list(croisables)
        else:
            del self.fields["croise"]
