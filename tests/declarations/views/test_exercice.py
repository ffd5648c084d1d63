"""One exercice side by side: who reads what, in which order, and how far each column moved."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.elan.services.saisie import reprendre_elan
from declarations.models import Campagne, Declaration
from declarations.regles.etats import Etat
from declarations.regles.grille import LigneGrille
from declarations.services.campagnes import appeler
from habilitations.models import Lieu
from tests.declarations.clas import COLLECTIFS, projet_clas, saisie_elan
from tests.declarations.listes import page, requetes
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.exercices import PLUS, adresse, ouvrir
from tests.monde import DEBUT, MAINTENANT, Monde, acteur, espace_rencontre

pytestmark = pytest.mark.usefixtures("fige", "seuils")


def actualisee(monde: Monde, numero: int, annee: int = 2025) -> Declaration:
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature="actualisee",
        numero=numero,
        annee=annee,
        ouvre_le=date(2025, 12, 15),
        echeance_le=date(2026, 2, 13),
        ferme_le=date(2026, 3, 15),
    )
    return appeler(campagne, monde.er, MAINTENANT)


def rang(contenu: str, libelle: str) -> str:
    """The first line of this heading, its cells."""
    return contenu.split(f'<th scope="row">{libelle}</th>')[1].split("</tr>")[0]


class TestColonnes:
    def test_dans_l_ordre_de_l_exercice(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)
        for numero in (2, 1):
            jusqu_a(actualisee(monde, numero), monde, Etat.TRANSMISE)
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)

        contenu = ouvrir(client, monde.conseiller, monde.er)
        entetes = [
            contenu.index(f'<th scope="col" class="nombre">{libelle} 2025</th>')
            for libelle in ("Prévisionnelle", "Actualisée n° 1", "Actualisée n° 2", "Réelle")
        ]
        assert entetes == sorted(entetes)

    def test_les_chiffres_et_l_ecart_au_previsionnel(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
        jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE, changements=PLUS)

        contenu = ouvrir(client, monde.conseiller, monde.er)
        charges = rang(contenu, "Total des charges")
        assert "119 000,50 €" in charges
        assert "139 000,50 €" in charges
        assert charges.count("Écart :") == 1
        assert "+16,8 %" in charges
        assert "son écart à la colonne « Prévisionnelle 2025 »" in contenu
        assert "1 081,5 h" in rang(contenu, "Heures de rencontres")
        assert "+0,0 %" not in contenu
        assert "0,0 %" in rang(contenu, "Heures de rencontres")

    def test_les_comptes_et_les_lieux(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
        jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE, changements=PLUS)

        contenu = ouvrir(client, monde.conseiller, monde.er)
        personnel = contenu.split("Charges de personnel</th>")[1].split("</tr>")[0]
        assert "92 800,00 €" in personnel
        assert "112 800,00 €" in personnel
        for lieu in ("Albertville", "Chambéry", "Ugine"):
            assert f"<summary>{lieu}</summary>" in contenu
        # Asked with the réelle only: compared with nothing.
        assert "n.c." not in rang(contenu, "Jours d’ouverture")

    def test_sans_reference_ou_depuis_zero_l_ecart_est_n_c(
        self, monde: Monde, client: Client
    ) -> None:
        sans_entretiens = {
            f"lieux.l{lieu.pk}.heures_entretiens": "0" for lieu in monde.er.lieux.all()
        }
        jusqu_a(
            monde.declaration("previsionnelle", 2025),
            monde,
            Etat.TRANSMISE,
            changements=sans_entretiens,
        )
        jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)

        assert "n.c." in rang(ouvrir(client, monde.ccd, monde.er), "Heures d’entretiens")

    def test_une_seule_colonne_n_a_pas_d_ecart(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
        assert "Écart :" not in ouvrir(client, monde.conseiller, monde.er)

    def test_l_estimation_figee(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
        assert "71 400,30 €" in rang(
            ouvrir(client, monde.conseiller, monde.er), "Subvention estimée"
        )

    def test_sans_objet_n_a_pas_de_chiffres(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.SANS_OBJET)
        contenu = ouvrir(client, monde.passerelles.activite, monde.er)
        assert "Équipement fermé toute l’année." in contenu
        assert "Aucun chiffre à lire" in contenu

    def test_l_interlocuteur_est_nomme(self, monde: Monde, client: Client) -> None:
        monde.declaration("previsionnelle", 2025)
        assert "Colette Conseil" in ouvrir(client, monde.passerelles.activite, monde.er)


class TestReprise:
    def test_les_chiffres_d_elan_tiennent_la_premiere_colonne(
        self, monde: Monde, client: Client
    ) -> None:
        projet = projet_clas(monde)
        lignes = tuple(LigneGrille(f"c{rang}", nom) for rang, nom in enumerate(COLLECTIFS, start=1))
        reprendre_elan(
            projet.pk, 2024, acteur=acteur(monde.conseiller), revision=0, lignes=lignes,
            brut=saisie_elan(),
        )  # fmt: skip

        for qui in (monde.conseiller, monde.passerelles.activite):
            contenu = ouvrir(client, qui, projet, 2024)
            assert "Exercice 2024-2025" in contenu
            assert "Repris d’ELAN" in contenu
            assert "15 000,50 €" in contenu
            assert "<summary>Les Alizés</summary>" in contenu
        client.force_login(monde.voisins.approbateur)
        assert client.get(adresse(projet, 2024)).status_code == 404


class TestNavigation:
    def test_d_un_exercice_a_l_autre(self, monde: Monde, client: Client) -> None:
        for annee in (2022, 2024, 2025, 2026):
            monde.declaration("previsionnelle", annee)

        contenu = ouvrir(client, monde.passerelles.activite, monde.er, 2024)
        assert f'href="{adresse(monde.er, 2022)}"' in contenu
        assert f'href="{adresse(monde.er, 2025)}"' in contenu
        assert f'href="{adresse(monde.er, 2026)}"' not in contenu
        assert 'rel="next"' not in ouvrir(client, monde.passerelles.activite, monde.er, 2026)

    def test_un_seul_exercice(self, monde: Monde, client: Client) -> None:
        monde.declaration("previsionnelle", 2025)
        assert "Autres exercices" not in ouvrir(client, monde.conseiller, monde.er)

    def test_on_y_vient_du_dossier(self, monde: Monde, client: Client) -> None:
        declaration = monde.declaration("previsionnelle", 2025)
        dossier = reverse("declarations:dossier", args=[declaration.pk])
        for qui in (monde.passerelles.activite, monde.conseiller):
            contenu = page(client, qui, dossier)
            assert f'href="{adresse(monde.er)}"' in contenu
            assert "L’exercice 2025 en entier" in contenu


@pytest.mark.parametrize("combien", [1, 12, 40])
def test_autant_de_lieux_que_l_on_veut(monde: Monde, client: Client, combien: int) -> None:
    er = espace_rencontre(
        monde.caf,
        monde.passerelles.gestionnaire,
        monde.portefeuille,
        "Grand espace",
        tuple(f"Lieu n° {n}" for n in range(combien)),
    )
    monde.er = er
    jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
    jusqu_a(monde.declaration("reelle", 2025), monde, Etat.EN_SAISIE)

    contenu = ouvrir(client, monde.passerelles.activite, er)
    assert contenu.count("<summary>Lieu n° ") == combien
    assert ('<details class="repli" open> <summary>Lieu n° ' in contenu) is (combien == 1)


def test_un_nombre_constant_de_requetes(monde: Monde, client: Client) -> None:
    jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
    jusqu_a(monde.declaration("reelle", 2025), monde, Etat.EN_SAISIE)
    for qui in (monde.passerelles.activite, monde.conseiller):
        avant = requetes(client, qui, adresse(monde.er))
        for n in range(12):
            Lieu.objects.create(equipement=monde.er, nom=f"Lieu {qui.pk} {n}", ouvert_le=DEBUT)
        assert requetes(client, qui, adresse(monde.er)) == avant
        assert avant < 35
