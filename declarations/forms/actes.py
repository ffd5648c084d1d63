"""Forms of the acts on a file: reasons, reach, dates. They validate, services decide."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from declarations.presentation.corrections import GroupeAChoisir
from declarations.regles.calendrier import DELAI_CORRECTION
from declarations.regles.etats import LIBELLES_VOLET
from declarations.regles.grille import VOLETS
from portal.dossiers.regles.a_rendre import bornes_de_la_demande
from portal.socle.dates import ChampDate
from portal.socle.formats import date_fr
from portal.socle.formulaires import ChampMotif, MotifForm, champ_de, offrir

CHOIX_DES_CHAMPS = "declarations/partials/choix_des_champs.html"


class AssistanceForm(MotifForm):
    """Why the adviser types in the partner's place."""

    motif = ChampMotif(help_text="Le partenaire lira ce texte.")


class RenvoiForm(MotifForm):
    """Reason given by the approbateur to a colleague."""

    motif = ChampMotif(label="Ce qui est à revoir")


class DerogationForm(MotifForm):
    """Reason and last day of a dérogation."""

    expire_le = ChampDate(label="Saisie possible jusqu’au")
    field_order = ["expire_le", "motif"]

    def __init__(self, *args: Any, dernier_jour: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limite = f" Au plus tard le {date_fr(dernier_jour)}." if dernier_jour else ""
        self.fields["expire_le"].help_text = f"Ce jour inclus, jusqu’à minuit à Paris.{limite}"


class ReouvertureForm(MotifForm):
    """Reason and due date of a rectificative."""

    pour_le = ChampDate(label="À rendre pour le", help_text="Ce jour inclus.")
    motif = ChampMotif(help_text="Le partenaire lira ce texte.")
    field_order = ["pour_le", "motif"]

    def __init__(self, *args: Any, jour: date, annoncee: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = champ_de(self, "pour_le", ChampDate)
        champ.initial = jour + timedelta(days=DELAI_CORRECTION)
        champ.borner(bornes_de_la_demande(jour, annoncee))


class CorrectionForm(ReouvertureForm):
    """What is to correct: whole volets, or named fields."""

    volets = forms.MultipleChoiceField(
        label="Volets à revoir en entier",
        required=False,
        choices=[(v, LIBELLES_VOLET[v].capitalize()) for v in VOLETS],
        widget=forms.CheckboxSelectMultiple,
    )
    champs = forms.MultipleChoiceField(
        label="Ou seulement ces champs",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["volets", "champs", "motif", "pour_le"]

    def __init__(self, *args: Any, groupes: Sequence[GroupeAChoisir], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groupes = groupes
        offrir(self, "champs", [(c.chemin, c.libelle) for g in groupes for c in g.champs])

    @property
    def deplies(self) -> frozenset[str]:
        """Sections shown open: those in which something is ticked, and those that open at first."""
        coches = frozenset(self["champs"].value() or ())
        return frozenset(
            g.titre for g in self.groupes if g.deplie or coches & {c.chemin for c in g.champs}
        )

    @property
    def helper(self) -> FormHelper:
        """Fields are picked on the version as it reads, a tick beside each value."""
        helper = super().helper
        helper.layout = Layout(
            "volets", Field("champs", template=CHOIX_DES_CHAMPS), "motif", "pour_le"
        )
        return helper

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not donnees.get("volets") and not donnees.get("champs"):
            self.add_error("volets", "Choisissez au moins un volet ou un champ à corriger.")
        return donnees


class ElargissementForm(CorrectionForm):
    """What is to be opened besides what the correction already opens, and by when."""

    def __init__(self, *args: Any, jour: date, pour_le: date, **kwargs: Any) -> None:
        super().__init__(*args, jour=jour, annoncee=pour_le, **kwargs)
        self.fields["pour_le"].initial = max(pour_le, jour)
