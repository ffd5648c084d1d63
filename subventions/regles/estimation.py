"""The result of the engine: an amount with its steps, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from subventions.regles.bareme import Bareme
from subventions.regles.erreurs import Erreur
from subventions.regles.etapes import Etape
from subventions.regles.nombres import ecrire

ESTIME = "estime"
BAREME_NON_PUBLIE = "bareme_non_publie"
INVALIDE = "invalide"
# What the Caf has still to say (the number of collectifs notified): nobody made a mistake.
EN_ATTENTE = "en_attente"
STATUTS: Mapping[str, str] = {
    ESTIME: "Estimé",
    BAREME_NON_PUBLIE: "Barème non publié",
    INVALIDE: "Données à corriger",
    EN_ATTENTE: "En attente d’une donnée de la Caf",
}
# Why what was sent has no amount, as the end of a sentence.
SANS_MONTANT: Mapping[str, str] = {
    BAREME_NON_PUBLIE: "le barème n’est pas publié",
    EN_ATTENTE: "le nombre de collectifs notifiés n’était pas inscrit à la transmission",
}


@dataclass(frozen=True)
class Estimation:
    """What one formula gives for one set of data.

    ``mesures`` holds the figures that checks and pages quote besides the amount (prix de revient,
    unit cost and its ceiling, hours); those that need no missing parameter are there even when
    the barème is not published. ``bareme`` is every parameter read, defaults included.
    ``est_plafond`` tells that ``montant`` is the most it may be, « jusqu’à … € », for who does not
    read the expenses; such an estimation is never kept.
    """

    statut: str
    montant: Decimal | None = None
    etapes: tuple[Etape, ...] = ()
    manquants: tuple[str, ...] = ()
    erreurs: tuple[Erreur, ...] = ()
    mesures: Mapping[str, Decimal] = field(default_factory=dict)
    bareme: Bareme = field(default_factory=Bareme)
    est_plafond: bool = False

    def __post_init__(self) -> None:
        if (self.statut == ESTIME) != (self.montant is not None):
            raise ValueError("Un montant accompagne le statut « estime », et lui seul.")

    @property
    def est_estimee(self) -> bool:
        return self.statut == ESTIME

    def en_json(self) -> dict[str, Any]:
        """Plain data: strings, lists and dictionaries."""
        return {
            "statut": self.statut,
            "montant": None if self.montant is None else ecrire(self.montant),
            "etapes": [etape.en_json() for etape in self.etapes],
            "manquants": list(self.manquants),
            "erreurs": [erreur.en_json() for erreur in self.erreurs],
            "mesures": {code: ecrire(valeur) for code, valeur in self.mesures.items()},
            "bareme": self.bareme.en_json(),
        }

    @classmethod
    def depuis_json(cls, brut: Mapping[str, Any]) -> "Estimation":
        """Read again what ``en_json`` wrote."""
        montant = brut["montant"]
        return cls(
            statut=brut["statut"],
            montant=None if montant is None else Decimal(montant),
            etapes=tuple(Etape.depuis_json(etape) for etape in brut["etapes"]),
            manquants=tuple(brut["manquants"]),
            erreurs=tuple(Erreur(**erreur) for erreur in brut["erreurs"]),
            mesures={code: Decimal(valeur) for code, valeur in brut["mesures"].items()},
            bareme=Bareme.depuis_json(brut["bareme"]),
        )
