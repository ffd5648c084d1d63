"""Form of the dates of a window. It validates, the service decides."""

from typing import Any

from declarations.regles.calendrier import Fenetre
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif


class FenetreForm(Acte):
    """The three dates, and why they change."""

    ouvre_le = ChampDate(label="Ouverture")
    echeance_le = ChampDate(label="Échéance annoncée", help_text="Ce jour inclus, jusqu’à minuit.")
    ferme_le = ChampDate(
        label="Fin de la saisie", help_text="Le jour de l’échéance, ou plus tard. Ce jour inclus."
    )
    motif = ChampMotif(demande="Indiquez pourquoi les dates changent.")

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: the dates in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        dates = Fenetre(lu["ouvre_le"], lu["echeance_le"], lu["ferme_le"])
        return {"dates": dates, "motif": lu["motif"]}
