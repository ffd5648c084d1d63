"""The same of what is paid: diagnostics, barèmes proposed, rights, lots, indus."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from subventions.diagnostics.services import demandes
from subventions.droits.services import reglages
from subventions.droits.services import suspensions as suspensions_de_droits
from subventions.models import CauseSuspension, SuspensionDroit
from subventions.paiements.services import comptes, ecarts, indus, lots, profils, reglements
from subventions.propositions.services import proposition
from subventions.services.suspensions import suspendre
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.diagnostics.outils import demande
from tests.subventions.paiements import argent
from tests.subventions.paiements.fabriques import en_vigueur, profil
from tests.subventions.paiements.fabriques import propose as compte_propose
from tests.subventions.paiements.refusees import un_indu_garde
from tests.subventions.propositions.outils import proposee
from tests.tables_motifs.actes import Demande, en_place


def _lot(monde: Monde) -> Any:
    argent.pret(monde)
    return argent.propose(monde)


def _versement_paye(monde: Monde) -> int:
    argent.pret(monde)
    return argent.paye(monde).versements.get().pk


def _ecart(monde: Monde) -> int:
    """A prévisionnel far above what was paid of the exercice before."""
    profil(monde, "reel_n2")
    en_vigueur(monde)
    argent.droit(monde, "reel", "60000.00", 2024)
    argent.droit(monde, "reel", "58000.00", 2025)
    argent.droit(monde, "previsionnel", "72000.00")
    return monde.er.pk


def _suspension(monde: Monde) -> int:
    suspendre(
        monde.er, 2025, CauseSuspension.PIECE, "Une pièce manque encore.", maintenant=MAINTENANT
    )
    return SuspensionDroit.objects.get().pk


ARGENT: dict[Callable[..., Any], Demande] = {
    demandes.retirer: lambda m: partial(
        demandes.retirer, demande(m).pk, acteur=acteur(m.passerelles.finances)
    ),
    demandes.refuser: en_place(demandes.refuser, "conseiller", lambda m: demande(m).pk),
    comptes.refuser_compte: en_place(
        comptes.refuser_compte, "conseiller", lambda m: compte_propose(m).pk
    ),
    ecarts.accepter_ecart: en_place(ecarts.accepter_ecart, "conseiller", _ecart, 2026),
    indus.annuler_indu: en_place(indus.annuler_indu, "conseiller", lambda m: un_indu_garde(m).pk),
    lots.refuser_lot: en_place(lots.refuser_lot, "conseiller", lambda m: _lot(m).pk),
    lots.retirer_versement: en_place(
        lots.retirer_versement, "conseiller", lambda m: _lot(m).versements.get().pk
    ),
    reglements.rejeter_versement: en_place(
        reglements.rejeter_versement, "conseiller", _versement_paye
    ),
    profils.attribuer: en_place(
        profils.attribuer,
        "responsable",
        lambda m: m.caf.pk,
        dispositif="er",
        profil="reel_n2",
        debut=2026,
        nouveaux=False,
    ),
    reglages.regler_le_seuil: en_place(
        reglages.regler_le_seuil, "ccd", lambda m: m.caf.pk, seuil_decision=Decimal(2500)
    ),
    suspensions_de_droits.lever_la_suspension: en_place(
        suspensions_de_droits.lever_la_suspension, "conseiller", _suspension
    ),
    proposition.ecarter: en_place(proposition.ecarter, "national", lambda m: proposee(m).pk),
}
