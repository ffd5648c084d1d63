"""Who typed what: the last values of a volet, and all those of one field."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.services.saisie import enregistrer
from tests.declarations.remplir import demander_correction, jusqu_a
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    return monde.declaration()


def lire(qui: object, declaration: Declaration, *chemin: str, nature: str = "activite") -> str:
    client = Client()
    client.force_login(qui)
    nom = "historique_champ" if chemin else "historique"
    reponse = client.get(reverse(f"declarations:{nom}", args=[declaration.pk, nature, *chemin]))
    assert reponse.status_code == 200
    principal = reponse.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", principal)))


def champ(declaration: Declaration) -> str:
    return f"lieux.l{declaration.equipement.lieux.order_by('nom')[0].pk}.heures_entretiens"


def test_chaque_valeur_d_un_champ_avec_qui_et_quand(monde: Monde, declaration: Declaration) -> None:
    chemin, alice = champ(declaration), acteur(monde.passerelles.activite)
    for revision, valeur in enumerate(("10", "12", "")):
        enregistrer(
            declaration.pk, "activite", acteur=alice, revision=revision, brut={chemin: valeur}
        )
    enregistrer(
        declaration.pk, "activite", acteur=alice, revision=3, brut={}, ecartees={chemin: "99"}
    )

    texte = lire(monde.passerelles.finances, declaration, chemin)

    assert texte.count("Alice Activité 3 février 2026 à 10 h 00") == 4
    assert "99 h Alice Activité 3 février 2026 à 10 h 00 Non retenue" in texte
    assert texte.index("rien Alice") < texte.index("12 h Alice") < texte.index("10 h Alice")


def test_une_valeur_recopiee_d_une_version_a_l_autre_est_dite_une_fois(
    monde: Monde, declaration: Declaration
) -> None:
    jusqu_a(declaration, monde, "en_instruction")
    demander_correction(declaration, monde, volets=("activite",))
    chemin = champ(declaration)
    volet = declaration.version_courante.volets.get(nature="activite")
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=volet.revision,
        brut={chemin: "7"},
    )

    texte = lire(monde.passerelles.activite, declaration, chemin)

    assert texte.count("Enregistrée") == 2
    assert "7 h Alice Activité 3 février 2026 à 10 h 00 2 Enregistrée" in texte


def test_le_volet_liste_ce_qui_a_ete_ecrit(monde: Monde, declaration: Declaration) -> None:
    assert "Rien n’a encore été saisi" in lire(monde.passerelles.activite, declaration)
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={champ(declaration): "12,5"},
    )

    texte = lire(monde.passerelles.approbateur, declaration)

    assert "Albertville 12,5 h Alice Activité 3 février 2026 à 10 h 00" in texte
