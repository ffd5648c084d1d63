"""What is typed about rights: a decision, a suspension."""

from django import forms

from portal.socle.formulaires import Acte, ChampMotif, ChampNombre, MotifForm
from portal.socle.nombres import EUROS
from subventions.droits.services.suspensions import CAUSES_DU_CONSEILLER


class DecisionForm(Acte):
    """Another amount than the one computed, and why."""

    montant_accepte = ChampNombre(
        label="Montant accepté, en euros",
        unite=EUROS,
        help_text="Plus ou moins que le montant calculé, qui reste affiché à côté.",
        error_messages={"required": "Indiquez le montant accepté."},
    )
    motif = ChampMotif(
        demande="Indiquez pourquoi ce montant est accepté.",
        help_text="Le partenaire lit ce motif avec le montant.",
    )


class SeuilForm(Acte):
    """From what gap on a decision is signed by two people, and why it changes."""

    seuil_decision = ChampNombre(
        label="Écart, en euros, au-delà duquel une décision est signée à deux",
        unite=EUROS,
        error_messages={"required": "Indiquez le seuil."},
    )
    motif = ChampMotif(
        demande="Indiquez pourquoi ce seuil change.",
        help_text="Ce motif reste à la Caf, dans son journal.",
    )


class SuspensionForm(Acte):
    """Why nothing can be paid."""

    cause = forms.ChoiceField(
        label="Cause",
        choices=[(c.value, c.label) for c in CAUSES_DU_CONSEILLER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une cause."},
    )
    motif = ChampMotif(
        demande="Indiquez au partenaire pourquoi rien ne peut être payé.",
        help_text="Le partenaire lit ce motif avec le montant.",
    )


class RetraitForm(MotifForm):
    """Why a decision or a suspension ends."""
