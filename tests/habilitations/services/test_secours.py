"""A manager named at a partner that lost its own: two agents, and every way round them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from habilitations.models import Adhesion, AffectationAgent, Role, Secours, Utilisateur
from habilitations.services.invitations import Invite, accorder_a
from habilitations.services.secours import cosigner_secours, demander_secours, refuser_secours
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez, delegue, motif_de, sans_gestionnaire
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde, acteur, amender
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
ZOE = Invite("Zoe@exemple.test", "Zoé", "Zola")


@pytest.fixture
def ici(monde: Monde) -> dict[str, Any]:
    return sans_gestionnaire(monde)


def demander(monde: Monde, ici: dict[str, Any], invite: Invite = ZOE, **champs: Any) -> Secours:
    voulu = {"motif": MOTIF, "acteur": acteur(monde.responsable)} | champs
    return demander_secours(invite, **ici, **voulu)


def test_deux_signatures_font_un_gestionnaire(monde: Monde, ici: dict[str, Any]) -> None:
    secours = demander(monde, ici)
    assert demander(monde, ici) == secours
    assert not Utilisateur.objects.filter(email=secours.email).exists()
    page = reverse("habilitations:secours", args=[secours.pk])
    # No other responsable: whoever follows the partner is written to.
    lettres = Courriel.objects.filter(objet_type="habilitations.secours")
    assert [c.destinataire for c in lettres] == [monde.conseiller.email]
    assert page in lettres[0].texte
    assert page in connecte(monde.conseiller).get(reverse("accueil:a_faire")).content.decode()
    for _ in range(2):
        cosigner_secours(secours.pk, acteur=acteur(monde.conseiller))
    secours.refresh_from_db()
    assert motif_de(secours.droit) is None
    assert secours.droit.utilisateur.email == "zoe@exemple.test"
    assert secours.droit.signee_par == monde.responsable
    lignes = LigneJournal.objects.filter(action__startswith="secours.").order_by("numero")
    assert [(ligne.action, ligne.auteur_id) for ligne in lignes] == [
        ("secours.demande", monde.responsable.pk),
        ("secours.cosigne", monde.conseiller.pk),
    ]
    assert "Cosigné" in connecte(monde.responsable).get(page).content.decode()


def test_jamais_la_meme_personne(monde: Monde, ici: dict[str, Any]) -> None:
    secours = demander(monde, ici)
    with pytest.raises(ActionRefusee) as refus:
        cosigner_secours(secours.pk, acteur=acteur(monde.responsable))
    assert refus.value.interdite
    client = connecte(monde.responsable)
    adresse = reverse("habilitations:cosigner_secours", args=[secours.pk])
    assert client.post(adresse).status_code == 403
    with pytest.raises(DemandeInvalide):
        demander(monde, ici, Invite(monde.responsable.email, "Rose", "Responsable"))
    # Nor the one that it names, were they an agent.
    refuser_secours(secours.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    sien = demander(monde, ici, Invite(monde.ccd.email, "Diane", "Développement"))
    with pytest.raises(ActionRefusee, match="vous nomme"):
        cosigner_secours(sien.pk, acteur=acteur(monde.ccd))


@pytest.mark.parametrize("qui", ["activite", "conseiller_nord", "national"])
def test_ni_un_partenaire_ni_une_autre_caf(monde: Monde, ici: dict[str, Any], qui: str) -> None:
    secours = demander(monde, ici)
    etranger = acteur(getattr(monde, qui, None) or monde.passerelles.activite)
    for sert in (
        lambda: cosigner_secours(secours.pk, acteur=etranger),
        lambda: refuser_secours(secours.pk, motif=MOTIF, acteur=etranger),
        lambda: demander(monde, ici, acteur=etranger),
    ):
        with pytest.raises(ActionRefusee) as refus:
            sert()
        assert refus.value.interdite


def test_expire_refuse_ou_cosigne_il_ne_sert_plus(monde: Monde, ici: dict[str, Any]) -> None:
    secours, apres = demander(monde, ici), MAINTENANT + timedelta(hours=73)
    with pytest.raises(ActionRefusee, match="délai"):
        cosigner_secours(secours.pk, acteur=acteur(monde.conseiller, apres))
    suivant = demander(monde, ici, acteur=acteur(monde.responsable, apres))
    secours.refresh_from_db()
    assert (suivant.pk != secours.pk, secours.refuse_motif) == (
        True,
        "Le délai pour cosigner est passé.",
    )
    with pytest.raises(ActionRefusee, match="refusé"):
        cosigner_secours(secours.pk, acteur=acteur(monde.conseiller, apres))
    cosigner_secours(suivant.pk, acteur=acteur(monde.conseiller, apres))
    with pytest.raises(ActionRefusee, match="cosigné par"):
        cosigner_secours(suivant.pk, acteur=acteur(monde.ccd, apres))
    with pytest.raises(ActionRefusee, match="cosigné par"):
        refuser_secours(suivant.pk, motif=MOTIF, acteur=acteur(monde.ccd, apres))
    assert Secours.objects.filter(cosigne_le__isnull=False).count() == 1


def test_ce_qui_change_entre_les_deux_signatures(monde: Monde, ici: dict[str, Any]) -> None:
    secours = demander(monde, ici)
    with pytest.raises(ActionRefusee, match="attend déjà"):
        demander(monde, ici, Invite("autre@exemple.test", "Autre", "Personne"))
    fonctions = AffectationAgent.objects.filter(utilisateur=monde.responsable)
    fonctions.update(au=JOUR - timedelta(days=1))
    with pytest.raises(ActionRefusee, match="n’est plus responsable"):
        cosigner_secours(secours.pk, acteur=acteur(monde.conseiller))
    fonctions.update(au=None)
    amender(Adhesion.objects.filter(pk=secours.base_id), mode="non_delegue")
    with pytest.raises(ActionRefusee, match="entre-temps"):
        cosigner_secours(secours.pk, acteur=acteur(monde.conseiller))


def test_seulement_pour_qui_a_perdu_ses_gestionnaires(monde: Monde) -> None:
    """Never had one: the papers name the first; has one: nothing is to be rescued."""
    amender(Adhesion.objects.filter(gestionnaire=monde.passerelles.gestionnaire), mode="delegue")
    for prepare in (lambda: None, lambda: delegue(monde)):
        prepare()
        with pytest.raises(ActionRefusee, match="pas perdu"):
            demander(monde, chez(monde))


def test_un_seul_agent_ne_nomme_personne_a_sa_place(monde: Monde, ici: dict[str, Any]) -> None:
    champs = {"role": Role.GESTIONNAIRE_HABILITATIONS, "equipements": None, "du": JOUR, "au": None}
    with pytest.raises(ActionRefusee, match="deux signatures"):
        accorder_a(ZOE, **ici, **champs, acteur=acteur(monde.responsable))
    assert not Utilisateur.objects.filter(email=ZOE.email.lower()).exists()
    page = connecte(monde.responsable).get(
        reverse("habilitations:partenaire", args=[Adhesion.objects.get(**ici).pk])
    )
    assert "a perdu ses gestionnaires des habilitations" in page.content.decode()


def test_un_autre_responsable_est_prevenu_le_premier(monde: Monde, ici: dict[str, Any]) -> None:
    AffectationAgent.objects.create(
        utilisateur=monde.ccd, caf=monde.caf, fonction="responsable_habilitations", du=DEBUT
    )
    demander(monde, ici)
    lettres = Courriel.objects.filter(objet_type="habilitations.secours")
    assert [c.destinataire for c in lettres] == [monde.ccd.email]
