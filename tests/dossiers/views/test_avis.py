"""The list of notices: a person's own, of files they may still open, with how many wait."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import AffectationAgent, Habilitation, Role, Utilisateur
from habilitations.services.suites import reprendre_droit, suspendre_droit
from portal.dossiers.models import Avis
from portal.dossiers.models.avis import combien_non_lus
from portal.dossiers.services.nouvelles import relire
from portal.socle.models import Courriel
from portal.socle.relecture import Retire
from tests.dossiers.fabriques import avis, dossier
from tests.monde import DEBUT, MAINTENANT, Monde, acteur, changer, habiliter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = "/avis/"


def lire(client: Client, qui: Utilisateur, adresse: str = LISTE) -> str:
    client.force_login(qui)
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


def test_le_compte_est_dans_l_entete_de_chaque_page(monde: Monde, client: Client) -> None:
    un = dossier(monde)
    avis(monde, un)
    avis(monde, un)
    avis(monde, un, personne=monde.ccd)
    for page in (LISTE, reverse("accueil:aide")):
        assert '2 <span class="visually-hidden">non lus</span>' in lire(
            client, monde.conseiller, page
        )
    assert "non lus" not in lire(client, monde.passerelles.activite)


def test_chacun_lit_les_siens_le_dernier_d_abord(monde: Monde, client: Client) -> None:
    un = dossier(monde)
    avis(monde, un, titre="Le premier")
    avis(monde, un, titre="Le second", points=[{"libelle": "Parents", "chemin": "/essai/#parents"}])
    avis(monde, un, titre="Celui du CCD", personne=monde.ccd)
    page = lire(client, monde.conseiller)
    assert page.index("Le second") < page.index("Le premier")
    assert 'href="/essai/#parents"' in page
    assert "Celui du CCD" not in page


def test_un_dossier_ferme_a_la_personne_ne_se_lit_plus(monde: Monde, client: Client) -> None:
    avis(monde, dossier(monde))
    AffectationAgent.objects.filter(utilisateur=monde.conseiller).update(au=DEBUT)
    page = lire(client, monde.conseiller)
    assert "Un dossier vous attend" not in page
    assert "non lu" not in page


def test_tout_marquer_lu_jusqu_a_ce_que_la_page_montrait(monde: Monde, client: Client) -> None:
    un = dossier(monde)
    vu, autre = avis(monde, un), avis(monde, un, personne=monde.ccd)
    client.force_login(monde.conseiller)
    page = client.get(LISTE)
    assert page.context["dernier"] == vu.pk
    depuis = avis(monde, un)
    reponse = client.post("/avis/tout-lu/", {"jusqu_a": str(vu.pk)}, follow=True)
    assert "1\xa0avis" in reponse.content.decode()
    assert set(Avis.objects.non_lus()) == {autre, depuis}


@pytest.mark.parametrize("jusqu_a", ["", "-1", "tout", "9" * 40, "²"])
def test_une_limite_qui_n_en_est_pas_une_ne_marque_rien(
    monde: Monde, client: Client, jusqu_a: str
) -> None:
    avis(monde, dossier(monde))
    client.force_login(monde.conseiller)
    assert client.post("/avis/tout-lu/", {"jusqu_a": jusqu_a}).status_code == 302
    assert Avis.objects.non_lus().count() == 1


def test_ouvrir_le_dossier_est_l_avoir_lu(monde: Monde, client: Client) -> None:
    declaration, alice = monde.declaration(), monde.passerelles.activite
    for qui in (alice, monde.passerelles.finances):
        avis(monde, declaration, personne=qui)
    lire(client, alice, reverse("declarations:dossier", args=[declaration.pk]))
    assert [a.personne for a in Avis.objects.non_lus()] == [monde.passerelles.finances]


def test_ouvrir_son_volet_aussi(monde: Monde, client: Client) -> None:
    declaration, alice = monde.declaration(), monde.passerelles.activite
    avis(monde, declaration, personne=alice)
    lire(client, alice, reverse("declarations:volet", args=[declaration.pk, "activite"]))
    assert not Avis.objects.non_lus().exists()


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_avis(monde: Monde, client: Client) -> None:
    un = dossier(monde)
    avis(monde, un)
    lire(client, monde.conseiller)
    with CaptureQueriesContext(connection) as peu:
        client.get(LISTE)
    for _ in range(40):
        avis(monde, un)
    with CaptureQueriesContext(connection) as beaucoup:
        page = client.get(LISTE)
    assert len(beaucoup) == len(peu)
    assert len(page.context["page"].object_list) == 25


def test_qui_est_suspendu_ne_lit_plus_rien_meme_sans_dossier(monde: Monde, client: Client) -> None:
    """A transfer told before a suspension is not read during it, and comes back after it."""
    qui = monde.passerelles.activite
    un_avis = avis(monde, None, personne=qui, titre="Un équipement change")
    assert "Un équipement change" in lire(client, qui)
    Avis.objects.filter(pk=un_avis.pk).update(lu_le=None)
    droits = Habilitation.objects.filter(utilisateur=qui)
    for droit in droits:
        suspendre_droit(droit.pk, acteur=acteur(monde.responsable), motif="Compte usurpé ce matin.")
    page = lire(client, qui)
    assert "Un équipement change" not in page
    assert "non lus" not in page
    relu = relire(Courriel(destinataire=qui.email), un_avis, MAINTENANT)
    assert isinstance(relu, Retire)
    assert "plus ouvert" in relu.raison
    for droit in droits:
        reprendre_droit(droit.pk, acteur=acteur(monde.responsable))
    assert "Un équipement change" in lire(client, qui)


def test_suspendu_chez_un_partenaire_on_n_y_lit_plus_ses_avis(monde: Monde, client: Client) -> None:
    """At two partners, suspended at one: what was told there is closed, and not the rest."""
    qui, ici, ailleurs = monde.passerelles.activite, monde.passerelles, monde.voisins
    habiliter(qui, ailleurs.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    commun = {"personne": qui, "caf": monde.caf}
    un_avis = avis(monde, None, titre="Ici", gestionnaire=ici.gestionnaire, **commun)
    avis(monde, None, titre="Ailleurs", gestionnaire=ailleurs.gestionnaire, **commun)
    page = lire(client, qui)
    assert "Ici" in page
    assert "Ailleurs" in page
    Avis.objects.update(lu_le=None)

    siens = Habilitation.objects.filter(utilisateur=qui, gestionnaire=ici.gestionnaire)
    for droit in siens:
        suspendre_droit(droit.pk, acteur=acteur(monde.responsable), motif="Compte usurpé ce matin.")
    page = lire(client, qui)
    assert "Ici" not in page
    assert "Ailleurs" in page
    assert isinstance(relire(Courriel(destinataire=qui.email), un_avis, MAINTENANT), Retire)


def test_qui_n_est_plus_agent_n_y_lit_plus_ce_que_la_caf_lui_disait(
    monde: Monde, client: Client
) -> None:
    qui = monde.conseiller
    habiliter(qui, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    avis(monde, None, titre="À qui suit l’équipement", caf=monde.caf)
    assert "À qui suit l’équipement" in lire(client, qui)
    AffectationAgent.objects.filter(utilisateur=qui).update(au=DEBUT)
    assert "À qui suit l’équipement" not in lire(client, qui)


def test_le_compte_part_des_avis_et_non_des_dossiers_de_la_caf(monde: Monde) -> None:
    """It is asked by every page: the files of a whole Caf are not read to count a few notices."""
    avis(monde, dossier(monde))
    qui = acteur(monde.conseiller)
    assert qui.est_agent  # read before the page is drawn
    assert not qui.habilitations
    with CaptureQueriesContext(connection) as requetes:
        assert combien_non_lus(qui) == 1
    (compte,) = (requete["sql"] for requete in requetes)
    assert '"caf_id" IN' not in compte


@pytest.mark.parametrize("droits", ["entiers", "suspendus", "passe"])
def test_le_compte_est_celui_de_la_liste(monde: Monde, droits: str) -> None:
    """For everybody, whatever the notice is about and wherever it was told."""
    ici, caf = monde.passerelles.gestionnaire, monde.caf
    quelconque = dossier(monde)
    for qui in Utilisateur.objects.all():
        for sur, ou in (
            (quelconque, {}),
            (None, {}),
            (None, {"caf": caf}),
            (None, {"caf": monde.autre_caf}),
            (None, {"caf": caf, "gestionnaire": ici}),
        ):
            avis(monde, sur, personne=qui, **ou)
        avis(monde, None, personne=qui, lu_le=MAINTENANT)
    if droits == "suspendus":
        siens = Habilitation.objects.filter(gestionnaire=ici)
        changer(siens, suspendue_le=MAINTENANT, suspendue_motif="Départ")
    elif droits == "passe":
        monde.er.gestionnaire = monde.voisins.gestionnaire
        monde.er.save()
    comptes = {}
    for qui in Utilisateur.objects.all():
        comptes[qui.pk] = combien_non_lus(acteur(qui))
        assert comptes[qui.pk] == Avis.objects.de(acteur(qui)).non_lus().count(), qui
    assert len(set(comptes.values())) > 2
