"""What a barème may hold: the parameters of each formula of DOMAINE §4.

One registry for the engine, the constraints of the database and the administration. A missing
required parameter means no amount (« barème non publié »); an optional one has the default
written here, itself a hypothesis shown with the steps.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from subventions.regles.nombres import NombreRefuse, ecrire_parametre, lire_decimal

CCT = "cct"
DIAGNOSTIC = "diagnostic"
CLAS = "clas"
ER = "er"
DISPOSITIFS: Mapping[str, str] = {
    CCT: "Chargés de coopération CTG",
    DIAGNOSTIC: "Diagnostic CTG",
    CLAS: "Contrat local d’accompagnement à la scolarité",
    ER: "Espace de rencontre",
}

# Kinds of value.
TAUX = "taux"
MONTANT = "montant"
PART = "part"
CHOIX = "choix"
COMPTES = "comptes"
NATURES_TEXTE = frozenset({CHOIX, COMPTES})

PRORATA_ETP_MOIS = "etp_mois"
PRORATA_AUCUN = "aucun"
AUCUN_COMPTE = "aucun"
FORME_COMPTES = r"^(aucun|[0-9]{2,6}(,[0-9]{2,6})*)$"


@dataclass(frozen=True)
class Parametre:
    """One parameter of a formula. ``defaut`` is meaningful for an optional one only."""

    code: str
    libelle: str
    nature: str
    obligatoire: bool = True
    defaut: str | None = None
    choix: tuple[str, ...] = ()

    @property
    def est_texte(self) -> bool:
        return self.nature in NATURES_TEXTE

    def lire(self, valeur: object) -> str:
        """Return the canonical text of a value, or raise NombreRefuse with a French message."""
        if self.nature == CHOIX:
            if valeur not in self.choix:
                raise NombreRefuse(f"Valeurs possibles : {', '.join(self.choix)}.")
            return str(valeur)
        if self.nature == COMPTES:
            if not isinstance(valeur, str) or not re.fullmatch(FORME_COMPTES, valeur, re.ASCII):
                raise NombreRefuse("Des numéros de compte séparés par des virgules, ou « aucun ».")
            return valeur
        nombre = lire_decimal(valeur)
        if self.nature == TAUX and nombre > Decimal(1):
            raise NombreRefuse("Un taux est compris entre 0 et 1.")
        return ecrire_parametre(nombre)


_TAUX = Parametre("taux", "taux", TAUX)
_COMPTES_EXCLUS = Parametre(
    "comptes_exclus", "comptes exclus du prix de revient", COMPTES, obligatoire=False, defaut="864"
)

PARAMETRES: Mapping[str, tuple[Parametre, ...]] = {
    CCT: (
        _TAUX,
        Parametre("plafond_etp", "plafond par ETP", MONTANT),
        Parametre(
            "prorata_plafond",
            "prorata du plafond",
            CHOIX,
            obligatoire=False,
            defaut=PRORATA_ETP_MOIS,
            choix=(PRORATA_ETP_MOIS, PRORATA_AUCUN),
        ),
    ),
    DIAGNOSTIC: (_TAUX, Parametre("plafond", "plafond", MONTANT)),
    CLAS: (
        _TAUX,
        Parametre("plafond_collectif", "plafond par collectif", MONTANT),
        Parametre("bonus_enfants", "bonus enfants par collectif", MONTANT),
        Parametre("bonus_parents", "bonus parents par collectif", MONTANT),
        _COMPTES_EXCLUS,
    ),
    ER: (
        _TAUX,
        Parametre("plafond_horaire", "plafond horaire", MONTANT),
        Parametre("cap_organisation", "part d’organisation admise", PART, obligatoire=False),
        _COMPTES_EXCLUS,
    ),
}


def parametre(dispositif: str, code: str) -> Parametre | None:
    """The parameter of this code in the formula of this dispositif."""
    return next((p for p in PARAMETRES.get(dispositif, ()) if p.code == code), None)
