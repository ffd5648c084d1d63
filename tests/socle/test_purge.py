"""E-mails that nothing shows any more are deleted; those about a file are not."""

from datetime import timedelta

import pytest

from portal.socle import courriels
from portal.socle.models import Courriel, EtatCourriel
from tests.monde import MAINTENANT, Monde

pytestmark = pytest.mark.django_db
AN = timedelta(days=365)


def ancien(monde: Monde, **champs: object) -> Courriel:
    """An e-mail sent a year and a second ago, about nothing unless said."""
    courriel = courriels.deposer("a@exemple.test", "Objet", "Texte", annoncer=False)
    le = MAINTENANT - AN - timedelta(seconds=1)
    champs = {"etat": EtatCourriel.ENVOYE, "envoye_le": le, "cree_le": le, **champs}
    Courriel.objects.filter(pk=courriel.pk).update(**champs)
    return courriel


def test_un_courriel_sans_dossier_part_apres_un_an(monde: Monde) -> None:
    ancien(monde)
    ancien(monde, etat=EtatCourriel.ABANDONNE, envoye_le=None, erreur="Adresse inconnue.")
    recent = ancien(monde, cree_le=MAINTENANT - AN)
    assert courriels.purger(MAINTENANT) == 2
    assert courriels.purger(MAINTENANT) == 0
    assert Courriel.objects.get() == recent


def test_ce_qui_parle_d_un_dossier_ou_attend_encore_reste(monde: Monde) -> None:
    ancien(monde, objet_type="declarations.declaration", objet_id=1)
    ancien(monde, etat=EtatCourriel.ECHEC, envoye_le=None, erreur="Le serveur est arrêté.")
    assert courriels.purger(MAINTENANT) == 0
    assert Courriel.objects.count() == 2


def test_le_delai_se_regle(monde: Monde, settings) -> None:
    settings.COURRIELS_JOURS = 30
    ancien(monde, cree_le=MAINTENANT - timedelta(days=31))
    assert courriels.purger(MAINTENANT) == 1
