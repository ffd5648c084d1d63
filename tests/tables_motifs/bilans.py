"""Written reasons of the bilans: campaigns, what follows a sending, papers."""

from bilans.services import campagnes, campagnes_nationales, complements, modifications, validation
from bilans.services import derogations as derogations_bilans
from bilans.services import pieces as pieces_des_bilans
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import bilan_cct
from tests.bilans.services.test_pieces import joindre_par as joindre_au_bilan
from tests.monde import JOUR, Monde, acteur
from tests.tables_motifs.actes import Table, du_conseiller


def _retrait_du_bilan(monde: Monde, motif: str) -> None:
    bilan, qui = bilan_cct(monde), monde.passerelles.activite
    piece = joindre_au_bilan(bilan, qui)
    pieces_des_bilans.retirer(bilan.pk, piece.pk, acteur=acteur(qui), motif=motif)


TABLE: Table = {
    campagnes.suspendre: du_conseiller(campagnes.suspendre),
    campagnes.dater: du_conseiller(campagnes.dater, dates=campagnes.Dates(JOUR, JOUR, JOUR)),
    campagnes_nationales.suspendre_partout: lambda m, motif: campagnes_nationales.suspendre_partout(
        1, 2025, acteur=acteur(m.national), motif=motif
    ),
    campagnes_nationales.dater_partout: lambda m, motif: campagnes_nationales.dater_partout(
        1,
        2025,
        acteur=acteur(m.national),
        motif=motif,
        dates=campagnes.Dates(JOUR, JOUR, JOUR),
    ),
    validation.rouvrir: du_conseiller(validation.rouvrir),
    validation.declarer_sans_objet: du_conseiller(validation.declarer_sans_objet),
    validation.retablir: du_conseiller(validation.retablir),
    complements.demander_complement: du_conseiller(complements.demander_complement, pour_le=JOUR),
    derogations_bilans.accorder_derogation: du_conseiller(
        derogations_bilans.accorder_derogation, expire_le=JOUR
    ),
    derogations_bilans.retirer_derogation: du_conseiller(derogations_bilans.retirer_derogation),
    modifications.modifier: du_conseiller(modifications.modifier, envoi=Envoi(0, {})),
    pieces_des_bilans.retirer: _retrait_du_bilan,
}
