"""The conversation of a file as one person reads it."""

import pytest

from portal.dossiers.models import Dossier
from portal.dossiers.presentation.messages import (
    MESSAGES_MONTRES,
    Conversation,
    Papiers,
    conversation,
)
from portal.dossiers.presentation.pieces import pieces_lisibles
from portal.dossiers.services.messages import marquer_lus
from tests.dossiers.fabriques import dossier, message
from tests.dossiers.pieces import piece
from tests.dossiers.presentation.test_pieces import CAF, MOTS, PARTENAIRE
from tests.monde import Monde, acteur


def lue(sur: Dossier, monde: Monde, **options: bool) -> Conversation:
    papiers = Papiers(pieces_lisibles(sur, PARTENAIRE), PARTENAIRE, MOTS)
    return conversation(sur, papiers, acteur(monde.passerelles.activite), **options)


def test_un_message_a_ses_pieces_et_la_maison_de_qui_l_ecrit(monde: Monde) -> None:
    sur = dossier(monde)
    avec = message(monde, sur)
    message(monde, sur, jeton=2)
    jointe = piece(monde, sur, message=avec, cote_caf=True)
    piece(monde, sur, jeton=2)
    papiers = Papiers(pieces_lisibles(sur, CAF), CAF, MOTS)
    messages = conversation(sur, papiers, acteur(monde.conseiller)).messages

    assert [[p.adresse for p in m.pieces] for m in messages] == [[f"/piece/{jointe.pk}/"], []]
    assert {(m.de_moi, m.nouveau, m.maison) for m in messages} == {(True, False, monde.caf.nom)}


def test_les_derniers_et_tout_ce_qui_est_nouveau(monde: Monde) -> None:
    sur, qui = dossier(monde), monde.passerelles.activite
    assert lue(sur, monde) == Conversation([], 0, 0, 0)
    ecrits = [message(monde, sur, jeton=n).pk for n in range(MESSAGES_MONTRES + 2)]

    toute = lue(sur, monde)
    assert (toute.est_entiere, toute.nouveaux, toute.dernier) == (True, len(ecrits), ecrits[-1])
    marquer_lus(sur, qui, ecrits[-1])
    courte = lue(sur, monde)
    assert (len(courte.messages), courte.combien) == (MESSAGES_MONTRES, len(ecrits))
    assert not courte.est_entiere
    assert lue(sur, monde, tout=True).est_entiere


def test_en_un_nombre_fixe_de_requetes(
    monde: Monde, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    sur = dossier(monde)
    for n in range(5):
        piece(monde, sur, jeton=n, message=message(monde, sur, jeton=n), cote_caf=True)
    with django_assert_num_queries(4):
        assert len(lue(sur, monde).messages) == 5
