"""The page of a file: what it costs to open one."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services.saisie import enregistrer
from declarations.services.volets import renvoyer_volet
from habilitations.models import Utilisateur
from tests.declarations.cct import declaration_cct
from tests.declarations.recepisses import transmise
from tests.declarations.remplir import jusqu_a, remplir, transmettre, valeurs_completes
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")

EXECUTER = "declarations.services.contenu.evaluation.executer"


def lire(client: Client, qui: Utilisateur, pk: int) -> str:
    client.force_login(qui)
    return client.get(reverse("declarations:dossier", args=[pk])).content.decode()


def test_un_dossier_transmis_ne_relance_aucun_controle(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent is read as it was frozen: progress, checks and amount."""
    declaration = transmise(monde)
    monkeypatch.setattr(EXECUTER, lambda *_: pytest.fail("évalué"))

    for qui in (monde.conseiller, monde.passerelles.activite):
        contenu = lire(client, qui, declaration.pk)
        assert "2 justifié" in contenu
        assert "83\u202f400,30" in contenu


def test_les_reponses_attendues_restent_comptees_une_fois_transmises(
    monde: Monde, client: Client
) -> None:
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, Etat.A_APPROUVER, changements=saisies)
    avant = progressions(client, monde, declaration.pk)
    transmettre(declaration, monde)

    assert progressions(client, monde, declaration.pk) == avant
    assert all(p.faits == p.total for p in avant)


def progressions(client: Client, monde: Monde, pk: int) -> list[object]:
    client.force_login(monde.passerelles.approbateur)
    reponse = client.get(reverse("declarations:dossier", args=[pk]))
    return [carte["progression"] for carte in reponse.context["volets"]]


def test_le_bandeau_dit_ce_qui_reste_du_volet(monde: Monde, client: Client) -> None:
    """A volet that lacks nothing but its signature is not « à compléter », nor is an empty one."""
    declaration, qui = monde.declaration(), monde.passerelles.finances
    client.force_login(qui)

    def bandeau() -> str:
        reponse = client.get(reverse("declarations:dossier", args=[declaration.pk]))
        return reponse.context["action"]["titre"]

    assert bandeau() == "Saisir les données financières"
    saisir_un_champ(declaration, "activite", monde.passerelles.activite)
    assert bandeau() == "Saisir les données financières"
    saisir_un_champ(declaration, "finances", qui)
    assert bandeau() == "Compléter les données financières"
    remplir(declaration, monde)
    assert bandeau() == "Vérifier et signer les données financières"
    jusqu_a(declaration, monde, Etat.A_APPROUVER)
    renvoyer_volet(
        declaration.pk,
        "finances",
        acteur=acteur(monde.passerelles.approbateur),
        motif="Le compte 64 est celui de l’an dernier.",
    )
    assert bandeau() == "Revoir les données financières"


def saisir_un_champ(declaration: Declaration, nature: str, qui: Utilisateur) -> None:
    chemin, valeur = next(iter(valeurs_completes(declaration)[nature].items()))
    enregistrer(declaration.pk, nature, acteur=acteur(qui), revision=0, brut={chemin: valeur})
