"""What becomes of each line of an import: created, changed field by field, the same, refused.

Pure: lines read and a state in, a plan out (``planificateur``); no line is looked at twice, nor
alone: what the file adds is known to the lines that follow it, what it may not add is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from habilitations.annuaire.imports.lecture import LigneLue, en_mot, nettoyer
from habilitations.annuaire.regles.changements import Changements
from habilitations.annuaire.regles.rubriques import NOMS_DES_ROLES, PAR_CODE, PERSONNES, ROLES

CREE, MODIFIE, IDENTIQUE, REFUSE = "cree", "modifie", "identique", "refuse"
# An équipement: its id, or what designates one that the same file adds.
Reference = int | tuple[str, str]


@dataclass
class LignePlan:
    """One line and what becomes of it. ``cible``: id of the row it changes; ``valeurs``: what is
    written, ready; ``reference``: the équipement(s) it stands on; ``cle``: what others name a new
    one by."""

    feuille: str
    numero: int
    quoi: str = ""
    issue: str = REFUSE
    changements: Changements = field(default_factory=dict)
    motifs: list[str] = field(default_factory=list)
    remarques: list[str] = field(default_factory=list)
    cible: int | None = None
    valeurs: dict[str, Any] = field(default_factory=dict)
    reference: Any = None
    cle: Any = None


class Refusee(ValueError):
    """The line cannot be imported; the message says why."""


def comparer(
    lue: LigneLue,
    plan: LignePlan,
    connu: Any,
    valeurs: Mapping[str, Any] | None = None,
    *,
    sauf: tuple[str, ...] = (),
) -> None:
    """Tell what the line changes of what is known, in words, and keep what is to be written."""
    feuille, ecrites = PAR_CODE[lue.feuille], lue.valeurs if valeurs is None else valeurs
    for rubrique in feuille.rubriques:
        code = rubrique.code
        if code not in ecrites or code == "numero" or code in sauf:
            continue
        apres = ecrites[code]
        avant = getattr(connu, code, None) if connu else None
        if connu and _memes(avant, apres):
            continue
        plan.valeurs[code] = apres
        mots_avant, mots_apres = en_mot(rubrique, avant), en_mot(rubrique, apres)
        if connu or mots_apres:
            plan.changements[code] = (mots_avant, mots_apres)
    plan.issue = CREE if connu is None else MODIFIE if plan.changements else IDENTIQUE


def _memes(avant: Any, apres: Any) -> bool:
    if isinstance(avant, str) and isinstance(apres, str):
        return nettoyer(avant) == apres
    return bool(avant == apres)


def exiger_organisation(dispositif: str, organisation: str) -> None:
    if (dispositif == "er") != bool(organisation):
        raise Refusee("L’organisation s’indique pour un Espace de rencontre, et pour lui seul.")


def exiger_dates(lue: LigneLue, connu: Any) -> None:
    """A column that the file does not have keeps what is known."""
    ouvert = lue.valeurs.get("ouvert_le", getattr(connu, "ouvert_le", None))
    ferme = lue.valeurs.get("ferme_le", getattr(connu, "ferme_le", None))
    if isinstance(ouvert, date) and isinstance(ferme, date) and ferme < ouvert:
        raise Refusee("La fermeture précède l’ouverture.")


def designation(lue: LigneLue) -> str:
    """What a line is about, for who reads the report."""
    dit = lue.valeurs.get
    if lue.feuille == PERSONNES:
        nom = f"{dit('prenom') or ''} {dit('nom') or ''}".strip()
        return nom or str(dit("email") or "")
    if lue.feuille == ROLES:
        return f"{dit('email') or '?'} – {NOMS_DES_ROLES.get(str(dit('role')), '?')}"
    return str(dit("nom") or dit("siret") or "")
