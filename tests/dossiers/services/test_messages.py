"""Each person reads the messages of a file for themselves."""

from portal.dossiers.models import Dossier, LectureMessages, MessageDossier
from portal.dossiers.services.messages import marquer_lus
from tests.dossiers.fabriques import dossier, message
from tests.monde import Monde


def _non_lus(sur: Dossier, monde: Monde) -> int:
    qui = monde.passerelles.activite
    return MessageDossier.objects.filter(dossier=sur).non_lus(qui, cote_caf=False).count()


def test_ce_qui_est_lu_le_reste(monde: Monde) -> None:
    qui, un_dossier = monde.passerelles.activite, dossier(monde)
    premier = message(monde, un_dossier)
    second = message(monde, un_dossier, jeton=2)
    assert _non_lus(un_dossier, monde) == 2

    marquer_lus(un_dossier, qui, second.pk)
    marquer_lus(un_dossier, qui, premier.pk)

    assert LectureMessages.objects.get().jusqu_a == second.pk
    assert _non_lus(un_dossier, monde) == 0
    nouveaux = MessageDossier.objects.all()
    assert nouveaux.non_lus(monde.passerelles.finances, cote_caf=False).count() == 2
    assert not nouveaux.non_lus(monde.conseiller, cote_caf=True).exists()


def test_les_autres_n_ont_rien_lu_pour_autant(monde: Monde) -> None:
    un_dossier = dossier(monde)
    un_message = message(monde, un_dossier)

    marquer_lus(un_dossier, monde.passerelles.finances, un_message.pk)

    assert _non_lus(un_dossier, monde) == 1
    lu = Dossier.objects.avec_messages_non_lus(monde.passerelles.finances, cote_caf=False).get()
    assert lu.messages_non_lus == 0
