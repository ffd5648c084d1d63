"""The partners whose rights one looks after: what is read, granted, suspended, withdrawn."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import Adhesion, Delegation, Habilitation, Role, Utilisateur
from habilitations.services.delegations import Portee, accorder_delegation
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.services.actes import MOTIF, chez
from tests.monde import JOUR, MAINTENANT, Monde, acteur, amender, habiliter, personne

NOUVEAU = {
    "email": "zoe@exemple.test",
    "prenom": "Zoé",
    "nom": "Zola",
    "role": "approbateur",
    "equipements": ["tous"],
    "du": "2026-02-03",
}


def visite(qui: Utilisateur) -> Client:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def lire(client: Client, nom: str, *args: int, statut: int = 200, **mots: str) -> str:
    with time_machine.travel(MAINTENANT, tick=False):
        reponse = client.get(reverse(f"habilitations:{nom}", args=args), mots)
    assert reponse.status_code == statut
    return reponse.content.decode().replace("\u00a0", " ")


def envoyer(client: Client, vue: str, /, *args: int, **champs: Any) -> HttpResponse:
    with time_machine.travel(MAINTENANT, tick=False):
        return client.post(reverse(f"habilitations:{vue}", args=args), champs, follow=True)


@pytest.fixture
def base(monde: Monde) -> Adhesion:
    return Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)


@pytest.fixture
def rose(monde: Monde) -> Client:
    return visite(monde.responsable)


@pytest.fixture
def gerante(monde: Monde, base: Adhesion) -> Utilisateur:
    """The partner's gestionnaire des habilitations, under a delegation of the three roles."""
    amender(Adhesion.objects.filter(pk=base.pk), mode="delegue")
    elle = personne("gerante", "Gaëlle", "Gérante")
    la = monde.passerelles.gestionnaire
    habiliter(elle, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    roles = frozenset({Role.FOURNISSEUR_ACTIVITE, Role.FOURNISSEUR_FINANCES, Role.APPROBATEUR})
    accorder_delegation(Portee(roles, None, JOUR), **chez(monde), acteur=acteur(monde.responsable))
    return elle


def test_la_liste_de_la_caf(monde: Monde, rose: Client) -> None:
    tout = lire(rose, "partenaires")
    assert "2 partenaires" in tout
    assert "Complète depuis" in tout
    assert "1 partenaire" in lire(rose, "partenaires", q="passerelles")
    assert "1 partenaire" in lire(rose, "partenaires", q=monde.voisins.gestionnaire.siret[-8:])
    assert "0 partenaire" in lire(rose, "partenaires", roles="manquants")
    Habilitation.objects.filter(utilisateur=monde.voisins.approbateur).delete()
    incomplets = lire(rose, "partenaires", roles="manquants")
    assert "1 partenaire" in incomplets
    assert "À pourvoir" in incomplets
    renverse = lire(rose, "partenaires", sort="-nom")
    assert renverse.index("Les Voisins") < renverse.index("Les Passerelles")


def test_la_page_dit_qui_tient_quoi_et_ce_que_personne_ne_tient(
    monde: Monde, rose: Client, base: Adhesion
) -> None:
    lue = lire(rose, "partenaire", base.pk)
    for dit in ("Agathe Approbation", "En vigueur", "Accorder un droit", "Suspendre ce partenaire"):
        assert dit in lue, dit
    assert "tenus par personne" not in lue
    # Altered by SQL: the row is there, and fills nothing.
    Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).update(
        role="approbateur"
    )
    Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).update(du=JOUR)
    lue = lire(rose, "partenaire", base.pk)
    assert "Espace de rencontre Les Passerelles : approbateur" in lue
    assert "Sans effet" in lue


def test_accorder_a_une_personne_nouvelle(rose: Client, base: Adhesion) -> None:
    assert "Accorder un droit" in lire(rose, "accorder", base.pk)
    reponse = envoyer(rose, "accorder", base.pk, **NOUVEAU)
    assert "Le droit est accordé" in reponse.content.decode()
    droit = Habilitation.objects.get(utilisateur__email="zoe@exemple.test")
    assert droit.est_signe
    assert droit.tous_equipements
    assert "Zoé Zola" in lire(rose, "partenaire", base.pk)


@pytest.mark.parametrize(
    ("champ", "valeur", "dit"),
    [
        ("email", "zoe", "Écrivez une adresse"),
        ("role", "", "Choisissez un rôle."),
        ("equipements", [], "Choisissez au moins un équipement."),
        ("equipements", ["999999"], "Choisissez des équipements de ce partenaire."),
        ("au", "2026-01-01", "La date de fin précède la date de début."),
    ],
)
def test_ce_qui_est_mal_saisi(
    rose: Client, base: Adhesion, champ: str, valeur: Any, dit: str
) -> None:
    reponse = envoyer(rose, "accorder", base.pk, **{**NOUVEAU, champ: valeur})
    assert reponse.status_code == 422
    assert dit in reponse.content.decode()
    assert not Utilisateur.objects.filter(email="zoe@exemple.test").exists()


