"""Forms of the adhesion files. They validate, services decide."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.db.models import QuerySet

from habilitations.adhesions.services.inscription import Inscription
from habilitations.adhesions.services.ouverture import Demande
from habilitations.forms.sirets import ChampSiret
from habilitations.models import Adhesion, Gestionnaire, Portefeuille, Utilisateur
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampCourriel, ChampMotif, offrir
from portal.socle.formulaires_fichiers import Echange

ACCEPTER, REFUSER = "accepter", "refuser"


class MotifDuRefus(ChampMotif):
    """A reason when a paper is refused, nothing when it is accepted: the service tells which."""

    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class OuvertureForm(Acte):
    """Who joins, who stands for them, and what the Caf holds already."""

    caf = forms.TypedChoiceField(label="Caf", coerce=int)
    siret = ChampSiret(
        label="SIRET",
        help_text="14 chiffres. Un partenaire que le portail connaît garde son nom et son adresse.",
        error_messages={"required": "Indiquez le SIRET du partenaire."},
    )
    nom = forms.CharField(label="Nom du partenaire", max_length=200, required=False)
    nature = forms.ChoiceField(
        label="Nature",
        choices=[("", "Choisissez"), *Gestionnaire.Nature.choices],
        required=False,
    )
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    representant = forms.CharField(
        label="Représentant légal",
        max_length=200,
        help_text="Prénom et nom.",
        error_messages={"required": "Indiquez le représentant légal."},
    )
    qualite = forms.CharField(
        label="Sa qualité",
        max_length=100,
        help_text="Par exemple présidente, maire, président de l’intercommunalité.",
        error_messages={"required": "Indiquez la qualité du représentant légal."},
    )
    courriel = ChampCourriel(
        label="Son adresse électronique",
        error_messages={
            "required": "Indiquez l’adresse électronique du représentant légal.",
            "invalid": "Écrivez une adresse électronique complète.",
        },
    )
    mode = forms.ChoiceField(
        label="Gestion des habilitations demandée",
        choices=Adhesion.Mode.choices,
        initial=Adhesion.Mode.NON_DELEGUE,
    )
    mcp_signee_le = ChampDate(
        label="Convention Mon Compte Partenaire déjà signée avec votre Caf, le",
        required=False,
        help_text="Laissez vide s’il n’y en a pas : elle sera demandée.",
    )
    afas_signe_le = ChampDate(
        label="Bulletin d’adhésion AFAS déjà signé avec votre Caf, le",
        required=False,
        help_text="Laissez vide s’il n’y en a pas : il sera demandé.",
    )

    def __init__(self, *args: Any, cafs: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "caf", list(cafs.items()))
        if len(cafs) == 1:  # nothing to choose, and the form says so by not asking
            self.fields["caf"].widget = forms.HiddenInput()
            self.fields["caf"].initial = next(iter(cafs))

    @property
    def demande(self) -> Demande:
        """What the service takes; once the form is valid."""
        donnees = {champ: v for champ, v in self.cleaned_data.items() if champ != "caf"}
        return Demande(**donnees)


class ConclusionForm(Acte):
    """What the Caf says of each équipement that the fiche adds: its portfolio, its COF."""

    def __init__(
        self,
        *args: Any,
        equipements: Iterable[Mapping[str, Any]],
        portefeuilles: QuerySet[Portefeuille],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cles = [str(e["cle"]) for e in equipements]
        noms = {str(e["cle"]): str(e["nom"]) for e in equipements}
        for cle, nom in noms.items():
            self.fields[f"portefeuille_{cle}"] = forms.ModelChoiceField(
                label=f"{nom} : portefeuille qui le suivra",
                queryset=portefeuilles,
                empty_label="Choisissez",
                error_messages={"required": "Choisissez le portefeuille qui le suivra."},
            )
            self.fields[f"cof_{cle}"] = forms.CharField(
                label=f"{nom} : référence de sa convention d’objectifs et de financement",
                max_length=60,
                required=False,
                help_text="Sans convention, ses déclarations ne sont pas encore appelées.",
            )
            self.fields[f"cof_du_{cle}"] = ChampDate(label=f"{nom} : convention du", required=False)
            self.fields[f"cof_au_{cle}"] = ChampDate(label=f"{nom} : convention au", required=False)

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: all of it in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        return {
            "inscriptions": {
                cle: Inscription(
                    portefeuille_id=lu[f"portefeuille_{cle}"].pk,
                    cof_reference=lu[f"cof_{cle}"],
                    cof_du=lu[f"cof_du_{cle}"],
                    cof_au=lu[f"cof_au_{cle}"],
                )
                for cle in self.cles
            }
        }


class InvitationForm(Acte):
    """Whom the personal link is sent to."""

    courriel = ChampCourriel(
        label="Adresse électronique",
        help_text="Celle du représentant légal, ou de la personne qu’il a mandatée.",
        error_messages={
            "required": "Indiquez l’adresse électronique.",
            "invalid": "Écrivez une adresse électronique complète.",
        },
    )


class CompteForm(SetPasswordMixin, Acte):  # type: ignore[type-arg]
    """Who comes by their link, and the password of their account."""

    prenom = forms.CharField(
        label="Prénom",
        max_length=100,
        error_messages={"required": "Indiquez votre prénom."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label="Nom",
        max_length=100,
        error_messages={"required": "Indiquez votre nom."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    telephone = forms.CharField(
        label="Téléphone (facultatif)",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1="Mot de passe", label2="Le même mot de passe"
    )

    def __init__(self, *args: Any, courriel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courriel = courriel
        self.fields["password1"].error_messages["required"] = "Choisissez un mot de passe."
        self.fields["password2"].error_messages["required"] = "Répétez votre mot de passe."

    def clean(self) -> dict[str, Any]:
        """The password is looked at beside the names and the address that it must not resemble."""
        self.validate_passwords()
        lu = super().clean() or self.cleaned_data
        self.validate_password_for_user(
            Utilisateur(email=self.courriel, prenom=lu.get("prenom", ""), nom=lu.get("nom", ""))
        )
        return lu

    @property
    def compte(self) -> dict[str, str]:
        """What the service takes; once the form is valid."""
        lu = self.cleaned_data
        return {
            "prenom": lu["prenom"],
            "nom": lu["nom"],
            "telephone": lu["telephone"],
            "mot_de_passe": lu["password1"],
        }


class DepotForm(Echange):
    """A paper signed, scanned."""

    fichier = forms.FileField(
        label="Pièce signée, numérisée", error_messages={"required": "Choisissez un fichier."}
    )


class ExamenForm(Acte):
    """Accept, or refuse with a reason; what the reason must say is the service's to judge."""

    decision = forms.ChoiceField(
        label="Votre décision",
        choices=[(ACCEPTER, "Accepter cette pièce"), (REFUSER, "Refuser cette pièce")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez d’accepter ou de refuser cette pièce."},
    )
    motif = MotifDuRefus(
        demande="Indiquez ce que le partenaire doit reprendre.",
        label="Motif du refus",
        required=False,
        lignes=3,
        help_text="En cas de refus : ce que le partenaire doit reprendre.",
    )
