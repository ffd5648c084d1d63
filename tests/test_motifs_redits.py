"""An act already done, asked for again: the same reason is a second click, another is not lost."""

from collections.abc import Callable
from typing import Any

import pytest

from bilans.services import campagnes, campagnes_nationales, complements, modifications, validation
from bilans.services import derogations as derogations_bilans
from bilans.services import pieces as pieces_des_bilans
from declarations.services import (
    assistance,
    derogations,
    elargissement,
    instruction,
    justifications,
    ouvrir_fenetres,
    pieces,
    regles_caf,
    volets,
)
from habilitations.models import Role
from habilitations.portee import au_nom_de
from habilitations.services import cles, mots_de_passe, transferts
from habilitations.services.suites import retirer_droit
from portal.dossiers.services import pieces as pieces_des_dossiers
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.droits.services import decisions, suspensions
from subventions.paiements.services import indus
from subventions.propositions.services import proposition
from tests.habilitations.services.actes import delegue
from tests.monde import Monde, acteur, habiliter
from tests.sous_service import sous_service
from tests.tables_motifs import TABLES
from tests.tables_motifs.deux_fois import DEUX_FOIS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le comptable est absent\njusqu’à lundi."
AUTRE = "Le partenaire nous a écrit ce matin."

# Another reason is told of otherwise: refused as any other act that comes too late, or kept.
AUTREMENT = {
    # A table of acts, or the service itself, refuses the second: views know a second click.
    *(validation.rouvrir, validation.declarer_sans_objet, validation.retablir),
    *(complements.demander_complement, derogations_bilans.retirer_derogation),
    *(campagnes.suspendre, campagnes_nationales.suspendre_partout),
    *(assistance.assister, derogations.retirer_derogation, volets.renvoyer_volet),
    *(instruction.declarer_sans_objet, instruction.retablir, instruction.demander_correction),
    *(instruction.retirer_correction, instruction.ouvrir_rectificative),
    *(elargissement.elargir_correction, ouvrir_fenetres.ouvrir_fenetre),
    *(ouvrir_fenetres.retirer_fenetre, regles_caf.revenir_au_national),
    *(pieces.retirer, pieces_des_bilans.retirer, pieces_des_dossiers.retirer),
    *(decisions.proposer_decision, decisions.refuser_decision, decisions.retirer_decision),
    suspensions.suspendre_les_droits,
    # The reason is part of what makes it the same.
    *(transferts.decider_transfert, indus.notifier_indu, proposition.proposer),
    *(derogations.accorder_derogation, derogations_bilans.accorder_derogation),
    *(justifications.justifier, modifications.modifier),
    # Done again each time; the key revoked is the operator's, who reads what it had signed.
    *(mots_de_passe.imposer_mot_de_passe, cles.revoquer_cle),
}


def test_chaque_service_qui_demande_un_motif_dit_ce_que_devient_un_second() -> None:
    assert set(DEUX_FOIS) | AUTREMENT == set(TABLES)
    assert not set(DEUX_FOIS) & AUTREMENT


@pytest.mark.parametrize("service", DEUX_FOIS, ids=lambda s: f"{s.__module__}.{s.__name__}")
def test_un_autre_motif_n_est_pas_pris_pour_un_second_clic(
    mur: None, monde: Monde, service: Callable[..., Any]
) -> None:
    """Behind the wall, where the journal, which may alone hold the reason, is not seen by all."""
    demander = DEUX_FOIS[service](monde)
    with au_nom_de(demander.keywords["acteur"]), sous_service():
        demander(motif=MOTIF)
    dits = LigneJournal.objects.count()

    with au_nom_de(demander.keywords["acteur"]), sous_service():
        demander(motif=MOTIF.replace("\n", "\r\n") + " ")
        with pytest.raises(ActionRefusee) as refus:
            demander(motif=AUTRE)

    assert not refus.value.interdite
    assert str(refus.value).endswith(f"Motif gardé : « {MOTIF} ».")
    assert LigneJournal.objects.count() == dits


def test_le_partenaire_ne_lit_pas_le_motif_de_la_caf(monde: Monde) -> None:
    """The right that a partner gives under its delegation, the Caf has just withdrawn."""
    _, gerant = delegue(monde)
    monde_du_partenaire = monde.passerelles
    droit = habiliter(
        monde_du_partenaire.finances,
        monde_du_partenaire.gestionnaire,
        monde.caf,
        Role.APPROBATEUR,
    )
    retirer_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.responsable))

    with pytest.raises(ActionRefusee) as refus:
        retirer_droit(droit.pk, motif=AUTRE, acteur=gerant)

    assert str(refus.value) == "Ce droit est déjà retiré."
