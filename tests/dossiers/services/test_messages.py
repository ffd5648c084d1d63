"""Messages of a file that no application knows: written once, read by each for themselves."""

from uuid import UUID, uuid4

import pytest

from portal.dossiers.models import Dossier, LectureMessages, MessageDossier
from portal.dossiers.models.messages import LONGUEUR_MESSAGE
from portal.dossiers.services.messages import ecrire, exiger_texte, marquer_lus
from portal.dossiers.services.pieces import Depot, recevoir
from portal.socle.refus import DemandeInvalide
from tests.dossiers.fabriques import dossier, message
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle import fichiers


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


def _ecrire(
    sur: Dossier, monde: Monde, texte: str, jeton: UUID, depot: Depot | None = None
) -> tuple[MessageDossier, bool]:
    qui = acteur(monde.passerelles.activite)
    return ecrire(sur, texte, jeton, depot, version=1, cote_caf=False, acteur=qui)


def test_un_second_clic_n_ecrit_rien_et_un_autre_texte_n_est_pas_perdu(monde: Monde) -> None:
    sur, jeton = dossier(monde), uuid4()
    premier, nouveau = _ecrire(sur, monde, "Bonjour", jeton)
    assert (nouveau, premier.le, premier.cote_caf) == (True, MAINTENANT, False)
    assert _ecrire(sur, monde, "Bonjour", jeton) == (premier, False)
    second, nouveau = _ecrire(sur, monde, "Autre question", jeton)
    assert nouveau
    assert second.jeton != jeton


def test_une_piece_part_avec_lui(monde: Monde) -> None:
    sur, jeton = dossier(monde), uuid4()
    depot = recevoir(fichiers.televerse(fichiers.PDF, "devis.pdf"), "", jeton)
    ecrit, _ = _ecrire(sur, monde, "Voici le devis", jeton, depot)
    (jointe,) = ecrit.pieces.all()
    assert (jointe.libelle, jointe.dossier_id, jointe.cle) == ("devis.pdf", sur.pk, "")


def test_un_message_a_un_texte_et_une_fin() -> None:
    assert exiger_texte(" Bonjour\r\nMerci ") == "Bonjour\nMerci"
    for texte in ("", " \r\n", "x" * (LONGUEUR_MESSAGE + 1)):
        with pytest.raises(DemandeInvalide) as refus:
            exiger_texte(texte)
        assert refus.value.champ == "texte"
