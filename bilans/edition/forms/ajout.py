"""Adding an element, putting it elsewhere, giving it another code."""

from typing import Any

from django import forms

from bilans.edition.forms.textes import ChampIntitule
from bilans.presentation.questions import GENRES
from bilans.regles.verification.elements import CODE
from portal.socle.formulaires import Acte, offrir

FORME = rf"^(?:{CODE.pattern})$"
CODE_INVALIDE = "Des lettres sans accent, des chiffres, _ et -, sans espace."


class AjoutForm(Acte):
    """What is asked, and how; the code comes from the label unless one is given."""

    RUBRIQUE = "rubrique"

    libelle = ChampIntitule(label="Intitulé", demande="Indiquez l’intitulé.")
    type = forms.ChoiceField(
        label="Type de réponse", choices=(*GENRES.items(), (RUBRIQUE, "Rubrique (un titre)"))
    )
    code = forms.RegexField(
        FORME,
        label="Code",
        required=False,
        max_length=64,
        help_text="Facultatif : sans code, il vient de l’intitulé.",
        error_messages={"invalid": CODE_INVALIDE},
    )

    def __init__(self, *args: Any, section: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if section:
            offrir(self, "type", ((self.RUBRIQUE, "Rubrique (un titre)"),))
            self.fields["libelle"].label = "Titre"


class PlaceForm(Acte):
    """A group, and after which of its elements; last when it is not one of them."""

    groupe = forms.ChoiceField(label="Dans", required=False)
    apres = forms.ChoiceField(
        label="Juste après",
        required=False,
        help_text="Sans choix, ou si cet élément est dans une autre rubrique : à la fin.",
    )

    def __init__(
        self,
        *args: Any,
        groupes: tuple[tuple[str, str], ...],
        apres: tuple[tuple[str, str], ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "groupe", groupes)
        offrir(self, "apres", [("", "À la fin"), *apres])


class CodeForm(Acte):
    """Another code."""

    code = forms.RegexField(
        FORME,
        label="Code",
        max_length=64,
        error_messages={"required": "Indiquez un code.", "invalid": CODE_INVALIDE},
    )
