"""The partners whose rights one looks after: what is read, granted, suspended, withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import Adhesion, Equipement, Habilitation, Role, Utilisateur
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.services.actes import MOTIF
from tests.habilitations.views.partenaires import NOUVEAU, envoyer, lire, visite
from tests.monde import JOUR, MAINTENANT, Monde, habiliter, personne


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
    assert "Aucun équipement" not in lire(rose, "partenaires")
    Equipement.objects.filter(pk=monde.er.pk).update(ferme_le=JOUR - timedelta(days=1))
    assert "Aucun équipement" in lire(rose, "partenaires")
    assert "0 partenaire" in lire(rose, "partenaires", roles="pourvus")
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
