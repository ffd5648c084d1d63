"""What changes for whoever opens a bilan on a new version."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bilans.edition.regles.operations import Modifier
from bilans.edition.services.creation import ouvrir_une_version
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.services.publication import publier
from bilans.models import Questionnaire
from bilans.presentation.nouveautes import nouveautes_du_bilan
from bilans.regles.versions import Nature
from tests.bilans.bilans import bilan_clas, questionnaires
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db


def nouvelle_version(monde: Monde) -> None:
    """Version 2 of the CLAS bilan: the same but for one label, in force on JOUR."""
    questionnaires()
    questionnaire = Questionnaire.objects.get(code="bilan_clas", caf=None)
    qui = acteur(monde.national, MAINTENANT - timedelta(days=1))
    version = ouvrir_une_version(questionnaire.pk, acteur=qui)
    change = Modifier("structure_nom", {"libelle": "Nom de la structure"})
    enregistrer(version.pk, change, revision=0, acteur=qui)
    publier(version.pk, vaut_le=JOUR, revision=1, acteur=qui, vus=True)


def test_rien_ne_se_dit_de_la_premiere_version(monde: Monde) -> None:
    assert nouveautes_du_bilan(bilan_clas(monde)) == ()


def test_un_bilan_sur_une_nouvelle_version_dit_ce_qui_change(monde: Monde) -> None:
    nouvelle_version(monde)
    bilan = bilan_clas(monde)

    assert bilan.version.version == "2"
    (dit,) = nouveautes_du_bilan(bilan)
    assert (dit.nature, dit.code) == (Nature.MODIFICATION, "structure_nom")


def test_un_bilan_commence_reste_sur_sa_version(monde: Monde) -> None:
    bilan = bilan_clas(monde)
    nouvelle_version(monde)
    bilan.refresh_from_db()

    assert bilan.version.version == "1"
    assert nouveautes_du_bilan(bilan) == ()


@pytest.mark.parametrize(("qui", "page"), [("activite", "bilan"), ("conseiller", "lecture")])
def test_chaque_cote_le_lit(monde: Monde, client, time_machine, qui: str, page: str) -> None:
    nouvelle_version(monde)
    bilan = bilan_clas(monde)
    time_machine.move_to(MAINTENANT, tick=False)
    personne = getattr(monde.passerelles, qui, None) or getattr(monde, qui)
    client.force_login(personne, "allauth.account.auth_backends.AuthenticationBackend")

    html = client.get(reverse(f"bilans:{page}", args=[bilan.pk])).content.decode()

    assert "Ce qui change dans ce questionnaire" in html
    assert "L’intitulé était" in html
