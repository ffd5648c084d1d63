"""A barème: the parameters that apply to one dispositif, one exercice and one Caf."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from portal.socle.marques import Marque, est_hypothese
from subventions.regles.erreurs import Erreur
from subventions.regles.nombres import NombreRefuse
from subventions.regles.parametres import AUCUN_COMPTE, PARAMETRES

PORTEE_NATIONALE = "nationale"
PORTEE_DEMANDE = "demande"
SOURCE_DEFAUT = "Valeur retenue à défaut de ligne au barème"
SOURCE_DEMANDE = "Barème joint à la demande"


@dataclass(frozen=True)
class ParametreUtilise:
    """A parameter with what people need to trust it: source, mark, scope and validity.

    ``valeur`` is text in plain notation; ``debut`` and ``fin`` are exercices (annee).
    """

    code: str
    valeur: str
    source: str = ""
    marque: str = ""
    portee: str = PORTEE_NATIONALE
    debut: int | None = None
    fin: int | None = None
    note: str = ""
    libelle: str = ""

    @cached_property
    def nombre(self) -> Decimal:
        return Decimal(self.valeur)

    @property
    def est_a_confirmer(self) -> bool:
        """A hypothesis, or a value whose reading or renewal is one (DOMAINE, mark H)."""
        return est_hypothese(self.marque) or bool(self.note)

    def en_json(self) -> dict[str, Any]:
        return dict(self._champs)

    @cached_property
    def _champs(self) -> dict[str, Any]:
        """Read once: each step of a computation writes its parameter again."""
        return {champ: getattr(self, champ) for champ in CHAMPS_PARAMETRE}


CHAMPS_PARAMETRE = tuple(champ.name for champ in fields(ParametreUtilise))


@dataclass(frozen=True)
class Bareme:
    """Parameters by code. What is absent is unset; optional ones then take their default."""

    parametres: Mapping[str, ParametreUtilise] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parametres", MappingProxyType(dict(self.parametres)))

    def __contains__(self, code: str) -> bool:
        return code in self.parametres

    def __getitem__(self, code: str) -> ParametreUtilise:
        return self.parametres[code]

    def valeur(self, code: str) -> Decimal | None:
        """The number under this code; None when it is unset."""
        parametre = self.parametres.get(code)
        return parametre.nombre if parametre else None

    def texte(self, code: str) -> str:
        """The word under this code; empty when it is unset."""
        parametre = self.parametres.get(code)
        return parametre.valeur if parametre else ""

    @cached_property
    def _lus_par(self) -> dict[str, "Bareme"]:
        return {}

    @cached_property
    def comptes_exclus(self) -> tuple[str, ...]:
        """Accounts left out of the prix de revient, each with its sub-lines."""
        texte = self.texte("comptes_exclus")
        return () if texte in ("", AUCUN_COMPTE) else tuple(texte.split(","))

    def pour(self, dispositif: str) -> "Bareme":
        """What the formula reads: its own parameters only, in order, defaults filled in.

        A barème serves many computations: what each formula reads of it is drawn once.
        """
        if dispositif not in self._lus_par:
            self._lus_par[dispositif] = self._retenir(dispositif)
        return self._lus_par[dispositif]

    def _retenir(self, dispositif: str) -> "Bareme":
        retenus: dict[str, ParametreUtilise] = {}
        for attendu in PARAMETRES[dispositif]:
            if attendu.code in self.parametres:
                retenus[attendu.code] = self.parametres[attendu.code]
            elif attendu.defaut is not None:
                retenus[attendu.code] = ParametreUtilise(
                    attendu.code,
                    attendu.defaut,
                    source=SOURCE_DEFAUT,
                    marque=Marque.HYPOTHESE.value,
                    libelle=attendu.libelle,
                )
        return Bareme(retenus)

    def manquants(self, dispositif: str) -> tuple[str, ...]:
        """Codes of the required parameters that are unset."""
        return tuple(
            p.code
            for p in PARAMETRES[dispositif]
            if p.obligatoire and p.code not in self.parametres
        )

    def en_json(self) -> list[dict[str, Any]]:
        return [parametre.en_json() for parametre in self.parametres.values()]

    @classmethod
    def depuis_json(cls, brut: list[dict[str, Any]]) -> "Bareme":
        lus = [ParametreUtilise(**parametre) for parametre in brut]
        return cls({parametre.code: parametre for parametre in lus})

    @property
    def version(self) -> str:
        """Short name of exactly these values: what a receipt can quote."""
        lignes = sorted(
            f"{p.code}={p.valeur}|{p.portee}|{p.debut}|{p.fin}|{p.marque}|{p.source}|{p.note}"
            for p in self.parametres.values()
        )
        return hashlib.sha256("\n".join(lignes).encode()).hexdigest()[:12]


def lire_bareme(dispositif: str, brut: object) -> tuple[Bareme, tuple[Erreur, ...]]:
    """Read the parameters given with a request: they replace the barème entirely.

    A null value is unset, codes that the formula does not read are ignored.
    """
    if not isinstance(brut, Mapping):
        return Bareme(), (Erreur("bareme", "Un objet de paramètres est attendu."),)
    lus: dict[str, ParametreUtilise] = {}
    erreurs: list[Erreur] = []
    for attendu in PARAMETRES[dispositif]:
        valeur = brut.get(attendu.code)
        if valeur is None:
            continue
        try:
            texte = attendu.lire(valeur)
        except NombreRefuse as refus:
            erreurs.append(Erreur(f"bareme.{attendu.code}", str(refus)))
            continue
        lus[attendu.code] = ParametreUtilise(
            attendu.code,
            texte,
            source=SOURCE_DEMANDE,
            portee=PORTEE_DEMANDE,
            libelle=attendu.libelle,
        )
    return Bareme(lus), tuple(erreurs)
