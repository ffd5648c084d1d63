"""List and fiche of the équipements: who reads what, found how, at which cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Adhesion, Equipement, Habilitation
from habilitations.services import inscrire_notification, inscrire_poste
from portal.dossiers.services.transferts import transferer
from tests.declarations.listes import page, requetes, texte
from tests.declarations.remplir import referentiels
from tests.habilitations.fiches import convention_ctg, projet_clas
from tests.monde import JOUR, SIRETS, Monde, acteur, amender, changer, espace_rencontre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = "/equipements/"


def fiche(equipement: Equipement) -> str:
    return reverse("habilitations:equipement", args=[equipement.pk])


class TestListe:
    @pytest.mark.parametrize("qui", ["conseiller", "hors_portefeuille", "ccd", "responsable"])
    def test_toute_la_caf(self, monde: Monde, client: Client, qui: str) -> None:
        lue = page(client, getattr(monde, qui), LISTE)
        assert "2 équipements" in lue
        assert monde.er.nom in lue
        assert "SIRET 981 234 008 00010" in lue
        assert "Colette Conseil" in lue

    def test_rien_d_une_autre_caf(self, monde: Monde, client: Client) -> None:
        lue = page(client, monde.conseiller_nord, LISTE)
        assert "Aucun équipement" in lue
        assert monde.er.nom not in lue

    @pytest.mark.parametrize(
        ("cherche", "trouves"),
        [
            ("passerelles", {"Les Passerelles"}),
            ("LES VOISINS", {"du Lac"}),
            ("lac voisins", {"du Lac"}),
            (SIRETS[1], {"du Lac"}),
            ("981 235", {"du Lac"}),
            ("rencontre", {"Les Passerelles", "du Lac"}),
            ("introuvable", set()),
        ],
    )
    def test_recherche(self, monde: Monde, client: Client, cherche: str, trouves: set[str]) -> None:
        lue = page(client, monde.conseiller, LISTE, q=cherche)
        noms = {"Les Passerelles": monde.er.nom, "du Lac": monde.er_voisin.nom}
        assert {court for court, nom in noms.items() if f">{nom}</a>" in lue} == trouves

    def test_par_dispositif_et_portefeuille(self, monde: Monde, client: Client) -> None:
        clas = projet_clas(monde)
        lue = page(client, monde.conseiller, LISTE, dispositif="clas")
        assert clas.nom in lue
        assert monde.er.nom not in lue
        assert "3 équipements" in page(
            client, monde.conseiller, LISTE, portefeuille=monde.portefeuille.pk
        )

    def test_roles_a_pourvoir(self, monde: Monde, client: Client) -> None:
        droits = Habilitation.objects.filter(utilisateur=monde.voisins.finances)
        changer(droits, au=JOUR - timedelta(days=1))
        lue = page(client, monde.responsable, LISTE, roles="manquants")
        assert "1 non pourvu" in lue
        assert monde.er.nom not in lue
        lue = page(client, monde.responsable, LISTE, roles="pourvus")
        assert monde.er.nom in lue
        assert monde.er_voisin.nom not in lue

    def test_ordre_francais(self, monde: Monde, client: Client) -> None:
        gestionnaire = monde.passerelles.gestionnaire
        for nom in ("Zoé", "Écully"):
            espace_rencontre(monde.caf, gestionnaire, monde.portefeuille, nom, (nom,))
        lue = page(client, monde.conseiller, LISTE)
        assert lue.index("Écully") < lue.index(monde.er.nom) < lue.index("Zoé")
        lue = page(client, monde.conseiller, LISTE, sort="-nom")
        assert lue.index("Zoé") < lue.index("Écully")
        lue = page(client, monde.conseiller, LISTE, sort="-gestionnaire")
        assert lue.index(monde.er_voisin.nom) < lue.index("Zoé")

    def test_autant_de_requetes_pour_beaucoup(self, monde: Monde, client: Client) -> None:
        avant = requetes(client, monde.conseiller, LISTE)
        for rang in range(30):
            espace_rencontre(
                monde.caf, monde.voisins.gestionnaire, monde.portefeuille, f"ER {rang}", ("L",)
            )
        assert requetes(client, monde.conseiller, LISTE) == avant
        assert "ER 29" in page(client, monde.conseiller, LISTE, page=2)

    @pytest.mark.parametrize(
        ("qui", "attendu"),
        [("conseiller", True), ("ccd", True), ("responsable", True), ("national", False)],
    )
    def test_entree_de_menu(self, monde: Monde, client: Client, qui: str, attendu: bool) -> None:
        lue = page(client, getattr(monde, qui), "/a-faire/")
        assert (f'href="{LISTE}"' in lue) is attendu

    def test_pas_d_entree_pour_un_partenaire(self, monde: Monde, client: Client) -> None:
        assert f'href="{LISTE}"' not in page(client, monde.passerelles.activite, "/a-faire/")


class TestFiche:
    def test_identite_lieux_et_roles(self, monde: Monde, client: Client) -> None:
        lue = page(client, monde.conseiller, fiche(monde.er))
        for attendu in ("981 234 008 00010", "Plusieurs lieux, en antennes", "Ugine"):
            assert attendu in lue
        for attendu in ("COF-2024-01", "En cours", "Complète depuis le 1er janvier 2020"):
            assert attendu in lue
        assert "Alice Activité" in lue
        assert "Non pourvu" not in lue

    def test_role_non_pourvu(self, monde: Monde, client: Client) -> None:
        Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).delete()
        lue = page(client, monde.conseiller, fiche(monde.er))
        assert "Non pourvu" in lue.partition("Approbateur</dt>")[2].partition("</dd>")[0]

    @pytest.mark.parametrize(
        ("champs", "mots"),
        [
            ({"suspendue_le": JOUR, "suspendue_motif": "Précaution"}, "Suspendue depuis le 3"),
            ({"fin_le": JOUR - timedelta(days=1)}, "Terminée le 2 février 2026"),
            ({"complete_le": None}, "Incomplète"),
        ],
    )
    def test_adhesion(self, monde: Monde, client: Client, champs: dict, mots: str) -> None:
        amender(Adhesion.objects.filter(gestionnaire=monde.passerelles.gestionnaire), **champs)
        assert mots in page(client, monde.responsable, fiche(monde.er))

    def test_un_partenaire_lit_moins(self, monde: Monde, client: Client) -> None:
        transferer(
            monde.er.pk,
            vers_id=monde.voisins.gestionnaire.pk,
            le=JOUR + timedelta(days=9),
            motif="Reprise confidentielle",
            acteur=acteur(monde.responsable),
        )
        lue = page(client, monde.passerelles.activite, fiche(monde.er))
        for attendu in ("COF-2024-01", "Ugine", "Colette Conseil", "Alice Activité"):
            assert attendu in lue
        for absent in ("Portefeuille", "Adhésion", "Reprise confidentielle", "Transférer"):
            assert absent not in lue
        assert "Ce qui s’est passé" not in lue

    @pytest.mark.parametrize("qui", ["conseiller", "hors_portefeuille", "ccd", "responsable"])
    def test_notification_lue_par_tous_ecrite_par_un(
        self, monde: Monde, client: Client, qui: str
    ) -> None:
        clas = projet_clas(monde)
        inscrire_notification(
            clas.pk,
            2025,
            collectifs=7,
            reference="N-2025-17",
            notifiee_le=JOUR,
            acteur=acteur(monde.conseiller),
        )
        lue = page(client, getattr(monde, qui), fiche(clas))
        assert "N-2025-17, du 3 février 2026" in lue
        assert lue.count("Non notifié") == 3
        assert ("Inscrire" in lue) is (qui == "conseiller")
        assert "Notification 2025-2026 inscrite : 7 collectifs" in lue

    def test_le_partenaire_lit_sa_notification(self, monde: Monde, client: Client) -> None:
        clas = projet_clas(monde)
        lue = page(client, monde.passerelles.activite, fiche(clas))
        assert "2027-2028" in lue
        assert "Inscrire" not in lue

    def test_postes(self, monde: Monde, client: Client) -> None:
        convention = convention_ctg(monde)
        adresse = fiche(convention.equipement)
        assert "Aucun poste conventionné" in page(client, monde.ccd, adresse)
        inscrire_poste(
            convention.pk,
            intitule="Jeunesse",
            etp=Decimal("0.80"),
            acteur=acteur(monde.conseiller),
        )
        for qui in (monde.ccd, monde.passerelles.finances):
            lue = page(client, qui, adresse)
            assert "Jeunesse" in lue
            assert "0,8" in lue
            assert "Modifier" not in lue
        lue = page(client, monde.remplacant, adresse)
        assert "Modifier" in lue
        assert "Poste conventionné ajouté : Jeunesse, 0,8 ETP" in lue

    def test_les_declarations_se_lisent_a_part(self, monde: Monde, client: Client) -> None:
        declaration = monde.declaration()
        adresse = reverse("declarations:equipement", args=[monde.er.pk])
        lien = reverse("declarations:dossier", args=[declaration.pk])
        assert f'hx-get="{adresse}"' in page(client, monde.conseiller, fiche(monde.er))
        lue = page(client, monde.conseiller, adresse)
        assert lien in lue
        assert "Non commencée" in lue
        client.force_login(monde.passerelles.activite)
        fragment = texte(client.get(adresse, headers={"HX-Request": "true"}).content.decode())
        assert lien in fragment
        assert "À saisir" in fragment
        assert "<html" not in fragment

    def test_le_responsable_n_ouvre_aucune_declaration(self, monde: Monde, client: Client) -> None:
        monde.declaration()
        assert "hx-get" not in page(client, monde.responsable, fiche(monde.er))

    def test_le_dossier_y_mene(self, monde: Monde, client: Client) -> None:
        referentiels(monde.caf)
        declaration = monde.declaration()
        adresse = reverse("declarations:dossier", args=[declaration.pk])
        assert f'href="{fiche(monde.er)}"' in page(client, monde.passerelles.activite, adresse)
