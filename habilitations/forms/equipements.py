"""Forms of what the Caf writes about an équipement. They validate, services decide."""

from typing import Any

from django import forms

from habilitations.models import Adhesion, Equipement
from habilitations.models.conventions import COLLECTIFS_MAX
from portal.socle.dates import ChampDate
from portal.socle.formats import ecrire_siret
from portal.socle.formulaires import Acte, ChampMotif, ChampNombre, offrir
from portal.socle.francais import cle_de_tri


class NotificationForm(Acte):
    """The number of collectifs of one exercice, and the letter that carries it."""

    collectifs = forms.IntegerField(
        label="Collectifs notifiés",
        min_value=0,
        max_value=COLLECTIFS_MAX,
        error_messages={
            "required": "Indiquez le nombre de collectifs.",
            "invalid": "Écrivez un nombre entier.",
            "min_value": f"Le nombre de collectifs est compris entre 0 et {COLLECTIFS_MAX}.",
            "max_value": f"Le nombre de collectifs est compris entre 0 et {COLLECTIFS_MAX}.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reference = forms.CharField(
        label="Référence du courrier",
        max_length=60,
        error_messages={"required": "Indiquez la référence du courrier."},
    )
    notifiee_le = ChampDate(label="Date du courrier")


class PosteForm(Acte):
    """A post financed by a CTG convention."""

    intitule = forms.CharField(
        label="Intitulé du poste",
        max_length=150,
        error_messages={"required": "Indiquez l’intitulé du poste."},
    )
    etp = ChampNombre(
        label="ETP conventionné",
        unite="ETP",
        help_text="Équivalent temps plein, par exemple 0,80.",
        error_messages={"required": "Indiquez l’ETP conventionné."},
    )


class TransfertForm(Acte):
    """To whom an équipement passes, from when, and why."""

    vers = forms.TypedChoiceField(
        label="Nouveau gestionnaire",
        coerce=int,
        help_text="Les gestionnaires qui ont une adhésion auprès de votre Caf.",
        error_messages={
            "required": "Choisissez le nouveau gestionnaire.",
            "invalid_choice": "Choisissez un gestionnaire de la liste.",
        },
    )
    le = ChampDate(
        label="À compter du",
        help_text="Aujourd’hui ou un jour passé : le transfert est immédiat. Un jour à venir : il "
        "se fera ce jour-là, et s’annule jusque-là.",
    )
    motif = ChampMotif(demande="Indiquez le motif du transfert.", lignes=3)
    confirme = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, equipement: Equipement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.equipement = equipement
        adhesions = (
            Adhesion.objects.filter(caf=equipement.caf_id)
            .exclude(gestionnaire=equipement.gestionnaire_id)
            .select_related("gestionnaire")
        )
        choix = [
            (a.gestionnaire_id, f"{a.gestionnaire.nom} – {ecrire_siret(a.gestionnaire.siret)}")
            for a in adhesions
        ]
        choix.sort(key=lambda paire: cle_de_tri(paire[1]))
        offrir(
            self,
            "vers",
            [
                ("", "Choisissez un gestionnaire"),
                *choix,
            ],
        )

    def a_confirmer(self) -> "TransfertForm":
        """What was typed, to be sent again once what it will do was read: nothing left to type."""
        gardes = {"confirme": "on"} | {c: self[c].value() for c in ("vers", "le", "motif")}
        suivant = TransfertForm(initial=gardes, equipement=self.equipement)
        for champ in suivant.fields.values():
            champ.widget = champ.hidden_widget()
        return suivant

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        self.est_confirme = donnees.pop("confirme", False)
        if "vers" in donnees:  # The service takes the key; its refusals come back to the field.
            donnees["vers_id"] = donnees.pop("vers")
        return donnees
