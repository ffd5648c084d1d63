"""Around a questionnaire: its subject, its exercices, who answers and sends, and when."""

from dataclasses import dataclass
from datetime import date

from declarations.regles.calendrier import JourRelatif

# What one bilan is about: an équipement of a dispositif, or a commune.
EQUIPEMENT, COMMUNE = "equipement", "commune"
SUJETS = (EQUIPEMENT, COMMUNE)

# Who answers and sends: a role at the partner, or whoever got a personal link.
REPONDANT = "repondant"
AUTEURS = ("fournisseur_activite", "approbateur", REPONDANT)
# Who, at the Caf, fills it beside the partner.
ACCOMPAGNANTS = ("gestionnaire_conseil", "ccd")


@dataclass(frozen=True)
class Cadre:
    """How a questionnaire is put to people.

    ``debut`` and ``fin`` are the first years of the exercices it is asked for, None for no end yet.
    ``ouverture`` and ``fermeture`` are counted from the first year of the exercice; both None when
    the dates are announced each time. ``source`` and ``marque`` (S, P, H) say where they come from.
    """

    sujet: str
    debut: int
    remplit: tuple[str, ...]
    envoie: str
    source: str
    marque: str
    dispositif: str = ""
    fin: int | None = None
    accompagne: tuple[str, ...] = ()
    ouverture: JourRelatif | None = None
    fermeture: JourRelatif | None = None

    def couvre(self, annee: int) -> bool:
        """Tell whether it is asked for the exercice that begins in this year."""
        return self.debut <= annee and (self.fin is None or annee <= self.fin)

    def dates(self, annee: int) -> tuple[date, date] | None:
        """Return opening and closing days of an exercice, both included; None when announced."""
        if self.ouverture is None or self.fermeture is None:
            return None
        return self.ouverture.pour(annee), self.fermeture.pour(annee)
