"""Traps that a page may spring: loading it writes nothing, a new version changes nothing of it."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, FeuilleBilan, VersionQuestionnaire
from tests.bilans.pieges import DEFINITION
from tests.bilans.services.test_envoi import piege_rempli
from tests.bilans.views.test_section import poses
from tests.monde import JOUR, MAINTENANT, Monde

RACINE = Path(__file__).resolve().parents[2]
SECTIONS = ("projet", "groupes", "lieux")


def questions(client: Client, bilan: Bilan) -> list[set[str]]:
    pages = (client.get(reverse("bilans:section", args=[bilan.pk, code])) for code in SECTIONS)
    return [poses(page.content.decode()) for page in pages]


@pytest.mark.usefixtures("fige")
def test_charger_n_efface_rien_et_une_nouvelle_version_ne_change_rien(
    client: Client, monde: Monde
) -> None:
    """Answers hidden, rows withdrawn, rows nested: all there whatever is read, whatever is new."""
    bilan = piege_rempli(monde)
    client.force_login(monde.passerelles.activite)
    avant = FeuilleBilan.objects.values().get(bilan=bilan)
    posees = questions(client, bilan)
    assert posees[1] == {
        *(f"groupes.{rang}.{code}" for rang in (1, 2) for code in ("niveau", "m")),
        "groupes.2.filiere",
    }
    assert client.get(reverse("bilans:bilan", args=[bilan.pk])).status_code == 200
    assert FeuilleBilan.objects.values().get(bilan=bilan) == avant

    # What a collège answered « lycée » for, and the contrary: it holds for those it is asked of.
    VersionQuestionnaire.objects.create(
        questionnaire=bilan.version.questionnaire,
        version="3",
        definition=DEFINITION.replace('version = "2"', 'version = "3"').replace(
            'egal = "lycee"', 'egal = "college"'
        ),
        etat="publiee",
        cree_le=MAINTENANT,
        publiee_le=MAINTENANT,
        vaut_le=JOUR,
    )
    assert questions(client, bilan) == posees
    assert FeuilleBilan.objects.values().get(bilan=bilan) == avant


def test_chaque_piege_de_la_documentation_a_ses_tests() -> None:
    """The table of docs/tests.md names tests that are there."""
    texte = (RACINE / "docs/tests.md").read_text(encoding="utf-8")
    table = texte.partition("## The traps of questionnaires")[2].partition("\n## ")[0]
    lignes = [ligne for ligne in table.splitlines() if ligne.startswith("| ") and ".py" in ligne]
    assert len(lignes) == 16
    for ligne in lignes:
        for chemin, nom in re.findall(r"`([\w/]+\.py)::(\w+)`", ligne):
            assert f"def {nom}(" in (RACINE / "tests" / chemin).read_text(encoding="utf-8"), ligne
