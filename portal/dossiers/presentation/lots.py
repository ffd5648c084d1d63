"""What a kind of file is called on the pages of a lot."""

from dataclasses import dataclass

from portal.socle.francais import compter


@dataclass(frozen=True)
class MotsDeLot:
    """``un`` in the singular; ``premiers`` says how many are handled, with « {} » for the number.

    ``choisissez`` (« Choisissez des bilans ») and ``choisissez_en`` (« Choisissez au moins un
    bilan ») begin what is answered to who chose nothing. ``vue_liste``, ``vue_lot`` and
    ``vue_dossier`` are names of addresses.
    """

    un: str
    choisis: str
    choisissez: str
    choisissez_en: str
    premiers: str
    liste: str
    vue_liste: str
    vue_lot: str
    vue_dossier: str

    def ecartes(self, combien: int) -> str:
        """« Pas possible aujourd’hui pour 2 déclarations », above why for each."""
        return f"Pas possible aujourd’hui pour {compter(combien, self.un)}"

    def limite(self, combien: int) -> str:
        """« seules les 100 premières seront traitées »."""
        return self.premiers.format(combien)
