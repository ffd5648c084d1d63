"""What stands around a questionnaire: subject, exercices, who answers and sends, and when."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from bilans.edition.forms.groupes import MARQUES
from bilans.regles.cadre import AUTEURS, COMMUNE, EQUIPEMENT, REPONDANT, Cadre
from declarations.regles.calendrier import JourRelatif
from habilitations.models import Dispositif, Role
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN
from portal.socle.formats import MOIS
from portal.socle.formulaires import Acte

NOMS = dict(Role.choices) | {REPONDANT: "Une personne sans compte, par un lien personnel"}
PERSONNES = tuple((auteur, NOMS[auteur]) for auteur in AUTEURS)
ACCOMPAGNANTS = (
    ("gestionnaire_conseil", "Le gestionnaire conseil"),
    ("ccd", "Le chargé de conseil et de développement"),
)
SUJETS = (
    *((dispositif, f"Un équipement : {nom}") for dispositif, nom in Dispositif.choices),
    (COMMUNE, "Une commune"),
)
MOIS_CHOIX = tuple(enumerate(MOIS, start=1))
# What nothing chosen says: the same year.
SANS_DECALAGE: dict[str, Any] = {"empty_value": 0}
DECALAGES = (
    (-1, "de l’année d’avant l’exercice"),
    (0, "de l’année où l’exercice commence"),
    (1, "de l’année suivante"),
    (2, "deux ans après"),
)
VIDE = ("", "–")


class CadreForm(Acte):
    """Dates are those of every exercice: a day, a month, and which year."""

    sujet = forms.ChoiceField(label="Un bilan porte sur", choices=SUJETS)
    debut = forms.IntegerField(
        label="Premier exercice",
        min_value=ANNEE_MIN,
        max_value=ANNEE_MAX,
        help_text="L’année où il commence : 2025 pour 2025-2026.",
        error_messages={"required": "Indiquez une année."},
    )
    fin = forms.IntegerField(
        label="Dernier exercice",
        min_value=ANNEE_MIN,
        max_value=ANNEE_MAX,
        required=False,
        help_text="Vide tant qu’aucune fin n’est prévue.",
    )
    remplit = forms.MultipleChoiceField(
        label="Qui répond",
        choices=PERSONNES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une personne."},
    )
    envoie = forms.ChoiceField(label="Qui transmet à la Caf", choices=PERSONNES)
    accompagne = forms.MultipleChoiceField(
        label="Qui le remplit avec le partenaire, à la Caf",
        choices=ACCOMPAGNANTS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ouverture_jour = forms.IntegerField(
        label="Ouverture : jour", min_value=1, max_value=31, required=False
    )
    ouverture_mois = forms.TypedChoiceField(
        label="Ouverture : mois",
        choices=(VIDE, *MOIS_CHOIX),
        coerce=int,
        empty_value=None,
        required=False,
    )
    ouverture_annee = forms.TypedChoiceField(
        label="Ouverture : année", choices=DECALAGES, coerce=int, required=False, **SANS_DECALAGE
    )
    fermeture_jour = forms.IntegerField(
        label="Fermeture : jour", min_value=1, max_value=31, required=False
    )
    fermeture_mois = forms.TypedChoiceField(
        label="Fermeture : mois",
        choices=(VIDE, *MOIS_CHOIX),
        coerce=int,
        empty_value=None,
        required=False,
    )
    fermeture_annee = forms.TypedChoiceField(
        label="Fermeture : année", choices=DECALAGES, coerce=int, required=False, **SANS_DECALAGE
    )
    source = forms.CharField(
        label="D’où viennent ces dates et ces personnes",
        max_length=200,
        help_text="Le texte qui le dit, par exemple une circulaire et sa date.",
        error_messages={"required": "Indiquez la source."},
    )
    marque = forms.ChoiceField(label="Ce qu’elle vaut", choices=MARQUES[1:])

    def __init__(self, *args: Any, cadre: Cadre | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initiales(cadre)
        super().__init__(*args, **kwargs)

    @property
    def helper(self) -> FormHelper:
        """The three parts of a day side by side."""
        helper = super().helper
        helper.layout = Layout(
            "sujet",
            Row(Column("debut"), Column("fin")),
            "remplit",
            "envoie",
            "accompagne",
            *(
                Row(*(Column(f"{nom}_{partie}") for partie in ("jour", "mois", "annee")))
                for nom in ("ouverture", "fermeture")
            ),
            "source",
            "marque",
        )
        return helper

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "Le dernier exercice est avant le premier.")
        jours = {nom: self._jour(nom, donnees) for nom in ("ouverture", "fermeture")}
        ouverture, fermeture = jours["ouverture"], jours["fermeture"]
        if bool(ouverture) != bool(fermeture):
            champ = "fermeture_jour" if ouverture else "ouverture_jour"
            self.add_error(champ, "Ouverture et fermeture vont ensemble.")
        elif ouverture and fermeture and _ordre(fermeture) < _ordre(ouverture):
            self.add_error("fermeture_jour", "La fermeture est avant l’ouverture.")
        return donnees | jours

    def _jour(self, nom: str, donnees: dict[str, Any]) -> JourRelatif | None:
        jour, mois = donnees.get(f"{nom}_jour"), donnees.get(f"{nom}_mois")
        if bool(jour) != bool(mois):
            self.add_error(f"{nom}_jour", "Indiquez le jour et le mois, ou aucun des deux.")
        return JourRelatif(jour, mois, donnees.get(f"{nom}_annee", 0)) if jour and mois else None

    @property
    def cadre(self) -> Cadre:
        """What was typed; to be asked of a valid form."""
        lues = self.cleaned_data
        commune = lues["sujet"] == COMMUNE
        return Cadre(
            sujet=COMMUNE if commune else EQUIPEMENT,
            dispositif="" if commune else lues["sujet"],
            debut=lues["debut"],
            fin=lues["fin"],
            remplit=tuple(lues["remplit"]),
            envoie=lues["envoie"],
            accompagne=tuple(lues["accompagne"]),
            ouverture=lues["ouverture"],
            fermeture=lues["fermeture"],
            source=lues["source"],
            marque=lues["marque"],
        )


def _initiales(cadre: Cadre | None) -> dict[str, Any]:
    if cadre is None:
        return {"remplit": ["fournisseur_activite"], "envoie": "approbateur", "marque": "H"}
    jours = {
        f"{nom}_{partie}": valeur
        for nom, jour in (("ouverture", cadre.ouverture), ("fermeture", cadre.fermeture))
        if jour is not None
        for partie, valeur in (("jour", jour.jour), ("mois", jour.mois), ("annee", jour.decalage))
    }
    return {
        "sujet": cadre.dispositif or COMMUNE,
        "debut": cadre.debut,
        "fin": cadre.fin,
        "remplit": list(cadre.remplit),
        "envoie": cadre.envoie,
        "accompagne": list(cadre.accompagne),
        "source": cadre.source,
        "marque": cadre.marque,
    } | jours


def _ordre(jour: JourRelatif) -> tuple[int, int, int]:
    return jour.decalage, jour.mois, jour.jour
