"""What a projection asks: whose files, which exercice, the values tried, the envelope."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from portal.socle.formats import parametre as en_clair
from portal.socle.formulaires import Acte, offrir
from portal.socle.nombres import EUROS, NombreInvalide, lire_nombre
from subventions.regles.bareme import Bareme
from subventions.regles.nombres import NombreRefuse, ecrire
from subventions.regles.parametres import DISPOSITIFS, PARAMETRES, TAUX, Parametre

DECIMALES = 6
PREFIXE = "essai_"


class ProjectionForm(Acte):
    """One field for each number of the formula: empty, what is in force stays."""

    perimetre = forms.ChoiceField(label="Dossiers")
    annee = forms.TypedChoiceField(label="Exercice", coerce=int)
    enveloppe = forms.CharField(
        label="Enveloppe", required=False, max_length=40, help_text="En euros, facultative."
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        baremes: Mapping[str, Bareme],
        perimetres: Mapping[str, str],
        annees: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data, initial={"annee": annees[0][0]})
        offrir(self, "perimetre", list(perimetres.items()))
        offrir(self, "annee", list(annees))
        self.parametres = {
            f"{PREFIXE}{dispositif}_{p.code}": (dispositif, p)
            for dispositif in baremes
            for p in PARAMETRES[dispositif]
            if not p.est_texte
        }
        for nom, (dispositif, attendu) in self.parametres.items():
            sujet = DISPOSITIFS[dispositif] if len(baremes) > 1 else ""
            self.fields[nom] = _champ(attendu, baremes[dispositif], sujet)

    def clean_enveloppe(self) -> Decimal | None:
        brut = self.cleaned_data["enveloppe"].strip()
        return _nombre(brut, 2, EUROS) if brut else None

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        self.essais: dict[str, dict[str, str]] = {}
        for nom, (dispositif, attendu) in self.parametres.items():
            brut = (donnees.get(nom) or "").strip()
            if not brut:
                continue
            try:
                lue = _lire(attendu, brut)
                self.essais.setdefault(dispositif, {})[attendu.code] = lue
            except forms.ValidationError as refus:
                self.add_error(nom, refus)
        if not self.essais and not self.errors:
            self.refuser("Donnez au moins une valeur à essayer.")
        return donnees


def _champ(attendu: Parametre, bareme: Bareme, sujet: str) -> forms.CharField:
    """``sujet`` names the dispositif where a page tries several."""
    valeur = bareme.valeur(attendu.code)
    actuel = "non publié" if valeur is None else en_clair(attendu.code, valeur)
    exemple = " Par exemple 55 %." if attendu.nature == TAUX else ""
    libelle = f"{attendu.libelle[0].upper()}{attendu.libelle[1:]}"
    return forms.CharField(
        label=f"{sujet} : {attendu.libelle}" if sujet else libelle,
        required=False,
        max_length=40,
        help_text=f"En vigueur aujourd’hui : {actuel}.{exemple}",
    )


def _lire(attendu: Parametre, brut: str) -> str:
    """A number as people write it, « 55 % » for a rate; refused where the barème refuses it."""
    en_pourcent = brut.endswith("%")
    nombre = _nombre(brut.removesuffix("%").strip(), DECIMALES, "")
    valeur = nombre / 100 if en_pourcent else nombre
    try:
        return attendu.lire(ecrire(valeur))
    except NombreRefuse as refus:
        raise forms.ValidationError(str(refus)) from None


def _nombre(brut: str, decimales: int, unite: str) -> Decimal:
    try:
        nombre = lire_nombre(brut, decimales=decimales, unite=unite)
    except NombreInvalide as refus:
        raise forms.ValidationError(refus.message) from None
    if nombre < 0:
        raise forms.ValidationError("Ce nombre ne peut pas être négatif.")
    return nombre
