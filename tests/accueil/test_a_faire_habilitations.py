"""The first page of a Caf's responsable des habilitations: what waits, oldest first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from stdnum import luhn

from habilitations.models import Fonction, Utilisateur
from habilitations.services.suites import retirer_droit
from tests.habilitations.adhesions.dossiers import acceptee, ouvert, recue, rempli
from tests.habilitations.revues.revue import ouverte
from tests.monde import MAINTENANT, SIRETS, Monde, acteur, agent

pytestmark = pytest.mark.django_db


def accueil(qui: Utilisateur) -> str:
    client = Client()
    with time_machine.travel(MAINTENANT + timedelta(hours=1), tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
        lue = client.get(reverse("accueil:a_faire")).content.decode()
    return " ".join(lue.replace("\u00a0", " ").split())


def test_les_adhesions_a_verifier_et_a_conclure(monde: Monde) -> None:
    attendu = ouvert(monde, siret=SIRETS[3], nom="Les Buis")
    a_verifier = ouvert(monde, nom="Les Alizés")
    recue(monde, a_verifier)
    a_conclure = rempli(monde, siret=_siret(1), nom="Les Cèdres")

    lue = accueil(monde.responsable)

    assert reverse("adhesions:dossier", args=[a_verifier.pk]) in lue
    assert reverse("adhesions:dossier", args=[a_conclure.pk]) in lue
    assert reverse("adhesions:dossier", args=[attendu.pk]) not in lue
    assert "À vérifier" in lue
    assert "À conclure" in lue
    assert _compteur(lue, "Adhésions qui attendent la Caf") == "2"


def test_celles_d_une_autre_caf_n_y_sont_pas(monde: Monde) -> None:
    recue(monde, ouvert(monde))
    fonction = Fonction.RESPONSABLE_HABILITATIONS
    ailleurs = agent(monde.autre_caf, fonction, "loin", "Léa", "Lointaine")
    assert _compteur(accueil(ailleurs), "Adhésions qui attendent la Caf") == "0"


def test_les_partenaires_a_qui_il_manque_quelqu_un(monde: Monde) -> None:
    avant = int(_compteur(accueil(monde.responsable), "Partenaires à qui il manque un rôle"))
    [droit] = monde.passerelles.approbateur.habilitations.all()
    retirer_droit(droit.pk, acteur=acteur(monde.responsable), motif="Parti à la retraite en mars")
    apres = accueil(monde.responsable)
    assert int(_compteur(apres, "Partenaires à qui il manque un rôle")) == avant + 1
    assert f"{reverse('habilitations:partenaires')}?roles=manquants" in apres


def test_la_revue_ouverte_dit_qui_n_a_pas_fini(monde: Monde) -> None:
    assert "Revue des accès : partenaires qui n’ont pas fini" not in accueil(monde.responsable)
    ouverte(monde)
    lue = accueil(monde.responsable)
    assert int(_compteur(lue, "Revue des accès : partenaires qui n’ont pas fini")) >= 2
    assert reverse("revues:suivi") in lue


def test_rien_n_attend(monde: Monde) -> None:
    acceptee(monde, ouvert(monde, "b"))
    assert "Aucune adhésion n’attend votre Caf" in accueil(monde.responsable)


def test_un_conseiller_ne_les_lit_pas(monde: Monde) -> None:
    recue(monde, ouvert(monde))
    assert "Adhésions qui attendent la Caf" not in accueil(monde.conseiller)


def test_cinq_lignes_et_autant_de_requetes_pour_huit_adhesions(monde: Monde) -> None:
    def lire() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as lues:
            return accueil(monde.responsable), len(lues)

    recue(monde, ouvert(monde))
    _, une = lire()
    for rang in range(7):
        recue(monde, ouvert(monde, siret=_siret(rang), nom=f"Les Buis {rang}"))
    page, huit = lire()
    assert huit == une
    assert page.count("À vérifier</span>") == 5
    assert _compteur(page, "Adhésions qui attendent la Caf") == "8"


def _siret(rang: int) -> str:
    siren = f"9812390{rang}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001{luhn.calc_check_digit(f'{siren}0001')}"


def _compteur(page: str, libelle: str) -> str:
    """The figure of a counter, read before its label."""
    avant, _, _ = page.partition(libelle)
    return avant.rpartition('class="montant-total">')[2].partition("<")[0].strip()
