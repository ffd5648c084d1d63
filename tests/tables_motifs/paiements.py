"""Written reasons of the payments: profiles, accounts, lots, indus."""

from typing import Any

from subventions.paiements.services import comptes as comptes_bancaires
from subventions.paiements.services import ecarts, indus, profils, reglements
from subventions.paiements.services import lots as lots_paiement
from tests.monde import Monde, acteur
from tests.subventions.paiements.argent import paye as payer
from tests.subventions.paiements.argent import pret
from tests.subventions.paiements.argent import propose as proposer_un_lot
from tests.subventions.paiements.fabriques import propose as compte_propose
from tests.subventions.paiements.refusees import un_indu_garde
from tests.tables_motifs.actes import Table


def lot_propose(monde: Monde) -> Any:
    pret(monde)
    return proposer_un_lot(monde)


def lot_paye(monde: Monde) -> Any:
    pret(monde)
    return payer(monde)


def _profil(monde: Monde, motif: str) -> None:
    profils.attribuer(
        monde.caf.pk,
        dispositif="er",
        profil="reel_n2",
        debut=2026,
        nouveaux=False,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


TABLE: Table = {
    profils.attribuer: _profil,
    comptes_bancaires.refuser_compte: lambda m, motif: comptes_bancaires.refuser_compte(
        compte_propose(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    ecarts.accepter_ecart: lambda m, motif: ecarts.accepter_ecart(
        m.er.pk, 2026, motif=motif, acteur=acteur(m.conseiller)
    ),
    lots_paiement.refuser_lot: lambda m, motif: lots_paiement.refuser_lot(
        lot_propose(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    lots_paiement.retirer_versement: lambda m, motif: lots_paiement.retirer_versement(
        lot_propose(m).versements.get().pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    reglements.rejeter_versement: lambda m, motif: reglements.rejeter_versement(
        lot_paye(m).versements.get().pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    indus.notifier_indu: lambda m, motif: indus.notifier_indu(
        m.er.pk,
        2026,
        mode="compensation",
        nombre=1,
        premiere_le=None,
        motif=motif,
        acteur=acteur(m.conseiller),
    ),
    indus.annuler_indu: lambda m, motif: indus.annuler_indu(
        un_indu_garde(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
}
