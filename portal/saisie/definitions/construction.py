"""From the tables of a definition, once checked, to the structures of ``portal.saisie.regles``."""

from decimal import Decimal
from typing import Any, TypeVar

from portal.saisie.definitions.coherence import borne
from portal.saisie.definitions.schema import ChampDefini, RepetitionDefinie
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Repetition

C = TypeVar("C", bound=Champ)

UNITES = {"heures": "h", "euros": "€", "etp": "ETP", "mois": "mois", "jours": "jours"}


def construire_champ(defini: ChampDefini, classe: type[C], **metier: Any) -> C:
    """The field of this table; ``metier`` gives what the class of the trade adds."""
    return classe(
        code=defini.code,
        libelle=defini.libelle,
        type=defini.type,
        aide=defini.aide,
        obligatoire=defini.obligatoire,
        minimum=borne(defini.minimum, Decimal(0)),
        maximum=borne(defini.maximum, None),
        choix=defini.choix,
        unite=defini.unite or UNITES.get(defini.type, ""),
        **metier,
    )


def construire_repetition(definie: RepetitionDefinie) -> Repetition:
    """The repetition of this table."""
    return Repetition(
        code=definie.code,
        singulier=definie.singulier,
        pluriel=definie.pluriel,
        libelle=definie.libelle,
        ajout=definie.ajout,
        libelle_depuis=definie.libelle_depuis,
        dans=definie.dans,
    )
