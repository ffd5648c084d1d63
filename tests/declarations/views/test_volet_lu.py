"""The page of a volet that one reads without typing: it says why, and what may be done."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services.instruction import declarer_sans_objet
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
RETRAIT = "declarations:retirer_signature"


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def page(client: Client, declaration: Declaration, nature: str = "activite") -> str:
    lue = client.get(reverse("declarations:volet", args=[declaration.pk, nature]))
    return re.sub(r"\s+", " ", unescape(lue.content.decode()))


def test_pas_encore_ouvert_n_est_pas_clos(
    alice: Client, declaration: Declaration, fige: object
) -> None:
    """Nothing was missed, and no dérogation is to be asked for: one waits."""
    fige.move_to("2025-12-10T12:00:00+01:00")
    alice.force_login(
        declaration.gestionnaire.habilitations.get(role="fournisseur_activite").utilisateur
    )
    lue = page(alice, declaration)
    assert "La saisie n’est pas encore ouverte" in lue
    assert "Elle l’est à partir du 15 décembre 2025." in lue
    assert "est close" not in lue


def test_sans_objet_n_attend_personne(
    alice: Client, declaration: Declaration, monde: Monde, fige: object
) -> None:
    declarer_sans_objet(
        declaration.pk, acteur=acteur(monde.conseiller), motif="Équipement fermé en janvier."
    )
    for jour in ("2026-02-03", "2026-09-01"):
        fige.move_to(f"{jour}T12:00:00+01:00")
        alice.force_login(monde.passerelles.activite)
        lue = page(alice, declaration)
        assert "sans objet" in lue
        assert "revient à une autre personne" not in lue
        assert "dérogation" not in lue


def test_qui_a_signe_apprend_qu_il_peut_reprendre(
    alice: Client, declaration: Declaration, monde: Monde
) -> None:
    """« Il ne se modifie plus » was said to who may open it again with one button."""
    jusqu_a(declaration, monde, Etat.A_APPROUVER)
    lue = page(alice, declaration)
    assert "Signé par Alice Activité" in lue
    assert "il ne se modifie plus" not in lue
    assert reverse(RETRAIT, args=[declaration.pk, "activite"]) in lue

    alice.force_login(monde.passerelles.approbateur)
    lue = page(alice, declaration)
    assert "il ne se modifie plus" in lue
    assert reverse(RETRAIT, args=[declaration.pk, "activite"]) not in lue


def test_rien_n_est_a_corriger_d_une_declaration_sans_objet(
    alice: Client, declaration: Declaration, monde: Monde
) -> None:
    """Nothing is to be sent any more: neither checks to satisfy nor an amount that may change."""
    adresses = [
        reverse(f"declarations:{vue}", args=[declaration.pk]) for vue in ("dossier", "controles")
    ]
    assert "Contrôles de cohérence" in alice.get(adresses[0]).content.decode()
    declarer_sans_objet(
        declaration.pk, acteur=acteur(monde.conseiller), motif="Équipement fermé en janvier."
    )
    for adresse in adresses:
        lue = unescape(alice.get(adresse, follow=True).content.decode())
        assert "Équipement fermé en janvier." in lue
        assert "Contrôles de cohérence" not in lue
        assert "avant la transmission" not in lue
        assert "Subvention estimée" not in lue


def test_saisir_trop_tot_dit_quand_et_non_que_c_est_fini(
    alice: Client, declaration: Declaration, monde: Monde, fige: object
) -> None:
    fige.move_to("2025-12-10T12:00:00+01:00")
    alice.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:volet", args=[declaration.pk, "activite"])

    envoyee = unescape(alice.post(adresse, {"revision": "0"}).content.decode())

    assert "elle l’est à partir du 15 décembre 2025." in envoyee
    assert "est close" not in envoyee
