"""The form of a Caf."""

from django import forms

from habilitations.annuaire.forms.fiches import FicheForm, champ_siret
from portal.socle.formulaires import ChampCourriel


class CafForm(FicheForm):
    """How a Caf is reached, and its SIRET."""

    siret = champ_siret()
    telephone = forms.CharField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = ChampCourriel(label="Adresse électronique", max_length=254, required=False)
