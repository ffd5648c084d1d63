"""Form of the end of an adhesion. It validates, the service decides."""

from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif


class FinForm(Acte):
    """The last day, and why."""

    le = ChampDate(
        label="Dernier jour",
        help_text="Celui de la convention ou du bulletin qui prend fin ; il compte encore.",
    )
    motif = ChampMotif(
        demande="Indiquez pourquoi l’adhésion prend fin.",
        help_text="Il reste à la Caf : les personnes du partenaire lisent la date, non le motif.",
    )
