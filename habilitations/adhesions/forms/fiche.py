"""Forms of the fiche d'identification, one for each section. They validate, services decide."""

from collections.abc import Mapping
from typing import Any

from django import forms

from habilitations.adhesions.regles.fiche import (
    GESTIONNAIRE,
    ROLES_DECLARATION,
    TOUS,
    Section,
)
from habilitations.models import Dispositif, OrganisationER, Role
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampCourriel, ChampTexte

COURRIEL = {
    "required": "Écrivez une adresse électronique complète.",
    "invalid": "Écrivez une adresse électronique complète.",
}


def _courriel(**kwargs: Any) -> ChampCourriel:
    kwargs.setdefault("label", "Adresse électronique")
    return ChampCourriel(error_messages=COURRIEL, **kwargs)


def _telephone() -> forms.CharField:
    champ = forms.TextInput(attrs={"inputmode": "tel"})
    return forms.CharField(
        label="Téléphone (facultatif)", max_length=30, required=False, widget=champ
    )


def _texte(label: str, message: str, *, maximum: int = 200, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=maximum, error_messages={"required": message}, **kwargs
    )


class SectionForm(Acte):
    """Base: what the page saw of the section, so that nobody overwrites somebody else's words."""

    vue = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def valeurs(self) -> dict[str, Any]:
        """What the service takes; once the form is valid."""
        return {c: v for c, v in self.cleaned_data.items() if c != "vue"}


class PartenaireForm(SectionForm):
    nom = _texte("Nom du partenaire", "Indiquez le nom du partenaire.")
    adresse = _texte("Adresse du siège", "Indiquez l’adresse du siège.", maximum=300)
    telephone = _telephone()


class RepresentantForm(SectionForm):
    nom = _texte("Prénom et nom", "Indiquez le prénom et le nom.")
    qualite = _texte(
        "Qualité",
        "Indiquez la qualité du représentant légal.",
        maximum=100,
        help_text="Par exemple présidente, maire, président de l’intercommunalité.",
    )
    courriel = _courriel()
    telephone = _telephone()


class MandataireForm(SectionForm):
    """Nobody acts for the representative when the name is left empty."""

    nom = _texte(
        "Prénom et nom",
        "",
        required=False,
        help_text="Laissez vide si le représentant légal signe et agit lui-même.",
    )
    qualite = _texte("Qualité", "", maximum=100, required=False)
    courriel = _courriel(required=False, label="Adresse électronique (facultatif)")
    telephone = _telephone()
    mandat_du = ChampDate(
        label="Mandat donné le",
        required=False,
        help_text="Date de la délégation de signature, du pouvoir ou de la délibération.",
    )

    @property
    def valeurs(self) -> dict[str, Any]:
        le = self.cleaned_data["mandat_du"]
        return {**super().valeurs, "mandat_du": le.isoformat() if le else ""}


class ContactForm(SectionForm):
    nom = _texte("Prénom et nom", "Indiquez le nom du contact.")
    fonction = _texte("Fonction (facultatif)", "", maximum=100, required=False)
    courriel = _courriel(required=False, label="Adresse électronique (facultatif)")
    telephone = _telephone()


class EquipementForm(SectionForm):
    nom = _texte("Nom de l’équipement", "Indiquez le nom de l’équipement.")
    dispositif = forms.ChoiceField(
        label="Ce que la Caf finance",
        choices=[("", "Choisissez"), *Dispositif.choices],
        error_messages={"required": "Choisissez ce que la Caf finance."},
    )
    adresse = forms.CharField(label="Adresse (facultatif)", max_length=300, required=False)
    lieux = ChampTexte(
        label="Lieux d’accueil",
        lignes=3,
        max_length=3000,
        required=False,
        help_text="Pour un Espace de rencontre : un lieu par ligne.",
    )
    organisation = forms.ChoiceField(
        label="Plusieurs lieux",
        choices=[
            ("", "Sans objet : un seul lieu, ou pas un Espace de rencontre"),
            *(c for c in OrganisationER.choices if c[0] != OrganisationER.MONO_LIEU),
        ],
        required=False,
    )

    @property
    def valeurs(self) -> dict[str, Any]:
        lignes = (" ".join(ligne.split()) for ligne in self.cleaned_data["lieux"].splitlines())
        return {**super().valeurs, "lieux": list(dict.fromkeys(filter(None, lignes)))}


class PersonneForm(SectionForm):
    """A person and the roles asked for them, on équipements of the fiche (keys to names)."""

    prenom = _texte("Prénom", "Indiquez le prénom.", maximum=100)
    nom = _texte("Nom", "Indiquez le nom.", maximum=100)
    courriel = _courriel(help_text="Une adresse par personne : les comptes ne se partagent pas.")
    telephone = _telephone()

    def __init__(
        self, *args: Any, equipements: Mapping[str, str], delegue: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for role in ROLES_DECLARATION:
            self.fields[role] = forms.MultipleChoiceField(
                label=Role(role).label,
                choices=[(TOUS, "Tous les équipements"), *equipements.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if delegue:
            self.fields[GESTIONNAIRE] = forms.BooleanField(
                label=Role(GESTIONNAIRE).label,
                required=False,
                help_text="Donne et retire les droits des autres personnes, sans voir les "
                "déclarations. Il est prudent d’en désigner deux.",
            )

    @property
    def valeurs(self) -> dict[str, Any]:
        lues = super().valeurs
        roles = {role: list(lues.pop(role)) for role in ROLES_DECLARATION}
        if lues.pop(GESTIONNAIRE, False):
            roles[GESTIONNAIRE] = [TOUS]
        return {**lues, "roles": roles}


FORMULAIRES: Mapping[Section, type[SectionForm]] = {
    Section.PARTENAIRE: PartenaireForm,
    Section.REPRESENTANT: RepresentantForm,
    Section.MANDATAIRE: MandataireForm,
    Section.CONTACTS: ContactForm,
    Section.EQUIPEMENTS: EquipementForm,
    Section.PERSONNES: PersonneForm,
}


def initiales(section: Section, valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of what is kept."""
    dites = dict(valeurs)
    if section == Section.EQUIPEMENTS:
        dites["lieux"] = "\n".join(dites.get("lieux") or ())
    if section == Section.PERSONNES:
        dites |= dites.pop("roles", {})
    return dites