def test_un_role_sur_tout_le_partenaire_ne_demande_pas_d_equipement(
    rose: Client, base: Adhesion
) -> None:
    champs = {**NOUVEAU, "role": "gestionnaire_habilitations", "equipements": []}
    assert envoyer(rose, "accorder", base.pk, **champs).status_code == 200
    assert Habilitation.objects.get(role="gestionnaire_habilitations").tous_equipements


def test_une_session_ouverte_ne_donne_plus_rien_a_la_requete_suivante(
    monde: Monde, rose: Client, base: Adhesion
) -> None:
    declaration = monde.declaration()
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    agathe = visite(monde.passerelles.approbateur)
    droit = monde.passerelles.approbateur.habilitations.get()

    def ouvre() -> bool:
        with time_machine.travel(MAINTENANT, tick=False):
            return agathe.get(adresse).status_code == 200

    assert ouvre()
    actes = (
        ("suspendre_droit", "reprendre_droit", (droit.pk,)),
        ("suspendre_partenaire", "reprendre_partenaire", (base.pk,)),
    )
    for suspendre, reprendre, args in actes:
        envoyer(rose, suspendre, *args, motif=MOTIF)
        assert not ouvre(), suspendre
        envoyer(rose, reprendre, *args)
        assert ouvre(), reprendre
    qui = monde.passerelles.approbateur.pk
    envoyer(rose, "suspendre_personne", base.pk, qui, motif=MOTIF)
    assert not ouvre()
    assert MOTIF in lire(rose, "partenaire", base.pk)
    envoyer(rose, "reprendre_droit", droit.pk)
    assert ouvre()
    envoyer(rose, "retirer_droit", droit.pk, motif=MOTIF)
    assert not ouvre()


def test_la_page_de_l_acte_avertit_de_ce_qui_n_aurait_plus_d_approbateur(
    monde: Monde, rose: Client, base: Adhesion
) -> None:
    droit = monde.passerelles.approbateur.habilitations.get()
    attendu = (
        "plus personne ne tiendra ces rôles – Espace de rencontre Les Passerelles : approbateur"
    )
    assert attendu in lire(rose, "suspendre_droit", droit.pk)
    assert attendu in lire(rose, "retirer_droit", droit.pk)
    assert attendu in lire(rose, "suspendre_personne", base.pk, droit.utilisateur_id)
    habiliter(personne("b"), monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
    assert "plus personne" not in lire(rose, "retirer_droit", droit.pk)


def test_un_partenaire_suspendu_le_dit(rose: Client, base: Adhesion) -> None:
    envoyer(rose, "suspendre_partenaire", base.pk, motif=MOTIF)
    lue = lire(rose, "partenaire", base.pk)
    assert "Ce partenaire est suspendu" in lue
    assert MOTIF in lue
    assert "Reprendre ce partenaire" in lue
    assert "Accorder un droit" not in lue
    assert "adhésion du partenaire est suspendue" in lire(rose, "accorder", base.pk)
    assert "Suspendue depuis" in lire(rose, "partenaires")


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


def test_les_pages_coutent_toujours_autant(monde: Monde, rose: Client, base: Adhesion) -> None:
    def requetes(nom: str, *args: int) -> int:
        with CaptureQueriesContext(connection) as vues:
            lire(rose, nom, *args)
        return len(vues)

    pages = (("partenaires",), ("partenaire", base.pk))
    requetes("partenaires")  # the first request of a session reads a little more
    avant = [requetes(*page) for page in pages]
    for rang in range(4):
        qui = personne(f"n{rang}")
        la = monde.passerelles.gestionnaire
        habiliter(qui, la, monde.caf, Role.APPROBATEUR, equipements=[monde.er])
    assert [requetes(*page) for page in pages] == avant


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


def test_mettre_fin_a_une_adhesion_puis_l_annuler(base: Adhesion, rose: Client) -> None:
    html = lire(rose, "finir_adhesion", base.pk)
    assert "Mettre fin à l’adhésion" in html
    assert "suspendez plutôt le partenaire" in html
    rendu = envoyer(rose, "finir_adhesion", base.pk, le="2026-02-28", motif=MOTIF)
    page = rendu.content.decode()
    assert "La fin de l’adhésion est enregistrée." in page
    assert "Prend fin le 28 février 2026" in page.replace("\u00a0", " ")
    assert "Annuler la fin de l’adhésion" in page
    assert envoyer(rose, "continuer_adhesion", base.pk, motif="ok").status_code == 422
    assert "L’adhésion continue." in (
        envoyer(rose, "continuer_adhesion", base.pk, motif=MOTIF).content.decode()
    )
    base.refresh_from_db()
    assert base.fin_le is None


def test_la_page_dit_les_papiers_sur_lesquels_reposent_les_droits(
    monde: Monde, base: Adhesion, rose: Client, gerante: Utilisateur
) -> None:
    dossier = ouvert(monde, siret=base.gestionnaire.siret)
    html = lire(rose, "partenaire", base.pk)
    assert reverse("adhesions:dossier", args=[dossier.pk]) in html
    assert "Adhésion, cas C" in html
    assert "0 pièce ; en cours" in html
    # The partner's own manager reads rights, not the files of the Caf.
    assert "Papiers reçus" not in lire(visite(gerante), "partenaire", base.pk)
