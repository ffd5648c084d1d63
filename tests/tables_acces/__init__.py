"""Rows of the access table, one module per application that has many (``tests.test_acces``)."""

from tests.tables_acces.accueil import TABLE as ACCUEIL
from tests.tables_acces.analyse import TABLE as ANALYSE
from tests.tables_acces.annuaire import TABLE as ANNUAIRE
from tests.tables_acces.bilans import TABLE as BILANS
from tests.tables_acces.declarations import TABLE as DECLARATIONS
from tests.tables_acces.droits import TABLE as DROITS
from tests.tables_acces.equipements import TABLE as EQUIPEMENTS
from tests.tables_acces.habilitations import TABLE as HABILITATIONS
from tests.tables_acces.paiements import TABLE as PAIEMENTS
from tests.tables_acces.relances import TABLE as RELANCES
from tests.tables_acces.repondants import TABLE as REPONDANTS
from tests.tables_acces.simulateur import TABLE as SIMULATEUR
from tests.tables_acces.subventions import TABLE as SUBVENTIONS

# (name, arguments, method) → codes.
Table = dict[tuple[str, tuple[object, ...], str], str]

TABLES: Table = (
    ANALYSE
    | ANNUAIRE
    | BILANS
    | DROITS
    | HABILITATIONS
    | PAIEMENTS
    | REPONDANTS
    | SIMULATEUR
    | SUBVENTIONS
    | ACCUEIL
    | DECLARATIONS
    | EQUIPEMENTS
    | RELANCES
)
