"""« A message waits » is true when the e-mail leaves, or it does not leave."""

import pytest

from habilitations.models import AffectationAgent, Habilitation
from portal.dossiers.services.messages import marquer_lus
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur
from tests.declarations.pieces import ecrire_par
from tests.monde import DEBUT, Monde, changer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def expedier() -> expedition.Bilan:
    return expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))


def raisons() -> set[str]:
    return set(Courriel.objects.filter(etat=EtatCourriel.RETIRE).values_list("erreur", flat=True))


def test_part_tant_que_le_message_attend(monde: Monde, facteur: Facteur) -> None:
    ecrire_par(monde.declaration(), monde.conseiller)
    assert (expedier().envoyes, raisons()) == (3, set())


def test_lu_entre_temps(monde: Monde, facteur: Facteur) -> None:
    declaration = monde.declaration()
    message = ecrire_par(declaration, monde.conseiller)
    marquer_lus(declaration, monde.passerelles.activite, message.pk)
    marquer_lus(declaration, monde.passerelles.finances, message.pk - 1)
    bilan = expedier()
    assert (bilan.envoyes, bilan.retires) == (2, 1)
    assert monde.passerelles.activite.email not in facteur.destinataires
    assert raisons() == {"Le message avait été lu au moment de l’envoi."}


def test_le_second_message_attend_encore(monde: Monde, facteur: Facteur) -> None:
    """Each e-mail is about its own message."""
    declaration = monde.declaration()
    premier = ecrire_par(declaration, monde.conseiller)
    ecrire_par(declaration, monde.conseiller)
    marquer_lus(declaration, monde.passerelles.activite, premier.pk)
    expedier()
    assert facteur.destinataires.count(monde.passerelles.activite.email) == 1
    assert facteur.destinataires.count(monde.passerelles.finances.email) == 2


@pytest.mark.parametrize("changement", ["compte", "droit"])
def test_dossier_ferme_a_la_personne_entre_temps(
    monde: Monde, facteur: Facteur, changement: str
) -> None:
    declaration, alice = monde.declaration(), monde.passerelles.activite
    ecrire_par(declaration, monde.conseiller)
    if changement == "compte":
        alice.is_active = False
        alice.save()
    else:
        changer(Habilitation.objects.filter(utilisateur=alice), au=DEBUT)
    assert expedier().retires == 1
    assert alice.email not in facteur.destinataires
    assert "plus ouvert à cette personne" in raisons().pop()


def test_agent_parti_entre_temps(monde: Monde, facteur: Facteur) -> None:
    ecrire_par(monde.declaration(), monde.passerelles.activite)
    AffectationAgent.objects.filter(utilisateur=monde.conseiller).update(au=DEBUT)
    bilan = expedier()
    assert (bilan.envoyes, bilan.retires) == (0, 1)


def test_adresse_changee_entre_temps(monde: Monde, facteur: Facteur) -> None:
    ecrire_par(monde.declaration(), monde.passerelles.activite)
    monde.conseiller.email = "colette.nouvelle@exemple.test"
    monde.conseiller.save()
    assert expedier().envoyes == 1
    assert facteur.destinataires == ["colette.nouvelle@exemple.test"]
