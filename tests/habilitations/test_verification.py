"""Verifying rights: as many queries for many as for few, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest

from habilitations.models import ROLES_DECLARATION, Adhesion, AlerteDroit, Habilitation, Role
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import accorder
from habilitations.services.adhesions import reprendre_adhesion, suspendre_adhesion
from habilitations.services.fins import mettre_fin, rouvrir
from habilitations.services.suites import suspendre_droit
from habilitations.tasks import verifier_les_droits
from habilitations.verification import alterations, droits_verifies
from tests.habilitations.services.actes import chez, delegue, demande
from tests.monde import JOUR, MAINTENANT, Monde, acteur, espace_rencontre, habiliter, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_une_personne_en_deux_requetes(monde: Monde, django_assert_num_queries: Any) -> None:
    """Rights are read once per request, whatever the number of équipements asked about."""
    elle = acteur(monde.passerelles.activite)
    with django_assert_num_queries(2):
        for _ in range(3):
            elle.roles_sur(monde.er)
            elle.roles_sur(monde.er_voisin)


def test_beaucoup_de_droits_en_autant_de_requetes(
    monde: Monde, django_assert_num_queries: Any
) -> None:
    """The rights, their équipements; those of delegations too when some are under one."""
    camille, chez_eux = personne("camille"), monde.passerelles.gestionnaire
    habiliter(camille, chez_eux, monde.caf, Role.APPROBATEUR, equipements=[monde.er])
    with django_assert_num_queries(2):
        assert len(acteur(camille).habilitations) == 1
    for rang in range(20):
        un = espace_rencontre(monde.caf, chez_eux, monde.portefeuille, f"ER {rang}", ("Ici",))
        habiliter(camille, chez_eux, monde.caf, Role.FOURNISSEUR_ACTIVITE, equipements=[un])
    with django_assert_num_queries(2):
        assert len(acteur(camille).habilitations) == 21
    _, qui = delegue(monde)
    for role in (Role.APPROBATEUR, Role.FOURNISSEUR_ACTIVITE):
        accorder(demande(camille, role=role), **chez(monde), acteur=qui)
    with django_assert_num_queries(4):
        assert len(acteur(camille).habilitations) == 23


def test_les_listes_aussi(monde: Monde, django_assert_num_queries: Any) -> None:
    tous = Habilitation.objects.filter(role__in=ROLES_DECLARATION)
    with django_assert_num_queries(2):
        assert len(droits_verifies(tous, JOUR)) == 6
    for rang in range(20):
        qui = personne(f"p{rang}")
        habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
    with django_assert_num_queries(2):
        assert len(droits_verifies(tous, JOUR)) == 26
    with django_assert_num_queries(4):
        assert {e.motif for e in alterations()} == {None}


def test_un_droit_remis_comme_avant_sa_suspension_se_voit_la_nuit(monde: Monde) -> None:
    """Whole, from a backup: its signature verifies, and the journal tells of a later act."""
    [droit] = monde.passerelles.activite.habilitations.all()
    avant = Habilitation.objects.filter(pk=droit.pk).values(
        "signature", "signee_le", "suspendue_le", "suspendue_motif"
    )[0]
    qui = acteur(monde.responsable, MAINTENANT + timedelta(hours=1))
    suspendre_droit(droit.pk, motif="Par précaution, à vérifier", acteur=qui)
    assert {e.motif for e in alterations()} == {None}
    Habilitation.objects.filter(pk=droit.pk).update(**avant)
    rejoues = [e.droit for e in alterations() if e.motif == Motif.REJOUE]
    assert rejoues == [droit]
    assert verifier_les_droits() == 1
    assert AlerteDroit.objects.get().motif == Motif.REJOUE


@pytest.mark.parametrize("geste", ["suspension", "fin", "fin_repoussee"])
def test_une_adhesion_rendue_a_la_main_se_voit_la_nuit(monde: Monde, geste: str) -> None:
    """Nobody signs an adhesion: the journal tells of the act that its row no longer says."""
    chez_eux = {"caf_id": monde.caf.pk, "gestionnaire_id": monde.passerelles.gestionnaire.pk}
    qui, hier = acteur(monde.responsable), JOUR - timedelta(days=1)
    base = Adhesion.objects.filter(**chez_eux)
    motif = "Par précaution, à vérifier"
    if geste == "suspension":
        suspendre_adhesion(*chez_eux.values(), motif=motif, acteur=qui)
        change = {"suspendue_le": None, "suspendue_motif": ""}
    else:
        mettre_fin(*chez_eux.values(), le=hier, motif=motif, acteur=qui)
        change = {"fin_le": None if geste == "fin" else JOUR}
    assert {e.motif for e in alterations()} == {None}
    base.update(**change)
    leves = {e.droit for e in alterations() if e.motif == Motif.BASE_LEVEE}
    assert leves == set(Habilitation.objects.filter(base__in=base))
    assert verifier_les_droits() == len(leves)
    # Given back by the act that does so, nothing is to be told.
    base.update(**({"fin_le": hier} if "fin_le" in change else {}))
    if geste == "suspension":
        base.update(suspendue_le=JOUR, suspendue_motif=motif)
        reprendre_adhesion(*chez_eux.values(), acteur=qui)
    else:
        rouvrir(*chez_eux.values(), motif=motif, acteur=qui)
    assert {e.motif for e in alterations()} == {None}
