"""The public page tells a letter of right, or of indu, from a false one."""

import json

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from habilitations.services.verification_actes import Issue, verifier_fichier, verifier_reference
from portal.socle.formats import euros
from subventions.models import LettreDroit
from subventions.paiements.services.indus import annuler_indu
from subventions.presentation.lettres import adresse
from subventions.services.lettres import empreinte_de
from tests.cachets import Autorite
from tests.habilitations.actes import octets
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import decider, droit_de
from tests.subventions.droits.services.test_lettres import scellee
from tests.subventions.paiements import test_lettres as indus
from tests.subventions.paiements.indus import MOTIF, notifie, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture(autouse=True)
def _sans_cadence() -> None:
    cache.delete_many(["cadence:actes:127.0.0.1"])


@pytest.fixture
def lettre(monde: Monde, autorite: Autorite) -> LettreDroit:
    return scellee(droit_de(monde), monde.passerelles.approbateur)


def test_authentique_des_deux_facons_tant_que_le_droit_ne_change_pas(
    lettre: LettreDroit, monde: Monde
) -> None:
    par_reference = verifier_reference(lettre.reference, lettre.empreinte, MAINTENANT)
    assert par_reference == verifier_fichier(octets(lettre), MAINTENANT)
    assert (par_reference.issue, par_reference.acte) == (Issue.AUTHENTIQUE, None)
    assert (par_reference.par, par_reference.le) == ("Caf de la Savoie", MAINTENANT)
    assert par_reference.papier.a_jour
    decider(lettre.droit, monde, "-500.00")
    apres = verifier_fichier(octets(lettre), MAINTENANT)
    assert apres.issue == Issue.AUTHENTIQUE
    assert not apres.papier.a_jour


def test_l_adresse_imprimee_montre_ce_qu_elle_dit_a_qui_n_a_pas_de_compte(
    lettre: LettreDroit, client: Client
) -> None:
    page = client.get(adresse(lettre).removeprefix("http://localhost:8000")).content.decode()
    assert "Cette lettre est authentique, et elle est à jour" in page
    for dit in (lettre.reference, "Droit réel 2025", euros(lettre.droit.calcul.montant)):
        assert dit in page


def test_la_reference_seule_ne_dit_rien(lettre: LettreDroit, client: Client) -> None:
    page = client.get(
        reverse("verification_acte"), {"reference": lettre.reference, "empreinte": "0" * 64}
    ).content.decode()
    assert "Aucun acte ne correspond" in page
    assert euros(lettre.droit.calcul.montant) not in page


def test_un_montant_change_dans_la_base_n_est_pas_reconnu(lettre: LettreDroit) -> None:
    """Rewritten with its hash or without: the seal of the file names the true one."""
    contenu = lettre.contenu | {"dit": lettre.contenu["dit"] | {"retenu": "99999.00"}}
    for empreinte in (lettre.empreinte, empreinte_de(contenu)):
        with connection.cursor() as curseur:
            curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
            curseur.execute("ALTER TABLE subventions_lettredroit DISABLE TRIGGER USER")
            curseur.execute(
                "UPDATE subventions_lettredroit SET contenu = %s, empreinte = %s",
                [json.dumps(contenu), empreinte],
            )
            curseur.execute("ALTER TABLE subventions_lettredroit ENABLE TRIGGER USER")
        altere = verifier_reference(lettre.reference, empreinte, MAINTENANT)
        assert (altere.issue, altere.papier) == (Issue.ALTERE, None)
        assert verifier_fichier(octets(lettre), MAINTENANT).issue == Issue.ALTERE


def test_une_lettre_d_indu_se_verifie_de_meme(
    monde: Monde, autorite: Autorite, client: Client
) -> None:
    trop_verse(monde)
    lettre = indus.scellee(notifie(monde))
    fichier = SimpleUploadedFile("indu.pdf", octets(lettre), content_type="application/pdf")
    with time_machine.travel(MAINTENANT, tick=False):
        reponse = client.post(reverse("verification_acte_fichier"), {"fichier": fichier})
    page = reponse.content.decode()
    assert "Cette lettre est authentique, et elle est à jour" in page
    for dit in (lettre.reference, lettre.indu.reference, euros(lettre.indu.montant)):
        assert dit in page
    annuler_indu(lettre.indu_id, motif=MOTIF, acteur=acteur(monde.conseiller))
    apres = verifier_reference(lettre.reference, lettre.empreinte, MAINTENANT)
    assert not apres.papier.a_jour
