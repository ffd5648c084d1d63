"""A refusal of a service is always shown: beside its field, or above the form."""

import pytest
from django import forms

from portal.socle.formulaires import Acte


class EssaiForm(Acte):
    motif = forms.CharField(required=False)
    cle = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("champ", "ou"),
    [("motif", "motif"), ("cle", "__all__"), ("absent", "__all__"), (None, "__all__")],
)
def test_un_refus_se_lit_quelque_part(champ: str | None, ou: str) -> None:
    formulaire = EssaiForm({})

    formulaire.refuser("Indiquez le motif.", champ)

    assert dict(formulaire.errors) == {ou: ["Indiquez le motif."]}
