"""Who is awaited for what on a bilan, in lists and in reminders beside declarations."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, CampagneBilan, FeuilleBilan
from bilans.presentation.a_faire import a_faire
from bilans.presentation.attendus import dossiers, echeances, reperes
from bilans.regles.consequences import SANS_BILAN
from bilans.services.definitions import definition_du_bilan
from bilans.services.envoi import transmettre
from bilans.services.faits import faits_du_bilan
from habilitations.models import Utilisateur
from portal.dossiers.attendus import Demande
from portal.relances.services.envoi import relancer
from portal.relances.services.referentiels import charger_etapes
from portal.socle.models import Courriel
from tests.bilans.bilans import bilan_clas
from tests.bilans.pieges import bilan_piege
from tests.bilans.remplir import remplir
from tests.bilans.services.test_saisie import saisir
from tests.declarations.clas import projet_clas
from tests.monde import JOUR, Monde, acteur
from tests.relances.campagnes import plan_du

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def attendus(bilan: Bilan) -> dict[str, str]:
    """What is missing on each one's part, by first name."""
    (dossier,) = dossiers(Demande(JOUR, dossiers=[bilan.pk]))
    gens: list[Utilisateur] = [*_gens]
    trouves = {qui.prenom: dossier.attendu_de(acteur(qui)) for qui in gens}
    return {prenom: attendu.manque for prenom, attendu in trouves.items() if attendu}


_gens: list[Utilisateur] = []


@pytest.fixture(autouse=True)
def _des_gens(monde: Monde) -> None:
    _gens[:] = [monde.passerelles.activite, monde.passerelles.finances]
    _gens.append(monde.passerelles.approbateur)


def test_chacun_a_son_tour(monde: Monde) -> None:
    bilan, qui = bilan_piege(monde), monde.passerelles.activite
    assert attendus(bilan) == {"Alice": "Remplir le bilan"}
    saisir(bilan, qui, n="1")
    assert attendus(bilan) == {"Alice": "Finir de remplir le bilan"}
    saisir(bilan, qui, bonus="non")
    assert attendus(bilan) == {"Agathe": "Relire le bilan et le transmettre à la Caf"}
    transmettre(bilan.pk, acteur=acteur(monde.passerelles.approbateur))
    assert list(dossiers(Demande(JOUR, dossiers=[bilan.pk]))) == []
    assert [r.libelle for r in reperes([bilan.pk])] == [bilan.libelle]


def test_une_campagne_suspendue_n_attend_personne(monde: Monde) -> None:
    bilan = bilan_piege(monde)
    assert len(list(echeances(Demande(JOUR)))) == 1
    CampagneBilan.objects.update(suspendue_le=f"{JOUR}T08:00Z", suspendue_motif="Panne")
    assert list(dossiers(Demande(JOUR))) == []
    assert list(echeances(Demande(JOUR))) == []
    assert a_faire(acteur(monde.passerelles.activite)) == []
    assert Bilan.objects.filter(pk=bilan.pk).exists()


def test_un_seul_courriel_pour_declaration_et_bilan(monde: Monde) -> None:
    charger_etapes()
    bilan_clas(monde)
    rappels = plan_du(bilan_clas_echeance() - timedelta(days=15))
    assert ("J-15", "Remplir le bilan") in rappels["Alice"]
    assert len(rappels["Alice"]) == 2


def test_ce_que_l_on_perd_se_dit_partout_ou_l_on_est_attendu(client: Client, monde: Monde) -> None:
    """On the first page, on that of the bilan and in the reminder; not once it is sent."""
    charger_etapes()
    bilan, alice = bilan_clas(monde), monde.passerelles.activite
    client.force_login(alice)
    for adresse in (reverse("accueil:a_faire"), reverse("bilans:bilan", args=[bilan.pk])):
        assert client.get(adresse).content.decode().count(SANS_BILAN) == 1, adresse
    relancer(bilan_clas_echeance() - timedelta(days=15))
    ecrit = Courriel.objects.get(destinataire=alice.email)
    assert ecrit.texte.count(SANS_BILAN) == ecrit.html.count(SANS_BILAN) == 1


def bilan_clas_echeance() -> date:
    return CampagneBilan.objects.get().echeance_le


def test_les_pages_du_partenaire_montrent_ses_bilans(client: Client, monde: Monde) -> None:
    bilan = bilan_clas(monde)
    client.force_login(monde.passerelles.activite)
    for adresse in (reverse("accueil:a_faire"), reverse("bilans:suivi")):
        page = client.get(adresse).content.decode()
        assert "Remplir le bilan" in page
        assert reverse("bilans:repondre", args=[bilan.pk]) in page
    morceau = client.get(reverse("bilans:suivi"), headers={"HX-Request": "true"})
    assert "<html" not in morceau.content.decode()
    assert reverse("bilans:suivi") in client.get(reverse("declarations:suivi")).content.decode()


def test_plusieurs_bilans_en_cours_tiennent_dans_la_page(client: Client, monde: Monde) -> None:
    for rang in range(4):
        bilan = bilan_piege(monde, projet_clas(monde, f"Projet {rang}"))
        etat = remplir(definition_du_bilan(bilan), faits_du_bilan(bilan), rang=1)
        FeuilleBilan.objects.filter(bilan=bilan).update(donnees=dict(etat.comptees))
        Bilan.objects.filter(pk=bilan.pk).update(etat="en_cours")
    client.force_login(monde.passerelles.approbateur)
    page = client.get(reverse("bilans:suivi")).content.decode()
    assert page.count("Relire le bilan et le transmettre à la Caf") >= 4
