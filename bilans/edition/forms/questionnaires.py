"""A new questionnaire, a file to import, a date of publication."""

from typing import Any

from django import forms

from bilans.edition.forms.textes import ChampIntitule
from bilans.edition.regles.codes import RESERVE
from portal.socle.dates import ChampDate
from portal.socle.formats import poids
from portal.socle.formulaires import Acte, ChampMotif, MotifForm
from portal.socle.lecture_classeurs import TAILLE_MAX

LONGUEUR_TITRE = 200
FORMATS = ".xlsx,.txt,.tsv,.toml"


class TitreForm(Acte):
    """The title, as people who answer read it."""

    titre = ChampIntitule(label="Titre", max_length=LONGUEUR_TITRE, demande="Indiquez le titre.")


class NouveauForm(TitreForm):
    """A national questionnaire: its code for good, its title, and a file to begin from."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        label="Code",
        max_length=60,
        help_text="Des minuscules sans accent, des chiffres et _, par exemple bilan_clas. Il ne "
        "change plus : il nomme les exports.",
        error_messages={
            "required": "Indiquez un code.",
            "invalid": "Des minuscules sans accent, des chiffres et _, en commençant par une "
            "lettre.",
        },
    )
    fichier = forms.FileField(
        label="Partir d’un fichier",
        required=False,
        help_text=f"Un classeur XLSForm (.xlsx), la structure d’un questionnaire LimeSurvey "
        f"(.txt, .tsv) ou un export du portail (.toml) ; {poids(TAILLE_MAX)} au plus. Sans "
        f"fichier, le questionnaire commence vide.",
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={"empty": "Ce fichier est vide."},
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if RESERVE.match(code):
            raise forms.ValidationError("Un code national ne commence pas comme celui d’une Caf.")
        return code


class ImportForm(Acte):
    """The file that becomes the next version."""

    fichier = forms.FileField(
        label="Fichier",
        help_text=f"Un classeur XLSForm (.xlsx), la structure d’un questionnaire LimeSurvey "
        f"(.txt, .tsv) ou un export du portail (.toml) ; {poids(TAILLE_MAX)} au plus.",
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


class ArchivageForm(MotifForm):
    """Why it is not asked any more."""

    motif = ChampMotif(lignes=3, max_length=1000, help_text="Il reste au journal.")


class PublicationForm(Acte):
    """From when, and that what is to be known was read."""

    vaut_le = ChampDate(
        label="Vaut à partir du",
        help_text="Les bilans qui s’ouvrent à partir de ce jour prennent cette version. Ceux qui "
        "sont déjà ouverts gardent la leur.",
    )
    vus = forms.BooleanField(
        label="J’ai lu les points à savoir",
        required=False,
        error_messages={"required": "Cochez la case."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, a_lire: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not a_lire:
            del self.fields["vus"]


class MessageForm(Acte):
    """What is said to who gives an answer that is not accepted."""

    message = forms.CharField(label="Message", max_length=300, required=False)
