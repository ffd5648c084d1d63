"""The page of a section: what it asks is what ``evaluer`` asks, whatever was answered."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilans.models import Bilan, FeuilleBilan
from bilans.regles.etat import evaluer
from bilans.services.definitions import definition_du_bilan
from bilans.services.faits import faits_du_bilan
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.pieges import bilan_piege
from tests.bilans.services.test_saisie import feuille, saisir
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_piege(monde)


@pytest.fixture
def alice(client: Client, monde: Monde) -> Client:
    client.force_login(monde.passerelles.activite)
    return client


def adresse(bilan: Bilan, code: str = "projet") -> str:
    return reverse("bilans:section", args=[bilan.pk, code])


def texte(reponse: object) -> str:
    """Text of a page with every kind of space made plain."""
    return re.sub(r"\s+", " ", unescape(reponse.content.decode()))


def poses(html: str) -> set[str]:
    """Chemins of the fields that a page asks for."""
    return set(re.findall(r'data-champ="([^"]+)"', html))


def envoyer(client: Client, bilan: Bilan, code: str = "projet", **champs: object) -> object:
    valeurs = {c.replace("__", "."): v for c, v in champs.items()}
    return client.post(adresse(bilan, code), {"revision": feuille(bilan).revision, **valeurs})


def test_enregistrer_redessine_ce_qui_est_demande(alice: Client, bilan: Bilan) -> None:
    """Without a script, the condition is met once the page comes back."""
    assert poses(alice.get(adresse(bilan)).content.decode()) == {"bonus", "n", "publics"}
    reponse = envoyer(alice, bilan, bonus="oui", n="2")
    assert reponse.status_code == 302
    suite = alice.get(adresse(bilan)).content.decode()
    assert poses(suite) == {"bonus", "motif_bonus", "n", "publics"}
    assert "Enregistré le" in suite


REPONSES = st.fixed_dictionaries(
    {},
    optional={
        "bonus": st.sampled_from(["oui", "non"]),
        "motif_bonus": st.just("Un motif"),
        "n": st.sampled_from(["0", "1", "3", "ne_sait_pas"]),
        "groupes.1.niveau": st.sampled_from(["college", "lycee"]),
        "groupes.1.m": st.sampled_from(["0", "2"]),
        "groupes.2.niveau": st.just("lycee"),
        "lieux.la.adresse": st.just("Ici"),
    },
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reponses=REPONSES, ajout=st.booleans())
def test_la_page_et_l_evaluation_s_accordent(
    alice: Client, bilan: Bilan, reponses: dict[str, str], ajout: bool
) -> None:
    """Every field of every section that is shown, and none other."""
    lignes = {"lieux": [["la", "Lieu 1"]]} if ajout else {}
    FeuilleBilan.objects.filter(bilan=bilan).update(donnees=reponses, lignes=lignes)
    bilan = Bilan.objects.select_related("feuille", "version__questionnaire").get(pk=bilan.pk)
    etat = evaluer(definition_du_bilan(bilan), reponses, faits_du_bilan(bilan))
    montres: set[str] = set()
    for section in definition_du_bilan(bilan).sections:
        reponse = alice.get(adresse(bilan, section.code))
        attendue = section.code in etat.visibles | etat.rangees.keys()
        assert (reponse.status_code == 200) is attendue
        montres |= poses(reponse.content.decode())
    assert montres == {e.chemin for e in etat.emplacements}


def test_ce_qui_est_refuse_se_montre_tel_quel(alice: Client, bilan: Bilan) -> None:
    reponse = envoyer(alice, bilan, n="beaucoup", bonus="non")
    assert reponse.status_code == 422
    assert 'value="beaucoup"' in reponse.content.decode()
    assert feuille(bilan).donnees == {"bonus": "non"}


def test_deux_onglets_choisissent(alice: Client, bilan: Bilan, monde: Monde) -> None:
    saisir(bilan, monde.passerelles.activite, n="1")
    reponse = alice.post(adresse(bilan), {"revision": "0", "n": "2"})
    assert reponse.status_code == 422
    assert "Deux saisies en même temps" in texte(reponse)
    alice.post(adresse(bilan), {"revision": "1", "n": "2", "choix-n": "autre"})
    assert feuille(bilan).donnees == {"n": "1"}


def test_une_page_d_une_autre_personne_n_enregistre_rien(alice: Client, bilan: Bilan) -> None:
    reponse = alice.post(adresse(bilan), {"revision": "0", "personne": "1", "n": "2"})
    assert reponse.status_code == 409
    assert feuille(bilan).donnees == {}


def test_trop_tard_la_saisie_reste_affichee(alice: Client, bilan: Bilan) -> None:
    campagne = bilan.campagne
    campagne.suspendue_le, campagne.suspendue_motif = "2026-02-01T08:00Z", "Panne"
    campagne.save()
    reponse = envoyer(alice, bilan, n="2")
    assert reponse.status_code == 409
    assert "Rien n’a été enregistré" in texte(reponse)


def test_les_boutons_des_lignes_gardent_d_abord_la_saisie(
    alice: Client, bilan: Bilan, monde: Monde
) -> None:
    saisir(bilan, monde.passerelles.activite, bonus="oui")
    page = alice.get(adresse(bilan, "lieux")).content.decode()
    cle = re.search(r'name="cle:lieux" value="(\w+)"', page)[1]
    nouveau = {"suite": "ajouter:lieux", "cle:lieux": cle, "nom:lieux": "Gymnase"}
    reponse = envoyer(alice, bilan, "lieux", **nouveau)
    assert reponse["Location"].endswith(f"#partie-lieux-{cle}")
    envoyer(alice, bilan, "lieux", **nouveau)
    assert feuille(bilan).lignes == {"lieux": [[cle, "Gymnase"]]}

    ligne = reverse("bilans:ligne", args=[bilan.pk, f"lieux.{cle}"])
    envoi = {f"lieux.{cle}.adresse": "Ici", "suite": f"ligne:lieux.{cle}"}
    assert envoyer(alice, bilan, "lieux", **envoi)["Location"] == ligne
    assert feuille(bilan).donnees[f"lieux.{cle}.adresse"] == "Ici"
    assert "Gymnase" in texte(alice.get(ligne))
    alice.post(ligne, {"libelle": "Salle des fêtes"})
    assert feuille(bilan).lignes["lieux"] == [[cle, "Salle des fêtes"]]
    alice.post(ligne, {"verbe": "retirer"})
    assert poses(alice.get(adresse(bilan, "lieux")).content.decode()) == set()
    envoyer(alice, bilan, "lieux", suite=f"retablir:lieux.{cle}")
    assert 'value="Ici"' in alice.get(adresse(bilan, "lieux")).content.decode()


def test_une_ligne_refusee_ne_se_dit_pas_enregistree(
    alice: Client, bilan: Bilan, monde: Monde
) -> None:
    saisir(bilan, monde.passerelles.activite, bonus="oui")
    for cle in ("labcd", "lefgh"):
        nouveau = {"suite": "ajouter:lieux", "cle:lieux": cle, "nom:lieux": "Gymnase"}
        reponse = envoyer(alice, bilan, "lieux", **nouveau)
    lue = texte(alice.get(reponse["Location"].partition("#")[0]))
    assert feuille(bilan).lignes == {"lieux": [["labcd", "Gymnase"]]}
    assert "Le reste de la page est enregistré." in lue
    assert lue.count("Enregistré le") == 1, "of the first row, which was added"


def test_une_section_de_beaucoup_de_lignes_est_paginee(
    alice: Client, bilan: Bilan, monde: Monde
) -> None:
    saisir(bilan, monde.passerelles.activite, n="9")
    assert len(poses(alice.get(adresse(bilan, "groupes")).content.decode())) == 12
    page2 = poses(alice.get(adresse(bilan, "groupes") + "?page=2").content.decode())
    assert page2 == {f"groupes.{rang}.{code}" for rang in (7, 8, 9) for code in ("niveau", "m")}


def test_les_notes_de_l_auto_evaluation_sont_un_tableau(client: Client, monde: Monde) -> None:
    bilan = bilan_cct(monde, "autoevaluation_cct")
    client.force_login(monde.passerelles.activite)
    page = client.get(adresse(bilan, "mission_1")).content.decode()
    assert page.count('class="champ case-score') == 14 * 3
    assert page.count('scope="row"') == 14
    assert page.count('type="radio"') == 14 * 3 * 5
    envoyer(
        client, bilan, "mission_1",
        m1_objectifs_politiques__famille="3", m1_plan_annuel__famille="0",
    )  # fmt: skip
    panneau = texte(client.get(reverse("bilans:panneau", args=[bilan.pk, "mission_1"])))
    assert "50 %" in panneau
    assert "radar" in client.get(reverse("bilans:bilan", args=[bilan.pk])).content.decode()


def test_le_conseiller_remplit_l_auto_evaluation_avec_le_partenaire(
    client: Client, monde: Monde
) -> None:
    bilan, client_caf = bilan_cct(monde, "autoevaluation_cct"), client
    client_caf.force_login(monde.conseiller)
    lecture = client_caf.get(reverse("bilans:lecture", args=[bilan.pk]))
    assert "Remplir avec le partenaire" in texte(lecture)
    assert client_caf.get(reverse("bilans:bilan", args=[bilan.pk])).status_code == 200
    envoyer(client_caf, bilan, "mission_1", m1_objectifs_politiques__famille="1")
    assert feuille(bilan).auteurs["m1_objectifs_politiques.famille"][1] == monde.conseiller.pk


def test_le_bilan_dit_ce_qui_reste(alice: Client, monde: Monde) -> None:
    bilan = bilan_clas(monde)
    page = texte(alice.get(reverse("bilans:bilan", args=[bilan.pk])))
    assert "La structure et ses contacts" in page
    assert "réponses à donner" in page
    assert "Alice Activité" in page
    suite = alice.get(reverse("bilans:repondre", args=[bilan.pk]))
    assert suite["Location"] == adresse(bilan, "structure")


class TestScript:
    """What static/saisie/feuille.js is answered."""

    def envoyer(self, client: Client, bilan: Bilan, **champs: object) -> object:
        valeurs = {c.replace("__", "."): v for c, v in champs.items()}
        return client.post(reverse("bilans:saisie", args=[bilan.pk]), {"revision": 0, **valeurs})

    def test_la_reponse_acquitte_et_dit_le_plan(self, alice: Client, bilan: Bilan) -> None:
        plan = re.search(r'data-plan="(\w+)"', alice.get(adresse(bilan)).content.decode())[1]
        meme = self.envoyer(alice, bilan, n="0").json()
        assert (meme["ecrits"], meme["revision"], meme["plan"]) == (["n"], 1, plan)
        autre = self.envoyer(alice, bilan, bonus="oui").json()
        assert autre["plan"] != plan
        page = alice.get(adresse(bilan)).content.decode()
        assert f'data-plan="{autre["plan"]}"' in page

    def test_une_reponse_qui_ne_tient_pas_est_gardee_et_dite(
        self, alice: Client, bilan: Bilan
    ) -> None:
        recu = self.envoyer(alice, bilan, publics=["parents", "aucun"])
        assert recu.status_code == 200
        assert "Aucun" in recu.json()["fautes"]["publics"]

    def test_conflit_refus_et_autre_personne(self, alice: Client, bilan: Bilan) -> None:
        self.envoyer(alice, bilan, n="1")
        recu = self.envoyer(alice, bilan, n="2")
        assert (recu.status_code, list(recu.json()["conflits"])) == (422, ["n"])
        assert self.envoyer(alice, bilan, motif_bonus="Caché").status_code == 403
        assert self.envoyer(alice, bilan, personne="1").status_code == 409

    def test_sans_rien_d_autre_elle_dit_ce_qui_a_change(
        self, alice: Client, bilan: Bilan, monde: Monde
    ) -> None:
        saisir(bilan, monde.passerelles.activite, n="4")
        assert self.envoyer(alice, bilan).json()["valeurs"] == {"n": "4"}
