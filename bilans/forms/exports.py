"""How what is chosen is taken away: its kind of file, codes or labels, and for whom."""

from django import forms

from bilans.exports.donnees import EXTENSIONS, FORMATS

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
    diffuser = forms.BooleanField(
        label="À diffuser hors de la Caf",
        required=False,
        help_text="Les petits effectifs sont masqués ; les données ne nomment aucun partenaire.",
    )
    question = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1800)
