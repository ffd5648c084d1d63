"""Forms of what both sides exchange on a file: papers, messages, receipts to check."""

from typing import Any

from django import forms
from django.http import QueryDict

from portal.dossiers.models.messages import LONGUEUR_MESSAGE
from portal.dossiers.models.pieces import LONGUEUR_LIBELLE
from portal.socle.formulaires import Acte, ChampTexte, champ_de, offrir
from portal.socle.formulaires_fichiers import Echange


class PieceForm(Echange):
    """A paper for the file, or for one place of it, which ``cle`` names."""

    cle = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    libelle = forms.CharField(
        label="Ce que c’est",
        max_length=LONGUEUR_LIBELLE,
        error_messages={"required": "Dites en quelques mots ce qu’est cette pièce."},
    )
    fichier = forms.FileField(
        label="Fichier", error_messages={"required": "Choisissez un fichier."}
    )


class MessageForm(Echange):
    """A message to the other side, with a paper if need be."""

    texte = ChampTexte(
        label="Votre message",
        max_length=LONGUEUR_MESSAGE,
        error_messages={"required": "Écrivez votre message."},
    )
    fichier = forms.FileField(label="Joindre un fichier", required=False)


class ChoixEnLotForm(Acte):
    """What was ticked in a list of files, or all that its filters keep; heirs add what to do."""

    choix = forms.TypedMultipleChoiceField(coerce=int, required=False)
    toutes = forms.BooleanField(required=False)
    question = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Any number passes: each file is looked at again within what the person may see.
        recus = self.data.getlist("choix") if isinstance(self.data, QueryDict) else []
        offrir(self, "choix", [(c, c) for c in recus if c.isascii() and c.isdigit()])

    def libelle_de(self, action: str) -> str:
        """The words of what there is to do, in the ``action`` that heirs declare."""
        possibles = champ_de(self, "action", forms.ChoiceField).choices
        return str(dict(possibles)[action])  # type: ignore[arg-type]  # pairs, as declared


class VerificationForm(Acte):
    """Reference and hash of a receipt."""

    reference = forms.CharField(
        label="Référence du récépissé",
        max_length=60,
        help_text="En tête du récépissé, par exemple ER-2025-R-000042 ou BILAN-CLAS-2025-000042.",
        error_messages={"required": "Recopiez la référence du récépissé."},
    )
    empreinte = forms.CharField(
        label="Empreinte",
        max_length=200,
        help_text="Les 64 caractères imprimés à la fin du récépissé ; les espaces ne comptent pas.",
        error_messages={"required": "Recopiez l’empreinte du récépissé."},
    )
