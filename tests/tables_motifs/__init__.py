"""Acts that ask for a written reason, one module per application (``tests.test_motifs_ecrits``)."""

from tests.tables_motifs.actes import Table
from tests.tables_motifs.adhesions import TABLE as ADHESIONS
from tests.tables_motifs.annuaire import TABLE as ANNUAIRE
from tests.tables_motifs.bilans import TABLE as BILANS
from tests.tables_motifs.declarations import TABLE as DECLARATIONS
from tests.tables_motifs.droits import TABLE as DROITS
from tests.tables_motifs.habilitations import TABLE as HABILITATIONS
from tests.tables_motifs.paiements import TABLE as PAIEMENTS
from tests.tables_motifs.portail import TABLE as PORTAIL
from tests.tables_motifs.subventions import TABLE as SUBVENTIONS

# service → what calls it with a reason.
TABLES: Table = (
    BILANS
    | DECLARATIONS
    | HABILITATIONS
    | ADHESIONS
    | ANNUAIRE
    | DROITS
    | SUBVENTIONS
    | PAIEMENTS
    | PORTAIL
)
