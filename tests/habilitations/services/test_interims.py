"""An interim: the roles of somebody away, for a time, given by whoever may give them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Adhesion, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.services.interims import Interim, confier_interim
from habilitations.services.invitations import Invite
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.habilitations.services.actes import delegue
from tests.monde import JOUR, MAINTENANT, Monde, acteur, changer
from tests.refus import acte_impossible, acte_interdit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
FIN = JOUR + timedelta(days=30)
INES = Invite("ines@exemple.test", "Inès", "Intérim")


def confie(monde: Monde, *, qui: Utilisateur | None = None, **champs: object) -> list[Habilitation]:
    dits = {"absent_id": monde.passerelles.activite.pk, "invite": INES, "du": JOUR, "au": FIN}
    return confier_interim(
        Interim(**{**dits, **champs}),
        caf_id=monde.caf.pk,
        gestionnaire_id=monde.passerelles.gestionnaire.pk,
        acteur=acteur(qui or monde.responsable),
    )


def test_les_memes_roles_pour_un_temps(monde: Monde) -> None:
    (droit,) = confie(monde)
    assert confie(monde) == [droit]
    ines = droit.utilisateur
    assert Acteur(ines, MAINTENANT).roles_sur(monde.er) == {"fournisseur_activite"}
    assert not Acteur(ines, MAINTENANT + timedelta(days=31)).habilitations
    assert Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(monde.er)
    assert Courriel.objects.filter(destinataire=INES.email).count() == 1
    assert LigneJournal.objects.filter(action="droit.interim").exists()


def test_sous_delegation_le_partenaire_le_fait(monde: Monde) -> None:
    _, gestionnaire = delegue(monde)
    (droit,) = confie(monde, qui=gestionnaire.utilisateur)
    assert droit.delegation is not None


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"au": JOUR - timedelta(days=1)}, "au"),
        ({"du": JOUR - timedelta(days=9), "au": JOUR - timedelta(days=2)}, "au"),
        ({"invite": Invite("ACTIVITE.p@exemple.test", "A", "B")}, "email"),
    ],
)
def test_ce_qui_ne_se_peut_pas(monde: Monde, champs: dict[str, object], champ: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        confie(monde, **champs)
    assert refus.value.champ == champ


def test_ni_par_un_autre_ni_de_qui_ne_tient_rien(monde: Monde) -> None:
    with acte_interdit():
        confie(monde, qui=monde.passerelles.approbateur)
    changer(
        Habilitation.objects.filter(utilisateur=monde.passerelles.activite),
        suspendue_le=MAINTENANT,
        suspendue_motif="Contrôle",
    )
    with acte_impossible("ne tient plus de rôle"):
        confie(monde)


def test_par_sa_page(monde: Monde, client: Client) -> None:
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    client.force_login(monde.responsable)
    adresse = reverse("habilitations:interim", args=[base.pk, monde.passerelles.activite.pk])
    saisie = {"email": INES.email, "prenom": "Inès", "nom": "Intérim", "du": JOUR, "au": FIN}
    assert client.post(adresse, saisie).status_code == 302
    assert Habilitation.objects.get(utilisateur__email=INES.email).au == FIN
