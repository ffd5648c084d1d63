"""The history of an answer: what was typed, given up, sent, edited; what each side reads of it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.modifications import modifier
from bilans.services.saisie import enregistrer
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le nom de la structure est celui de ses statuts."
LE = "3 février 2026 à 10 h 00"


def lire(client: Client, qui: object, bilan: Bilan, *chemin: str, **filtres: str) -> str:
    client.force_login(qui)
    nom = "historique_reponse" if chemin else "historique"
    reponse = client.get(reverse(f"bilans:{nom}", args=[bilan.pk, *chemin]), filtres)
    assert reponse.status_code == 200
    principal = reponse.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", principal)))


def repondre(monde: Monde, bilan: Bilan, revision: int, valeur: str, **options: object) -> None:
    envoi = Envoi(revision, {"structure_nom": valeur}, **options)
    enregistrer(bilan.pk, acteur=acteur(monde.passerelles.activite), envoi=envoi)


def test_ce_qui_fut_tape_retenu_ou_non(monde: Monde, client: Client) -> None:
    bilan, gens = bilan_clas(monde), monde.passerelles
    assert "Rien n’a encore été saisi" in lire(client, gens.activite, bilan)
    for revision, valeur in enumerate(("Alizés", "Les Alizés")):
        repondre(monde, bilan, revision, valeur)
    enregistrer(
        bilan.pk, acteur=acteur(gens.activite), envoi=Envoi(2, {}, {"structure_nom": "Clas"})
    )

    texte = lire(client, gens.approbateur, bilan, "structure_nom")

    assert f"Les Alizés Alizés Alice Activité {LE} Enregistrée" in texte
    assert f"Alizés rien Alice Activité {LE} Enregistrée" in texte
    assert f"Clas – Alice Activité {LE} Non retenue" in texte
    liste = lire(client, gens.finances, bilan, section="structure")
    assert f"Nom de la structure qui porte le projet Les Alizés Alice Activité {LE}" in liste
    assert "Rien n’a encore été saisi" in lire(client, gens.finances, bilan, section="ages")


def test_chaque_cote_lit_la_modification_et_la_caf_rien_de_la_saisie(
    monde: Monde, client: Client
) -> None:
    bilan = bilan_clas(monde)
    repondre(monde, bilan, 0, "Brouillon")
    jusqu_a(bilan, monde, "transmis", {"structure_nom": "Les Alizés"})
    revision = bilan.feuille.revision
    modifier(
        bilan.pk,
        acteur=acteur(monde.conseiller),
        envoi=Envoi(revision, {"structure_nom": "Les Petits Pas"}),
        motif=MOTIF,
    )

    edit = f"Les Petits Pas Les Alizés {monde.conseiller} {LE} Modifiée par la Caf motif"
    partenaire = lire(client, monde.passerelles.activite, bilan, "structure_nom")
    assert edit in partenaire
    assert MOTIF in partenaire
    assert "Brouillon" in partenaire
    caf = lire(client, monde.ccd, bilan, "structure_nom")
    assert edit in caf
    assert f"Les Alizés rien {monde.passerelles.approbateur} {LE} Transmise à la Caf" in caf
    assert "Brouillon" not in caf
    lue = client.get(reverse("bilans:lecture", args=[bilan.pk])).content.decode()
    assert reverse("bilans:historique_reponse", args=[bilan.pk, "structure_nom"]) in lue


def test_une_question_a_cases_dit_l_histoire_de_chacune(monde: Monde, client: Client) -> None:
    bilan = bilan_cct(monde, "autoevaluation_cct")
    envoi = Envoi(0, {"m1_objectifs_politiques.famille": "2"})
    enregistrer(bilan.pk, acteur=acteur(monde.passerelles.activite), envoi=envoi)

    # The adviser fills it with the partner, and so reads what is typed.
    texte = lire(client, monde.conseiller, bilan, "m1_objectifs_politiques.famille")

    assert f"2 rien Alice Activité {LE} Enregistrée" in texte
    assert texte.count("rien n’a encore été répondu") == 2
