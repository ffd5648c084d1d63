"""Written reasons of the adhesions: papers refused, links revoked, files closed."""

from habilitations.adhesions.services import cloture, invitations
from habilitations.adhesions.services import pieces as pieces_d_adhesion
from tests.habilitations.adhesions.dossiers import ouvert, recue
from tests.habilitations.adhesions.liens import envoye
from tests.monde import Monde, acteur
from tests.tables_motifs.actes import Table


def _piece_d_adhesion(monde: Monde, motif: str) -> None:
    piece = recue(monde, ouvert(monde))
    pieces_d_adhesion.refuser(
        piece.dossier_id, piece.pk, acteur=acteur(monde.responsable), motif=motif
    )


def _lien_revoque(monde: Monde, motif: str) -> None:
    dossier = ouvert(monde)
    lien, responsable = envoye(monde, dossier), acteur(monde.responsable)
    invitations.revoquer(dossier.pk, lien.pk, motif=motif, acteur=responsable)


TABLE: Table = {
    pieces_d_adhesion.refuser: _piece_d_adhesion,
    invitations.revoquer: _lien_revoque,
    cloture.classer_sans_suite: lambda m, motif: cloture.classer_sans_suite(
        ouvert(m).pk, acteur=acteur(m.responsable), motif=motif
    ),
}
