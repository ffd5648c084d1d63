"""What nobody would type, under the names that these pages read: no 500, no broken draft."""

import pytest

from bilans.definitions import ecrire, lire_brouillon
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.views.pages import adresse, lue, page
from tests.monde import Monde

pytestmark = pytest.mark.django_db

ETRANGES = ["", "\x00", "²", "٣", "9" * 400, "-1", "{{ 7*7 }}", "‮", "x" * 6000, "a.b", "non_egal"]
PAGES = {
    ("element", "actions"): {
        "libelle": "A",
        "type": "choix_multiples",
        "origine": "saisie",
        "choix-nombre": "2",
        "choix-0-code": "cafe",
        "choix-0-libelle": "Café",
        "choix-1-libelle": "Autre",
        "moins": "1",
        "action": "choix:monter:1",
    },
    ("element", "groupes"): {
        "titre": "G",
        "origine": "nombre",
        "combien": "2",
        "lignes-nombre": "1",
        "lignes-0-libelle": "L",
    },
    ("condition_element", "combien", "condition"): {
        "nombre": "1",
        "r0-bloc": "0",
        "r0-source": "question:bonus",
        "r0-verbe": "egal",
        "r0-texte": "oui",
        "r0-autre": "question:combien",
        "avec": "0",
        "nouvelle": "fait:themes",
        "action": "retirer:0",
    },
    ("operations_version",): {"operation": "monter:nom", "choisis": "nom", "section": "structure"},
    ("place_element", "nom"): {"groupe": "bloc", "apres": "actions"},
    ("code_element", "nom"): {"code": "autre"},
    ("ajout_element",): {"libelle": "X", "type": "texte", "code": "x"},
    ("apercu_version",): {
        "bonus": "oui",
        "combien": "2",
        "groupes.1.enfants": "3",
        "fait-themes": "handicap",
        "lignes-postes": "2",
        "-section": "structure",
    },
    ("publication_version",): {"vaut_le": "2026-01-01", "vus": "on"},
    ("cadre_version",): {"sujet": "clas", "debut": "2025", "ouverture_jour": "31"},
}


@pytest.mark.parametrize("ou", PAGES, ids=lambda ou: ou[0])
def test_jamais_d_erreur_interne(monde: Monde, ou: tuple[str, ...]) -> None:
    version, client = brouillon(monde), page(monde.national)
    nom, *arguments = ou
    url = adresse(nom, version.pk, *arguments)
    for champ in (*PAGES[ou], "revision"):
        for valeur in ETRANGES:
            donnees = {"revision": "0"} | PAGES[ou] | {champ: valeur}
            assert client.post(url, donnees).status_code in (200, 302, 404, 422), (champ, valeur)
    assert lire_brouillon(ecrire(lue(version))) == lue(version)
