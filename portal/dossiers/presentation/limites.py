"""A deadline in words: what the date is, and how far it stands."""

from dataclasses import dataclass
from datetime import date

from portal.dossiers.regles.echeances import (
    ANNONCEE,
    COMPLEMENT,
    CORRECTION,
    DEROGATION,
    Echeance,
)
from portal.socle.formats import date_fr
from portal.socle.fuseaux import fin_de_journee

# From so many days before the date, the delay is shown as pressing.
JOURS_PRESSANTS = 7

_INTITULES = {
    ANNONCEE: "À transmettre au plus tard le",
    DEROGATION: "Dérogation jusqu’au",
    CORRECTION: "À corriger pour le",
    COMPLEMENT: "À compléter pour le",
}

_PREFIXES = {
    DEROGATION: "dérogation, ",
    CORRECTION: "correction, ",
    COMPLEMENT: "complément, ",
}


@dataclass(frozen=True)
class Limite(Echeance):
    """A deadline, said in French; ``caf`` is the code of the one it is due to."""

    caf: str = ""

    @classmethod
    def de(cls, echeance: Echeance, caf: str) -> "Limite":
        return cls(**vars(echeance), caf=caf)

    @property
    def intitule(self) -> str:
        """What the date is: « À corriger pour le 20 mars 2026 », with its time overseas."""
        return f"{_INTITULES[self.genre]} {self._jour(self.le)}"

    @property
    def delai(self) -> str:
        """How far it is: « il reste 12 jours », « en retard de 3 jours »."""
        if self.close_le:
            return f"saisie close depuis le {date_fr(self.close_le)}"
        if self.jours == 0:
            return "dernier jour aujourd’hui"
        jours = f"{abs(self.jours)} jour{'s' if abs(self.jours) > 1 else ''}"
        return f"en retard de {jours}" if self.en_retard else f"il reste {jours}"

    @property
    def reprise(self) -> str:
        """Until when who is late may still send: « transmission possible jusqu’au … »."""
        return f"transmission possible jusqu’au {self._jour(self.sursis)}" if self.sursis else ""

    @property
    def en_clair(self) -> str:
        """The date, how far it is, and until when one may still send: the banner of a file."""
        return ", ".join(filter(None, [f"{self.intitule} – {self.delai}", self.reprise]))

    @property
    def en_bref(self) -> str:
        """The delay, with what gives the date when it is not the announced deadline."""
        if self.close_le:
            return "saisie close"
        return _PREFIXES.get(self.genre, "") + self.delai

    @property
    def ton(self) -> str:
        if self.en_retard:
            return "erreur"
        return "attention" if self.jours <= JOURS_PRESSANTS else "neutre"

    def _jour(self, jour: date) -> str:
        """A day, with its time overseas."""
        return f"{date_fr(jour)} {fin_de_journee(jour, self.caf)}".rstrip()
