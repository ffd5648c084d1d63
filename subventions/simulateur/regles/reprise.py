"""A scenario that starts from the data the engine was given, whatever they were drawn from.

The inverse of ``entrees``: the same amount comes of both, to the cent. Rows that the formula only
counts or adds become totals; those of a CCT stay posts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.saisie.regles.structure import Ligne
from subventions.regles.nombres import ecrire
from subventions.regles.parametres import CCT, CLAS, DIAGNOSTIC, ER
from subventions.regles.questions import POSTES, PREFIXE_COMPTE
from subventions.simulateur.regles.entrees import BONUS, HEURES
from subventions.simulateur.regles.structure import POSTES_MAX, SCENARIOS

Donnees = Mapping[str, Any]
CHAMPS_DU_POSTE = ("etp", "mois", "salaire_charge", "autres_depenses")


class RepriseImpossible(ValueError):
    """What was given does not fit in a simulation; the message, in French, says why."""


@dataclass(frozen=True)
class Reprise:
    """The first scenario of a simulation: its values by chemin, and its posts."""

    valeurs: Mapping[str, str]
    postes: tuple[Ligne, ...] = ()


def reprendre(dispositif: str, donnees: Donnees, scenario: str = "a") -> Reprise:
    """Lay the data of the engine on a scenario; what is missing stays empty."""
    suites, postes = _REPRISES[dispositif](donnees)
    prefixe = f"{SCENARIOS}.{scenario}."
    return Reprise({prefixe + suite: valeur for suite, valeur in suites.items()}, postes)


_Repris = tuple[dict[str, str], tuple[Ligne, ...]]


def _clas(donnees: Donnees) -> _Repris:
    collectifs = donnees.get("collectifs", ())
    comptes = {"collectifs": str(len(collectifs))}
    for code in BONUS:
        comptes[code] = str(sum(1 for collectif in collectifs if collectif.get(code) is True))
    if "collectifs_notifies" in donnees:
        comptes["collectifs_notifies"] = str(donnees["collectifs_notifies"])
    return {**comptes, **_charges(donnees)}, ()


def _er(donnees: Donnees) -> _Repris:
    lieux = donnees.get("lieux", ())
    heures = {}
    for code in HEURES:
        donnees_de = [Decimal(str(lieu[code])) for lieu in lieux if code in lieu]
        if len(donnees_de) == len(lieux):
            heures[code] = ecrire(sum(donnees_de, Decimal(0)))
    return {**heures, **_charges(donnees)}, ()


def _cct(donnees: Donnees) -> _Repris:
    rangees = donnees.get("postes", ())
    if len(rangees) > POSTES_MAX:
        raise RepriseImpossible(f"Une simulation compte {POSTES_MAX} postes au plus.")
    postes = tuple(
        Ligne(f"p{rang}", str(poste.get("libelle") or f"Poste {rang}"))
        for rang, poste in enumerate(rangees, start=1)
    )
    valeurs = {
        f"{POSTES}.{ligne.cle}.{code}": str(poste[code])
        for ligne, poste in zip(postes, rangees, strict=True)
        for code in CHAMPS_DU_POSTE
        if code in poste
    }
    return valeurs, postes


def _diagnostic(donnees: Donnees) -> _Repris:
    return ({"depense": str(donnees["depense"])} if "depense" in donnees else {}), ()


_REPRISES: Mapping[str, Callable[[Donnees], _Repris]] = {
    CCT: _cct,
    DIAGNOSTIC: _diagnostic,
    CLAS: _clas,
    ER: _er,
}


def _charges(donnees: Donnees) -> dict[str, str]:
    charges = donnees.get("charges", {})
    return {f"{PREFIXE_COMPTE}{compte}": str(valeur) for compte, valeur in charges.items()}
