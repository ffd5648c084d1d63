"""Rights that a partner grants by itself, on its pages."""

from django.test import Client

from habilitations.models import Adhesion, Delegation, Habilitation, Role, Utilisateur
from tests.habilitations.services.actes import MOTIF
from tests.habilitations.views.partenaires import NOUVEAU, envoyer, lire, visite
from tests.monde import Monde, amender, habiliter, personne


def test_en_mode_delegue_le_partenaire_accorde_et_retire(
    monde: Monde, gerante: Utilisateur, base: Adhesion
) -> None:
    elle = visite(gerante)
    assert "1 partenaire" in lire(elle, "partenaires")
    lue = lire(elle, "partenaire", base.pk)
    assert "qu’un gestionnaire des habilitations" in lue
    assert "Suspendre" not in lue
    formulaire = lire(elle, "accorder", base.pk)
    assert 'value="approbateur"' in formulaire
    assert 'value="gestionnaire_habilitations"' not in formulaire
    assert envoyer(elle, "accorder", base.pk, **NOUVEAU).status_code == 200
    droit = Habilitation.objects.get(utilisateur__email="zoe@exemple.test")
    assert droit.accordee_par == gerante
    assert droit.delegation
    envoyer(elle, "retirer_droit", droit.pk, motif=MOTIF)
    droit.refresh_from_db()
    assert droit.retiree_le
    la = monde.passerelles.gestionnaire
    habiliter(personne("seconde"), la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    assert "qu’un gestionnaire" not in lire(elle, "partenaire", base.pk)


def test_ce_que_le_partenaire_ne_fait_pas(
    monde: Monde, gerante: Utilisateur, base: Adhesion
) -> None:
    elle, droit = visite(gerante), monde.passerelles.approbateur.habilitations.get()
    for nom, args in (
        ("suspendre_droit", (droit.pk,)),
        ("reprendre_droit", (droit.pk,)),
        ("suspendre_personne", (base.pk, droit.utilisateur_id)),
        ("suspendre_partenaire", (base.pk,)),
        ("reprendre_partenaire", (base.pk,)),
    ):
        lire(elle, nom, *args, statut=403)
    voisins = Adhesion.objects.get(gestionnaire=monde.voisins.gestionnaire)
    lire(elle, "partenaire", voisins.pk, statut=404)
    lire(elle, "retirer_droit", monde.voisins.approbateur.habilitations.get().pk, statut=404)
    amender(Adhesion.objects.filter(pk=base.pk), mode="non_delegue")
    lue = lire(elle, "partenaire", base.pk)
    assert "ne délègue" in lue
    assert "Accorder un droit" not in lue
    assert "Ce n’est plus possible" in lire(elle, "accorder", base.pk)
    assert "Ce n’est plus possible" in lire(elle, "retirer_droit", droit.pk)


def test_deleguer_et_reprendre(monde: Monde, rose: Client, base: Adhesion) -> None:
    assert "ne délègue pas" in lire(rose, "deleguer", base.pk)
    amender(Adhesion.objects.filter(pk=base.pk), mode="delegue")
    assert "Déléguer la gestion" in lire(rose, "partenaire", base.pk)
    champs = {"roles": ["approbateur"], "equipements": [monde.er.pk], "du": "2026-02-03"}
    assert envoyer(rose, "deleguer", base.pk, **{**champs, "roles": []}).status_code == 422
    reponse = envoyer(rose, "deleguer", base.pk, **champs)
    assert "La délégation est signée." in reponse.content.decode()
    delegation = Delegation.objects.get()
    assert list(delegation.equipements.all()) == [monde.er]
    elle = personne("gerante")
    la = monde.passerelles.gestionnaire
    habiliter(elle, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    formulaire = lire(visite(elle), "accorder", base.pk)
    assert 'value="tous"' not in formulaire
    assert 'value="fournisseur_activite"' not in formulaire
    accorde = {**NOUVEAU, "equipements": [monde.er.pk]}
    envoyer(visite(elle), "accorder", base.pk, **accorde)
    Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).delete()
    assert "plus personne ne tiendra" in lire(rose, "reprendre_delegation", base.pk)
    for _ in range(2):
        reponse = envoyer(rose, "reprendre_delegation", base.pk, motif=MOTIF)
        assert "La délégation est reprise." in reponse.content.decode()
    assert "a retiré la délégation" in lire(rose, "partenaire", base.pk)


def test_le_partenaire_demande_a_la_caf(gerante: Utilisateur, base: Adhesion) -> None:
    elle = visite(gerante)
    assert "Demander un droit à la Caf" in lire(elle, "partenaire", base.pk)
    assert envoyer(elle, "demander_droit", base.pk, demande="ok").status_code == 422
    reponse = envoyer(elle, "demander_droit", base.pk, demande="Retirer les droits de Fabien")
    assert "Votre demande est envoyée" in reponse.content.decode()
    lire(elle, "deleguer", base.pk, statut=403)
    lire(elle, "reprendre_delegation", base.pk, statut=403)
