"""What is copied from a receipt to have it checked."""

from django import forms

from portal.socle.formulaires import Acte


class VerificationForm(Acte):
    """Reference and hash of a receipt."""

    reference = forms.CharField(
        label="Référence du récépissé",
        max_length=60,
        help_text="En tête du récépissé, par exemple ER-2025-R-000042.",
        error_messages={"required": "Recopiez la référence du récépissé."},
    )
    empreinte = forms.CharField(
        label="Empreinte",
        max_length=200,
        help_text="Les 64 caractères imprimés à la fin du récépissé ; les espaces ne comptent pas.",
        error_messages={"required": "Recopiez l’empreinte du récépissé."},
    )
