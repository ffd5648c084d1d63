"""From the values of a scenario to the plain data of the engine, and what it still waits for.

As for a declaration, nothing stands for what is not filled: no amount comes of it. An account left
empty is worth zero once one of them is filled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur, est_rempli
from subventions.regles.bareme import Bareme
from subventions.regles.parametres import CCT, CLAS, DIAGNOSTIC, ER, PRORATA_AUCUN
from subventions.regles.questions import ACTIVITE, POSTES, numero_de
from subventions.simulateur.regles.structure import Feuillet

BONUS = ("bonus_enfants", "bonus_parents")
TEMPS = ("etp", "mois")
HEURES = ("heures_rencontres", "heures_entretiens", "heures_organisation")
# What is missing, beside the codes of fields.
COMPTES = "charges"
ENSEMBLE = "Ensemble des lieux"

Remplies = Mapping[str, Valeur]


@dataclass(frozen=True)
class Entree:
    """What the engine is given for a scenario; ``donnees`` is empty while something is missing.

    ``manques`` are the ends of the chemins to fill (« collectifs », « postes.p1.etp »), « charges »
    when no account is, « postes » when no post is. ``erreurs`` are messages by end of chemin.
    """

    donnees: Mapping[str, Any]
    manques: tuple[str, ...] = ()
    erreurs: Mapping[str, str] | None = None

    @property
    def est_complete(self) -> bool:
        return not self.manques and not self.erreurs


def entree_de(feuillet: Feuillet, remplies: Remplies, bareme: Bareme) -> Entree:
    """Draw the data of one scenario from its filled values (``Feuillet.de``)."""
    applicable = bareme.pour(feuillet.dispositif)
    return _LECTURES[feuillet.dispositif](feuillet, remplies, applicable)


def _clas(feuillet: Feuillet, remplies: Remplies, bareme: Bareme) -> Entree:
    """Collectifs are counted: as many rows, the first ones with each bonus."""
    manques = (*_absents(feuillet, ACTIVITE, remplies), *_sans_charges(remplies))
    if manques:
        return Entree({}, manques)
    combien = int(str(remplies["collectifs"]))
    avec = {code: int(str(remplies[code])) for code in BONUS}
    erreurs = {
        code: "Ce nombre ne peut pas dépasser celui des collectifs réalisés."
        for code, demandes in avec.items()
        if demandes > combien
    }
    collectifs = [{code: rang < avec[code] for code in BONUS} for rang in range(combien)]
    donnees = {
        "charges": _charges(remplies),
        "collectifs": collectifs,
        "collectifs_notifies": str(remplies["collectifs_notifies"]),
    }
    return Entree({} if erreurs else donnees, (), erreurs)


def _er(feuillet: Feuillet, remplies: Remplies, bareme: Bareme) -> Entree:
    manques = (*_absents(feuillet, ACTIVITE, remplies), *_sans_charges(remplies))
    if manques:
        return Entree({}, manques)
    lieu = {"libelle": ENSEMBLE, **{code: str(remplies[code]) for code in HEURES}}
    return Entree({"charges": _charges(remplies), "lieux": [lieu]})


def _diagnostic(feuillet: Feuillet, remplies: Remplies, bareme: Bareme) -> Entree:
    manques = _absents(feuillet, ACTIVITE, remplies)
    return Entree({} if manques else {"depense": str(remplies["depense"])}, manques)


def _cct(feuillet: Feuillet, remplies: Remplies, bareme: Bareme) -> Entree:
    """A post of which nothing is filled is not in the scenario; begun, it is to be finished.

    Without prorata the formula reads no working time.
    """
    codes = [champ.code for champ in _section(feuillet, POSTES).champs]
    sans_temps = bareme.texte("prorata_plafond") == PRORATA_AUCUN
    requis = [code for code in codes if not (sans_temps and code in TEMPS)]
    postes, manques = [], []
    for ligne in feuillet.postes:
        poste = _poste(ligne, codes, remplies)
        if len(poste) == 1:
            continue
        postes.append(poste)
        manques += [f"{POSTES}.{ligne.cle}.{code}" for code in requis if code not in poste]
    if manques or not postes:
        return Entree({}, tuple(manques) or (POSTES,))
    return Entree({"postes": postes})


_LECTURES: Mapping[str, Callable[[Feuillet, Remplies, Bareme], Entree]] = {
    CCT: _cct,
    DIAGNOSTIC: _diagnostic,
    CLAS: _clas,
    ER: _er,
}


def _poste(ligne: Ligne, codes: list[str], remplies: Remplies) -> dict[str, str]:
    chemins = {code: f"{POSTES}.{ligne.cle}.{code}" for code in codes}
    valeurs = {code: str(remplies[c]) for code, c in chemins.items() if c in remplies}
    return {"libelle": ligne.libelle, **valeurs}


def _section(feuillet: Feuillet, code: str) -> Any:
    return next(section for section in feuillet.sections if section.code == code)


def _absents(feuillet: Feuillet, code: str, remplies: Remplies) -> tuple[str, ...]:
    champs = _section(feuillet, code).champs
    return tuple(champ.code for champ in champs if not est_rempli(remplies.get(champ.code)))


def _charges(remplies: Remplies) -> dict[str, str]:
    return {numero_de(code): str(valeur) for code, valeur in remplies.items() if numero_de(code)}


def _sans_charges(remplies: Remplies) -> tuple[str, ...]:
    return () if _charges(remplies) else (COMPTES,)
