"""What would move an amount: a collectif, an hour, a month, a tenth of ETP more; ten per cent less.

A variant is a whole set of data for the engine; what it brings is the difference of two full
computations, never a slope. Activity seldom moves alone: each variant is given with the expenses as
they stand, and with expenses in proportion.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from subventions.regles.lecture import MOIS_MAX
from subventions.regles.nombres import arrondir, ecrire
from subventions.regles.parametres import CCT, CLAS, DIAGNOSTIC, ER

Donnees = Mapping[str, Any]
BAISSE = Fraction(9, 10)
DIXIEME = Decimal("0.1")
CENT_HEURES = 100
DEPENSES_DU_POSTE = ("salaire_charge", "autres_depenses")
BONUS = {"bonus_enfants": "bonus enfants", "bonus_parents": "bonus parents"}
HEURES = ("heures_rencontres", "heures_entretiens", "heures_organisation")


@dataclass(frozen=True)
class Variante:
    """The data of a scenario moved a little; None where the move makes no sense.

    ``egales`` moves the activity alone, or the expenses alone; ``proportion`` both together.
    """

    libelle: str
    egales: Donnees | None = None
    proportion: Donnees | None = None


def variantes(dispositif: str, donnees: Donnees) -> tuple[Variante, ...]:
    """All that is worth asking of these data; they hold what the engine needs."""
    return tuple(_VARIANTES[dispositif](donnees))


def _clas(donnees: Donnees) -> Iterator[Variante]:
    combien = len(donnees["collectifs"])
    notifies = int(Decimal(str(donnees["collectifs_notifies"])))
    plus = _avec(
        donnees,
        collectifs=[*donnees["collectifs"], dict.fromkeys(BONUS, False)],
        collectifs_notifies=str(notifies + 1),
    )
    yield Variante(
        "Un collectif de plus, notifié, sans bonus",
        plus,
        _charges(plus, Fraction(combien + 1, combien)) if combien else None,
    )
    for code, nom in BONUS.items():
        if (rang := _sans_bonus(donnees["collectifs"], code)) is not None:
            collectifs = deepcopy(donnees["collectifs"])
            collectifs[rang][code] = True
            yield Variante(f"Un {nom} de plus", _avec(donnees, collectifs=collectifs))
    if combien:
        moins = _avec(donnees, collectifs=donnees["collectifs"][:-1])
        yield Variante(
            "Un collectif de moins", moins, _charges(moins, Fraction(combien - 1, combien))
        )
    yield Variante("Charges en baisse de 10 %", _charges(donnees, BAISSE))


def _er(donnees: Donnees) -> Iterator[Variante]:
    heures = sum(Decimal(str(lieu[code])) for lieu in donnees["lieux"] for code in HEURES)
    for combien, titre in ((1, "Une heure"), (CENT_HEURES, "Cent heures")):
        lieux = deepcopy(donnees["lieux"])
        if lieux:
            lieux[0]["heures_rencontres"] = _plus(lieux[0]["heures_rencontres"], Decimal(combien))
            plus = _avec(donnees, lieux=lieux)
            part = Fraction(heures + combien) / Fraction(heures) if heures else None
            yield Variante(
                f"{titre} de rencontres de plus", plus, _charges(plus, part) if part else None
            )
    moins = _avec(
        donnees,
        lieux=[
            {**lieu, **{code: _fois(lieu[code], BAISSE) for code in HEURES}}
            for lieu in donnees["lieux"]
        ],
    )
    yield Variante("Heures en baisse de 10 %", moins, _charges(moins, BAISSE))
    yield Variante("Charges en baisse de 10 %", _charges(donnees, BAISSE))


def _cct(donnees: Donnees) -> Iterator[Variante]:
    postes = donnees["postes"]
    for rang, poste in enumerate(postes):
        nom = poste.get("libelle") or f"poste {rang + 1}"
        if "etp" in poste:
            yield _poste(donnees, rang, "etp", DIXIEME, f"{nom} : un dixième d’ETP de plus")
        if "mois" in poste and Decimal(str(poste["mois"])) < MOIS_MAX:
            yield _poste(donnees, rang, "mois", Decimal(1), f"{nom} : un mois de plus")
    temps = _avec(donnees, postes=[_baisse(poste, ("etp",)) for poste in postes])
    ensemble = [_baisse(poste, ("etp", *DEPENSES_DU_POSTE)) for poste in postes]
    yield Variante("ETP en baisse de 10 %", temps, _avec(donnees, postes=ensemble))
    depenses = [_baisse(poste, DEPENSES_DU_POSTE) for poste in postes]
    yield Variante("Dépenses en baisse de 10 %", _avec(donnees, postes=depenses))


def _poste(donnees: Donnees, rang: int, code: str, pas: Decimal, libelle: str) -> Variante:
    """More time on one post, with its expenses as they are, then in proportion."""
    poste = donnees["postes"][rang]
    avant = Decimal(str(poste[code]))
    plus = {**poste, code: _plus(poste[code], pas)}
    egales = _avec(donnees, postes=_remplace(donnees["postes"], rang, plus))
    if not avant:
        return Variante(libelle, egales)
    part = Fraction(avant + pas) / Fraction(avant)
    suit = {**plus, **{c: _fois(poste[c], part) for c in DEPENSES_DU_POSTE}}
    return Variante(
        libelle, egales, _avec(donnees, postes=_remplace(donnees["postes"], rang, suit))
    )


def _diagnostic(donnees: Donnees) -> Iterator[Variante]:
    plus = _plus(donnees["depense"], Decimal(1000))
    yield Variante("1 000 € de dépense de plus", _avec(donnees, depense=plus))
    moins = _fois(donnees["depense"], BAISSE)
    yield Variante("Dépense en baisse de 10 %", _avec(donnees, depense=moins))


_VARIANTES: Mapping[str, Callable[[Donnees], Iterator[Variante]]] = {
    CCT: _cct,
    DIAGNOSTIC: _diagnostic,
    CLAS: _clas,
    ER: _er,
}


def _avec(donnees: Donnees, **valeurs: object) -> dict[str, Any]:
    return {**donnees, **valeurs}


def _charges(donnees: Donnees, part: Fraction) -> dict[str, Any]:
    charges = {compte: _fois(valeur, part) for compte, valeur in donnees["charges"].items()}
    return _avec(donnees, charges=charges)


def _baisse(poste: Mapping[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    return {**poste, **{code: _fois(poste[code], BAISSE) for code in codes if code in poste}}


def _remplace(rangees: Sequence[Any], rang: int, nouvelle: Mapping[str, Any]) -> list[Any]:
    return [*rangees[:rang], nouvelle, *rangees[rang + 1 :]]


def _sans_bonus(collectifs: Sequence[Mapping[str, bool]], code: str) -> int | None:
    return next((rang for rang, c in enumerate(collectifs) if not c[code]), None)


def _plus(valeur: object, pas: Decimal) -> str:
    return ecrire(Decimal(str(valeur)) + pas)


def _fois(valeur: object, part: Fraction) -> str:
    """A figure in proportion, half-up to the hundredth, as everything that is printed."""
    exact = Fraction(Decimal(str(valeur))) * part
    # Far beyond the hundredth, so that rounding once more changes nothing but a true half.
    milliemes = Decimal(int(exact * 10**12)).scaleb(-12)
    return ecrire(arrondir(milliemes))
