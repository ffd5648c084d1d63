"""Written reasons of what applications share: papers of a dossier, reminders."""

from portal.dossiers.services import pieces as pieces_des_dossiers
from portal.relances.services import decisions
from tests.dossiers.fabriques import dossier
from tests.dossiers.pieces import piece as piece_en_base
from tests.monde import Monde, acteur
from tests.tables_motifs.actes import Table


def _retrait_commun(monde: Monde, motif: str) -> None:
    piece = piece_en_base(monde, dossier(monde))
    pieces_des_dossiers.retirer(piece, version=1, motif=motif, acteur=acteur(monde.conseiller))


TABLE: Table = {
    pieces_des_dossiers.retirer: _retrait_commun,
    decisions.ecarter: lambda m, motif: decisions.ecarter(
        None, acteur=acteur(m.conseiller), motif=motif
    ),
    decisions.suspendre: lambda m, motif: decisions.suspendre(
        None, acteur=acteur(m.conseiller), motif=motif
    ),
}
