"""What leavers had to do is shown to those who remain, who may do it, or that nobody may."""

from datetime import timedelta

import pytest
from django.urls import reverse

from habilitations.models import Habilitation, Role
from habilitations.services.suites import retirer_droit, suspendre_droit
from portal.accueil.departs import departs_chez
from tests.monde import JOUR, MAINTENANT, Monde, acteur, changer, habiliter, personne
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Départ annoncé par le partenaire"


def partir(monde: Monde) -> Habilitation:
    [droit] = monde.passerelles.activite.habilitations.all()
    return retirer_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.responsable))


def test_personne_ne_peut_plus_puis_quelqu_un(monde: Monde) -> None:
    monde.declaration()
    fabien = monde.passerelles.finances
    assert departs_chez(acteur(fabien)) == []
    partir(monde)
    [depart] = departs_chez(acteur(fabien))
    assert (depart.qui, depart.depuis) == ("Alice Activité", "retiré le 3 février 2026")
    [tache] = depart.taches
    assert (tache.manque, tache.par, tache.adresse) == (
        "Saisir et signer les données d’activité",
        "",
        "",
    )
    page = connecte(fabien).get(reverse("accueil:a_faire")).content.decode()
    assert "Personne ne peut plus le faire" in page

    zoe = personne("zoe", "Zoé", "Zola")
    habiliter(zoe, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    [tache] = departs_chez(acteur(fabien))[0].taches
    assert (tache.par, tache.adresse) == ("Zoé Zola", "")
    assert departs_chez(acteur(zoe))[0].taches[0].adresse
    assert departs_chez(acteur(monde.voisins.finances)) == []


def test_le_gestionnaire_des_droits_le_voit_sans_lire_la_declaration(monde: Monde) -> None:
    declaration = monde.declaration()
    partir(monde)
    g = personne("gerante")
    habiliter(g, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    page = connecte(g).get(reverse("accueil:a_faire")).content.decode()
    assert "Laissé par des personnes parties" in page
    assert reverse("declarations:dossier", args=[declaration.pk]) not in page


@pytest.mark.parametrize(("jours", "combien"), [(89, 1), (91, 0)])
def test_une_suspension_ancienne_n_est_plus_une_nouvelle(
    monde: Monde, jours: int, combien: int
) -> None:
    monde.declaration()
    [droit] = monde.passerelles.activite.habilitations.all()
    droit = suspendre_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    changer([droit], suspendue_le=MAINTENANT - timedelta(days=jours))
    assert len(departs_chez(acteur(monde.passerelles.finances))) == combien


def test_ni_un_ancien_depart_ni_un_droit_altere_ni_qui_a_garde_le_role(monde: Monde) -> None:
    monde.declaration()
    fabien, alice = monde.passerelles.finances, monde.passerelles.activite
    [droit] = alice.habilitations.all()
    changer([droit], au=JOUR - timedelta(days=91))
    assert departs_chez(acteur(fabien)) == []
    changer([droit], au=JOUR - timedelta(days=1))
    assert departs_chez(acteur(fabien))[0].depuis == "fini le 2 février 2026"
    habiliter(alice, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    assert departs_chez(acteur(fabien)) == []
    [autre] = monde.passerelles.approbateur.habilitations.all()
    suspendre_droit(autre.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    Habilitation.objects.filter(pk=autre.pk).update(role=Role.FOURNISSEUR_ACTIVITE)
    assert departs_chez(acteur(fabien)) == []
