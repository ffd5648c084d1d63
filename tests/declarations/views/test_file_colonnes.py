"""The adviser's queue: the columns that each one chooses."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from declarations.table_file import TableauFile
from tests.declarations.listes import declarer, page, requetes
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.file import FILE, file, tableau
from tests.monde import Monde

__all__ = ["file"]
pytestmark = pytest.mark.usefixtures("fige")
CHIFFREES = ["partenaire", "activite", "charges", "version", "transmise", "reference"]


def entetes(contenu: str) -> list[str]:
    tete = contenu.split("<thead>")[1].split("</thead>")[0]
    return [
        re.sub(r"<[^>]*>| \(trier\)", "", th).strip() for th in re.findall(r"<th.*?</th>", tete)
    ]


class TestColonnes:
    COLONNES = reverse("declarations:colonnes")

    def test_chacun_choisit_les_siennes_et_les_retrouve(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        envoi = {"choisir": "1", "colonnes": [*CHIFFREES, "inventee"], "question": "etat=transmise"}
        assert client.post(self.COLONNES, envoi)["Location"] == f"{FILE}?etat=transmise"
        contenu = page(client, monde.conseiller, FILE)
        assert entetes(contenu) == [
            *("Choisir", "Équipement", "Partenaire", "Référence", "État"),
            *("Transmise le", "Version", "Activité", "Charges"),
        ]
        assert "1 562,25 h" in tableau(contenu)
        assert file.transmise.reference in tableau(contenu)
        assert "Qui agit" in entetes(page(client, monde.remplacant, FILE))

    def test_les_habituelles_reviennent(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        habituelles = entetes(page(client, monde.conseiller, FILE))
        client.post(self.COLONNES, {"choisir": "1"})
        assert entetes(page(client, monde.conseiller, FILE)) == ["Choisir", "Équipement", "État"]
        client.post(self.COLONNES, {"defaut": "1"})
        assert entetes(page(client, monde.conseiller, FILE)) == habituelles

    def test_les_chiffres_ne_coutent_pas_une_requete_par_ligne(
        self, monde: Monde, client: Client
    ) -> None:
        c = jusqu_a(monde.declaration(), monde, "transmise").campagne
        client.force_login(monde.conseiller)
        client.post(self.COLONNES, {"choisir": "1", "colonnes": list(TableauFile.au_choix)})
        jusqu_a(declarer(c, monde, ["Une"])[0], monde, "transmise")
        peu = requetes(client, monde.conseiller, FILE)
        for declaration in declarer(c, monde, ["Deux", "Trois", "Quatre"]):
            jusqu_a(declaration, monde, "transmise")
        assert requetes(client, monde.conseiller, FILE) == peu

    def test_un_retour_ne_mene_jamais_ailleurs(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.conseiller)
        envoi = {"choisir": "1", "question": "//ailleurs.test/?a=1\nSet-Cookie: x"}
        assert client.post(self.COLONNES, envoi)["Location"].startswith(f"{FILE}?")
