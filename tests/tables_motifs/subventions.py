"""Written reasons of the diagnostics and of the barèmes proposed."""

from uuid import uuid4

from subventions.diagnostics.services import demandes as diagnostics
from subventions.propositions.services import proposition as propositions
from tests.monde import acteur
from tests.socle import fichiers
from tests.subventions.diagnostics.outils import demande
from tests.subventions.propositions.outils import proposee, valeur
from tests.tables_motifs.actes import Table

TABLE: Table = {
    diagnostics.retirer: lambda m, motif: diagnostics.retirer(
        demande(m).pk, motif=motif, acteur=acteur(m.passerelles.finances)
    ),
    diagnostics.refuser: lambda m, motif: diagnostics.refuser(
        demande(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    propositions.proposer: lambda m, motif: propositions.proposer(
        valeur(),
        motif=motif,
        fichier=fichiers.televerse(fichiers.PDF, "a.pdf"),
        jeton=uuid4(),
        acteur=acteur(m.national),
    ),
    propositions.ecarter: lambda m, motif: propositions.ecarter(
        proposee(m).pk, acteur=acteur(m.national), motif=motif
    ),
}
