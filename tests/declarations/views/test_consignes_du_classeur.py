"""What the page of a workbook, and the workbook, say of it: true of this volet, that day."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from declarations.models import Declaration
from declarations.regles.etats import Etat
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import demander_correction, jusqu_a, referentiels
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def dits(client: Client, declaration: Declaration, nature: str = "activite") -> tuple[str, str]:
    """The page, then the sheet « À lire » of the workbook that it gives, as texts."""
    lieu = [declaration.pk, nature]
    page = client.get(reverse("declarations:deposer_classeur", args=lieu)).content.decode()
    octets = client.get(reverse("declarations:classeur", args=lieu)).content
    lignes = load_workbook(BytesIO(octets))["À lire"].iter_rows(values_only=True)
    return " ".join(page.split()), " | ".join(" ".join(map(str, ligne)) for ligne in lignes)


@pytest.fixture(autouse=True)
def en_place(client: Client, monde: Monde, fige: object) -> None:
    referentiels(monde.caf)
    client.force_login(monde.passerelles.activite)


def test_des_collectifs_que_l_on_ajoute(client: Client, monde: Monde) -> None:
    page, a_lire = dits(client, declaration_clas(monde, collectifs=1))
    assert "une colonne par collectif, et ce qui est déjà saisi" in page
    assert "Un collectif de plus Ajoutez-le d’abord sur le portail" in a_lire
    assert "correction" not in f"{page.partition('<main')[2]}{a_lire}".lower()


def test_des_lieux_que_tient_la_caf(client: Client, monde: Monde) -> None:
    page, a_lire = dits(client, monde.declaration())
    assert "une colonne par lieu, et ce qui est déjà saisi" in page
    assert "Ajoutez" not in a_lire
    assert "Une colonne ajoutée ici n’est pas reconnue." in a_lire


def test_un_volet_qui_ne_demande_rien_par_lieu(client: Client, monde: Monde) -> None:
    declaration = monde.declaration()
    client.force_login(monde.passerelles.finances)
    page, a_lire = dits(client, declaration, "finances")
    assert "une colonne" not in page
    assert "olonne" not in a_lire


def test_une_correction_de_quelques_donnees(client: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=3)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde, volets=(), champs=("collectifs.c1.enfants",))
    page, a_lire = dits(client, declaration)
    assert "Seules les données que la Caf demande de corriger peuvent changer." in page
    assert "Seules les données que la Caf demande de corriger peuvent changer ;" in a_lire
    assert "Ajoutez" not in a_lire


def test_sans_declaration_precedente_rien_n_est_a_cote(client: Client, monde: Monde) -> None:
    page, _ = dits(client, monde.declaration())
    assert "déclaration précédente" not in page


def test_le_chemin_pour_rendre_le_classeur_est_celui_des_pages(
    client: Client, monde: Monde
) -> None:
    declaration = monde.declaration()
    page, a_lire = dits(client, declaration)
    assert "« Remplir dans un tableur », puis « Déposer le classeur rempli »" in a_lire
    volet = client.get(reverse("declarations:volet", args=[declaration.pk, "activite"]))
    assert "Remplir dans un tableur</a>" in volet.content.decode()
    assert "Déposer le classeur rempli</h2>" in page
