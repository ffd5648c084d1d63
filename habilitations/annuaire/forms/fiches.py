"""Forms of partners, équipements, lieux and conventions. They validate, services decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from habilitations.annuaire.regles.changements import empreinte
from habilitations.annuaire.services.ecriture import DEPUIS, en_mots
from habilitations.models import Dispositif, Gestionnaire, OrganisationER
from portal.socle.dates import ChampDate
from portal.socle.formats import ecrire_siret
from portal.socle.formulaires import Acte, ChampMotif, offrir

CHOISIR = ("", "Choisissez")


class FicheForm(Acte):
    """A fiche that exists is sent with the state it was drawn from: two people lose nothing."""

    depuis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, fiche: models.Model | None = None, champs: Any = (), **kwargs: Any
    ) -> None:
        self.actuelle = empreinte(en_mots(fiche, champs)) if fiche else ""
        if fiche:
            initial = {champ: getattr(fiche, champ) for champ in champs}
            initial = {c: v.pk if isinstance(v, models.Model) else v for c, v in initial.items()}
            kwargs["initial"] = initial | {DEPUIS: self.actuelle} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if fiche is None:
            del self.fields[DEPUIS]

    def refuser(self, message: str, champ: str | None = None) -> None:
        """Somebody changed the fiche meanwhile: what was typed stays, over what they left."""
        if champ == DEPUIS:
            self.retaper(DEPUIS, self.actuelle)
        super().refuser(message, champ)


def champ_siret(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label="SIRET",
        max_length=40,
        help_text="14 chiffres ; les espaces sont compris.",
        error_messages={"required": "Indiquez le SIRET."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )


class GestionnaireForm(FicheForm):
    """Who a partner is."""

    nom = forms.CharField(
        label="Nom", max_length=200, error_messages={"required": "Indiquez le nom du partenaire."}
    )
    nature = forms.ChoiceField(
        label="Nature",
        choices=[CHOISIR, *Gestionnaire.Nature.choices],
        error_messages={"required": "Choisissez la nature du partenaire."},
    )
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)

    field_order = ("caf", "siret", "nom", "nature", "adresse")


class NouveauGestionnaireForm(GestionnaireForm):
    """A partner added to the annuaire."""

    siret = champ_siret()


class SiretForm(Acte):
    """Another SIRET, and why."""

    siret = champ_siret()
    motif = ChampMotif(demande="Indiquez pourquoi le SIRET change.", lignes=3)
    signer = forms.BooleanField(
        label="Signer de nouveau les droits de ce partenaire à votre Caf",
        help_text="Vous en répondez alors sous le nouveau SIRET. Sans cela, ils restent valables.",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, signataire: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not signataire:
            del self.fields["signer"]


class EquipementForm(FicheForm):
    """What an équipement is, and who follows it."""

    gestionnaire = forms.TypedChoiceField(
        label="Gestionnaire",
        coerce=int,
        error_messages={"required": "Choisissez le gestionnaire."},
    )
    dispositif = forms.ChoiceField(
        label="Dispositif",
        choices=[CHOISIR, *Dispositif.choices],
        error_messages={"required": "Choisissez le dispositif."},
    )
    nom = forms.CharField(
        label="Nom", max_length=200, error_messages={"required": "Indiquez le nom."}
    )
    organisation = forms.ChoiceField(
        label="Organisation",
        choices=[("", "Sans objet"), *OrganisationER.choices],
        required=False,
        help_text="Pour un Espace de rencontre seulement.",
    )
    portefeuille = forms.TypedChoiceField(
        label="Portefeuille",
        coerce=int,
        error_messages={"required": "Choisissez le portefeuille."},
    )
    ouvert_le = ChampDate(label="Ouvert le", required=False)

    def __init__(
        self,
        *args: Any,
        portefeuilles: Mapping[int, str],
        gestionnaires: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "portefeuille", [CHOISIR, *portefeuilles.items()])
        if gestionnaires is None:
            del self.fields["gestionnaire"]
        else:
            offrir(self, "gestionnaire", [CHOISIR, *gestionnaires.items()])

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if "gestionnaire" in donnees:
            donnees["gestionnaire_id"] = donnees.pop("gestionnaire")
        return donnees


class FermetureForm(Acte):
    """The last day, and why."""

    le = ChampDate(label="Dernier jour", help_text="Ses déclarations restent ce qu’elles sont.")
    motif = ChampMotif(demande="Indiquez pourquoi cet équipement ferme.", lignes=3)


class LieuForm(FicheForm):
    """A place where an Espace de rencontre receives."""

    nom = forms.CharField(
        label="Nom du lieu", max_length=150, error_messages={"required": "Indiquez le nom du lieu."}
    )
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    ouvert_le = ChampDate(label="Ouvert le", required=False)
    ferme_le = ChampDate(
        label="Fermé le", required=False, help_text="Le dernier jour où l’on y reçoit."
    )


class ConventionForm(FicheForm):
    """A convention d'objectifs et de financement."""

    reference = forms.CharField(
        label="Référence",
        max_length=60,
        error_messages={"required": "Indiquez la référence de la convention."},
    )
    du = ChampDate(label="Du")
    au = ChampDate(label="Au")


def libelle_gestionnaire(gestionnaire: Gestionnaire) -> str:
    return f"{gestionnaire.nom} – {ecrire_siret(gestionnaire.siret)}"
