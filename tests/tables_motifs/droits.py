"""Written reasons of the droits: decisions on them, suspensions, the threshold of a Caf."""

from decimal import Decimal

from subventions.droits.services import decisions as decisions_droits
from subventions.droits.services import reglages as reglages_droits
from subventions.droits.services import suspensions as suspensions_droits
from tests.monde import acteur
from tests.subventions.droits.ouverts import droit_de
from tests.tables_motifs.actes import Table

TABLE: Table = {
    reglages_droits.regler_le_seuil: lambda m, motif: reglages_droits.regler_le_seuil(
        m.caf.pk, seuil_decision=Decimal(2500), motif=motif, acteur=acteur(m.ccd)
    ),
    decisions_droits.proposer_decision: lambda m, motif: decisions_droits.proposer_decision(
        droit_de(m).pk, montant_accepte=Decimal(1), motif=motif, acteur=acteur(m.conseiller)
    ),
    decisions_droits.refuser_decision: lambda m, motif: decisions_droits.refuser_decision(
        1, motif=motif, acteur=acteur(m.remplacant)
    ),
    decisions_droits.retirer_decision: lambda m, motif: decisions_droits.retirer_decision(
        1, motif=motif, acteur=acteur(m.conseiller)
    ),
    suspensions_droits.suspendre_les_droits: lambda m, motif: (
        suspensions_droits.suspendre_les_droits(
            m.er.pk, 2025, cause="piece", motif=motif, acteur=acteur(m.conseiller)
        )
    ),
    suspensions_droits.lever_la_suspension: lambda m, motif: suspensions_droits.lever_la_suspension(
        1, motif=motif, acteur=acteur(m.conseiller)
    ),
}
