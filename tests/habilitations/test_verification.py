"""Verifying rights: as many queries for many as for few, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest

from habilitations.alterations import ExamenActe, actes_alteres, alterations
from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    AlerteDroit,
    Delegation,
    Gestionnaire,
    Habilitation,
    Role,
)
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import accorder
from habilitations.services.adhesions import signer_adhesion, suspendre_adhesion
from habilitations.services.delegations import retirer_delegation
from habilitations.services.fins import mettre_fin
from habilitations.services.suites import suspendre_droit
from habilitations.tasks import verifier_les_droits
from habilitations.verification import droits_examines, droits_verifies, examiner
from portal.socle.models import Courriel, LigneJournal
from tests.habilitations.services.actes import chez, delegue, demande
from tests.monde import (
    JOUR,
    MAINTENANT,
    SIRETS,
    Monde,
    acteur,
    adherer,
    espace_rencontre,
    habiliter,
    personne,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_une_personne_en_une_requete(monde: Monde, django_assert_num_queries: Any) -> None:
    """Rights are read once per request, whatever the number of équipements asked about."""
    elle = acteur(monde.passerelles.activite)
    with django_assert_num_queries(1):
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
    with django_assert_num_queries(2):
        assert len(acteur(camille).habilitations) == 23


@pytest.mark.parametrize("altere", ["", "ajoute", "ote", "ajoute_a_la_delegation"])
def test_une_personne_et_une_liste_sont_jugees_de_meme(monde: Monde, altere: str) -> None:
    """Équipements that nobody named are read where some are: one added by hand is seen."""
    camille, chez_eux = personne("camille"), monde.passerelles.gestionnaire
    nomme = habiliter(camille, chez_eux, monde.caf, Role.APPROBATEUR, equipements=[monde.er])
    tous = habiliter(camille, chez_eux, monde.caf, Role.FOURNISSEUR_FINANCES)
    delegation, qui = delegue(monde)
    sous = accorder(demande(camille, role=Role.FOURNISSEUR_ACTIVITE), **chez(monde), acteur=qui)
    if altere == "ajoute":
        tous.equipements.through.objects.create(habilitation=tous, equipement=monde.er)
    elif altere == "ote":
        nomme.equipements.through.objects.filter(habilitation=nomme).delete()
    elif altere == "ajoute_a_la_delegation":
        delegation.equipements.through.objects.create(delegation=delegation, equipement=monde.er)
    liste = examiner(Habilitation.objects.filter(utilisateur=camille).a_verifier(), JOUR)
    seule = droits_examines(camille.pk, JOUR)
    juges = {examen.droit.pk: examen.motif for examen in seule}
    assert juges == {examen.droit.pk: examen.motif for examen in liste}
    fautif = {"ajoute": tous, "ote": nomme, "ajoute_a_la_delegation": sous}.get(altere)
    assert {pk for pk, motif in juges.items() if motif} == ({fautif.pk} if fautif else set())
    for examen in seule:
        assert set(examen.droit.equipements.all()) == set(
            Habilitation.objects.get(pk=examen.droit.pk).equipements.all()
        )


def test_les_listes_aussi(monde: Monde, django_assert_num_queries: Any) -> None:
    tous = Habilitation.objects.filter(role__in=ROLES_DECLARATION)
    with django_assert_num_queries(1):
        assert len(droits_verifies(tous, JOUR)) == 6
    for rang in range(20):
        qui = personne(f"p{rang}")
        habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
    with django_assert_num_queries(1):
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


@pytest.mark.parametrize("geste", ["suspension", "fin"])
def test_une_adhesion_remise_comme_avant_se_voit_la_nuit(monde: Monde, geste: str) -> None:
    """Whole, from a backup: its signature verifies, and the journal tells of a later act."""
    base = Adhesion.objects.filter(**chez(monde))
    avant = base.values("signature", "signee_le", "suspendue_le", "suspendue_motif", "fin_le")[0]
    qui = acteur(monde.responsable, MAINTENANT + timedelta(hours=1))
    motif = "Par précaution, à vérifier"
    if geste == "suspension":
        suspendre_adhesion(**chez(monde), motif=motif, acteur=qui)
    else:
        mettre_fin(**chez(monde), le=JOUR - timedelta(days=1), motif=motif, acteur=qui)
    assert {e.motif for e in alterations()} == {None}
    assert list(actes_alteres()) == []
    base.update(**avant)
    leves = {e.droit for e in alterations() if e.motif == Motif.BASE_LEVEE}
    assert leves == set(Habilitation.objects.filter(base__in=base))
    assert list(actes_alteres()) == [ExamenActe(base.get(), Motif.BASE_LEVEE)]
    assert verifier_les_droits() == len(leves) + 1
    # Read, then signed as it stands: nothing more is to be told.
    plus_tard = acteur(monde.responsable, MAINTENANT + timedelta(hours=2))
    signer_adhesion(**chez(monde), motif="Relue sur ses papiers", acteur=plus_tard)
    assert {e.motif for e in alterations()} == {None}
    assert list(actes_alteres()) == []


def test_une_delegation_sans_droit_est_verifiee_elle_aussi(monde: Monde) -> None:
    delegation, _ = delegue(monde)
    assert list(actes_alteres()) == []
    Delegation.objects.filter(pk=delegation.pk).update(roles=sorted(ROLES_DECLARATION))
    assert not delegation.habilitations.exists()
    assert [(e.acte, e.motif) for e in actes_alteres()] == [(delegation, Motif.SIGNATURE_FAUSSE)]
    assert [verifier_les_droits() for _ in range(2)] == [1, 1]
    [alerte] = AlerteDroit.objects.all()
    assert (alerte.acte, alerte.motif) == (delegation, Motif.SIGNATURE_FAUSSE)
    [lettre] = Courriel.objects.filter(objet_type="habilitations.delegation", objet__contains="Al")
    assert lettre.destinataire == monde.responsable.email
    assert "La délégation n’est plus celle que la Caf a signée." in lettre.texte
    assert LigneJournal.objects.filter(action="delegation.alteree").count() == 1


def test_une_delegation_remise_ou_posee_sur_une_autre_adhesion(monde: Monde) -> None:
    delegation, _ = delegue(monde)
    ailleurs = Adhesion.objects.get(gestionnaire=monde.voisins.gestionnaire)
    avant = Delegation.objects.filter(pk=delegation.pk).values()[0]
    apres = acteur(monde.responsable, MAINTENANT + timedelta(hours=1))
    retirer_delegation(delegation.pk, motif="Contrat modifié par avenant", acteur=apres)
    Delegation.objects.filter(pk=delegation.pk).update(**avant)
    assert [e.motif for e in actes_alteres()] == [Motif.REJOUE]
    Delegation.objects.filter(pk=delegation.pk).update(base=ailleurs)
    assert [e.motif for e in actes_alteres()] == [Motif.SIGNATURE_FAUSSE]


def test_une_adhesion_sans_droit_est_verifiee_elle_aussi(monde: Monde) -> None:
    base = adherer(monde.autre_caf, monde.passerelles.gestionnaire)
    assert list(actes_alteres()) == []
    # Never complete, it bears no signature and is nothing to verify.
    Adhesion.objects.create(caf=monde.autre_caf, gestionnaire=monde.voisins.gestionnaire)
    assert list(actes_alteres()) == []
    Adhesion.objects.filter(pk=base.pk).update(mode="delegue")
    assert [(e.acte, e.motif) for e in actes_alteres()] == [(base, Motif.SIGNATURE_FAUSSE)]
    verifier_les_droits()
    assert AlerteDroit.objects.get().acte == base


def test_les_actes_aussi_en_autant_de_requetes(
    monde: Monde, django_assert_num_queries: Any
) -> None:
    """Delegations, their équipements, what is told of them; adhesions, what is told of them."""
    delegue(monde)
    with django_assert_num_queries(5):
        assert list(actes_alteres()) == []
    for siret in SIRETS[2:]:
        neuf = Gestionnaire.objects.create(nom=siret, siret=siret, nature="association")
        adherer(monde.caf, neuf)
    with django_assert_num_queries(5):
        assert list(actes_alteres()) == []
