"""The queue of bilans: scope, filters, sort, counts, several at once, the next one."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.complements import demander_complement
from bilans.services.derogations import accorder_derogation
from bilans.services.modifications import modifier
from habilitations.models import Portefeuille
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import ouvrir_bilan
from tests.declarations.clas import projet_clas
from tests.monde import JOUR, Monde, acteur

FILE = reverse("bilans:file")
MOTIF = "Le nom de la structure est celui de ses statuts."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def page(client: Client, qui: Any, adresse: str = FILE, **parametres: Any) -> str:
    client.force_login(qui)
    reponse = client.get(adresse, parametres)
    assert reponse.status_code == 200
    return reponse.content.decode()


def montres(contenu: str) -> set[int]:
    """The bilans of the table, by the boxes that choose them."""
    return {int(morceau.split('"')[0]) for morceau in contenu.split('name="choix" value="')[1:]}


class TestPerimetre:
    @pytest.mark.parametrize("qui", ["conseiller", "remplacant", "ccd"])
    def test_le_portefeuille_ou_toute_la_caf(
        self, monde: Monde, file: SimpleNamespace, client: Client, qui: str
    ) -> None:
        contenu = page(client, getattr(monde, qui))
        assert montres(contenu) == {b.pk for b in vars(file).values()}
        assert ('name="perimetre"' in contenu) == (qui != "ccd")

    def test_un_autre_portefeuille_est_vide_mais_toute_la_caf_se_lit(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        Portefeuille.objects.create(
            caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
        )
        assert "Votre portefeuille est vide" in page(client, monde.hors_portefeuille)
        toute = page(client, monde.hors_portefeuille, perimetre="caf")
        assert len(montres(toute)) == 3
        assert "Vous" not in toute
        assert "Colette Conseil" in toute

    def test_une_autre_caf_ne_voit_rien(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        assert "Aucun bilan pour le moment" in page(client, monde.conseiller_nord)


class TestFiltres:
    @pytest.mark.parametrize(
        ("filtre", "attendus"),
        [
            ({"etat": "transmis"}, ["transmis"]),
            ({"annee": "2024"}, ["en_retard"]),
            ({"dispositif": "cct"}, ["cct"]),
            ({"suivi": "retard"}, ["en_retard"]),
            ({"suivi": "complements"}, []),
            ({"suivi": "derogations"}, []),
            ({"suivi": "modifies"}, []),
            ({"suivi": "ecarts"}, []),
            ({"q": "introuvable"}, []),
            ({"suivi": "n’importe quoi"}, ["transmis", "en_retard", "cct"]),
        ],
    )
    def test_chacun(
        self,
        monde: Monde,
        file: SimpleNamespace,
        client: Client,
        filtre: dict[str, str],
        attendus: list[str],
    ) -> None:
        contenu = page(client, monde.conseiller, **filtre)
        assert montres(contenu) == {getattr(file, nom).pk for nom in attendus}

    def test_le_questionnaire_et_le_texte(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        questionnaire = file.cct.version.questionnaire_id
        assert montres(page(client, monde.conseiller, questionnaire=questionnaire)) == {file.cct.pk}
        reference = file.transmis.reference.lower().replace("-", " - ")
        for texte in (file.transmis.equipement.nom.upper(), file.transmis.reference, reference):
            assert file.transmis.pk in montres(page(client, monde.conseiller, q=texte))
        assert file.cct.pk not in montres(page(client, monde.conseiller, q=reference))

    def test_ce_qui_est_attendu_ou_modifie(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        conseiller = acteur(monde.conseiller)
        modifier(
            file.transmis.pk,
            acteur=conseiller,
            envoi=Envoi(1, {"structure_nom": "Autre", "contact_nom": "Jeanne"}),
            motif=MOTIF,
        )
        accorder_derogation(
            file.en_retard.pk, acteur=conseiller, motif=MOTIF, expire_le=date(2026, 4, 30)
        )
        modifies = page(client, monde.conseiller, suivi="modifies")
        assert montres(modifies) == {file.transmis.pk}
        assert "Tous les états&nbsp;<strong>1<" in modifies
        assert montres(page(client, monde.conseiller, suivi="derogations")) == {file.en_retard.pk}
        # A dérogation puts the deadline off.
        assert montres(page(client, monde.conseiller, suivi="retard")) == set()

        demander_complement(
            file.transmis.pk, acteur=conseiller, motif=MOTIF, pour_le=JOUR, tout=True
        )
        assert montres(page(client, monde.conseiller, suivi="complements")) == {file.transmis.pk}
        assert montres(page(client, monde.conseiller, suivi="complements_en_retard")) == set()

    def test_les_puces_comptent_et_filtrent(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        contenu = page(client, monde.conseiller, dispositif="clas")
        puces = contenu.split("Nombre de bilans par état")[1].split("</nav>")[0]
        puces = puces.replace("<strong>", "").replace("</strong>", "").replace("&nbsp;", " ")
        assert "Tous les états 2" in puces
        assert "À valider 1" in puces
        assert "?dispositif=clas&amp;etat=transmis" in puces


class TestListe:
    def test_ce_qui_est_a_valider_vient_d_abord(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        contenu = page(client, monde.conseiller)
        ordre = [b.split('"')[0] for b in contenu.split('name="choix" value="')[1:]]
        assert ordre[0] == str(file.transmis.pk)
        assert "<strong>Vous</strong>" in contenu

    @pytest.mark.parametrize("tri", ["equipement", "-bilan", "etat", "-date", "date"])
    def test_chaque_colonne_se_trie(
        self, monde: Monde, file: SimpleNamespace, client: Client, tri: str
    ) -> None:
        assert len(montres(page(client, monde.conseiller, sort=tri))) == 3

    def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(
        self, monde: Monde, client: Client
    ) -> None:
        def ouvrir(combien: int) -> None:
            for rang in range(combien):
                projet = projet_clas(monde, f"Projet {Bilan.objects.count()}-{rang}")
                ouvrir_bilan(projet, "bilan_clas", 2025)

        ouvrir(2)
        client.force_login(monde.conseiller)
        client.get(FILE)
        with CaptureQueriesContext(connection) as peu:
            client.get(FILE, {"perimetre": "caf"})
        ouvrir(8)
        with CaptureQueriesContext(connection) as beaucoup:
            client.get(FILE, {"perimetre": "caf"})
        assert len(beaucoup) == len(peu)

    def test_on_revient_aux_derniers_filtres(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        page(client, monde.conseiller, dispositif="cct")
        reponse = client.get(FILE)
        assert reponse.url == f"{FILE}?dispositif=cct"

    def test_le_suivant_est_celui_de_la_liste_filtree(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        page(client, monde.conseiller, dispositif="clas")
        suivant = client.get(reverse("bilans:suivant", args=[file.transmis.pk]))
        assert suivant.url == reverse("bilans:lecture", args=[file.en_retard.pk])
        fin = client.get(reverse("bilans:suivant", args=[file.en_retard.pk]))
        assert fin.url == f"{FILE}?dispositif=clas"


def test_chacun_choisit_ses_colonnes(monde: Monde, file: SimpleNamespace, client: Client) -> None:
    client.force_login(monde.conseiller)
    colonnes = reverse("bilans:colonnes")
    choix = {"choisir": "1", "colonnes": ["transmis", "conseiller", "siret"]}
    assert client.post(colonnes, choix)["Location"] == FILE
    contenu = page(client, monde.conseiller, FILE)
    for titre in ("SIRET", "Transmis le", "Gestionnaire conseil"):
        assert titre in contenu.split("</thead>")[0]
    assert "Qui agit" not in contenu.split("</thead>")[0]
    assert "Colette Conseil" in contenu.split("<tbody>")[1]
    coche = " ".join(page(client, monde.conseiller, colonnes).split())
    assert 'value="transmis" id="colonne-transmis" checked' in coche
    assert 'value="suite" id="colonne-suite" >' in coche
    # Those of the declarations are another choice.
    monde.declaration()
    assert "Qui agit" in page(client, monde.conseiller, reverse("declarations:file"), tout=1)
