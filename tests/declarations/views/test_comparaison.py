"""Two versions side by side: only what changed, and only what one may read."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.pdf import compact
from tests.declarations.remplir import demander_correction, jusqu_a, remplir, signer, transmettre
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def corriger(declaration: Declaration, monde: Monde, changements: dict[str, str]) -> Declaration:
    """A correction of the finances typed, signed and sent: version 2."""
    demander_correction(declaration, monde)
    remplir(declaration, monde, changements)
    signer(declaration, monde)
    transmettre(declaration, monde)
    declaration.refresh_from_db()
    return declaration


def page(client: Client, qui: object, declaration: Declaration, avant: int = 1) -> str:
    client.force_login(qui)  # type: ignore[arg-type]
    adresse = reverse("declarations:comparaison", args=[declaration.pk, avant, 2])
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


def test_seul_ce_qui_a_change_est_montre(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
    corriger(declaration, monde, {"comptes.60": "8 500", "comptes.741": "20 100"})

    lue = page(client, monde.passerelles.activite, declaration)

    assert compact("8 400,00") in compact(lue)
    assert compact("8 500,00") in compact(lue)
    assert compact("12 600,50") not in compact(lue)
    assert compact(lue).count("Version2") > 0
    assert "Le compte 64 ne correspond pas" in lue


def test_rien_de_change_le_dit(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
    corriger(declaration, monde, {})

    assert "Aucune donnée n’a changé" in page(client, monde.conseiller, declaration)


def test_un_salaire_change_ne_se_lit_pas_la_non_plus(monde: Monde, client: Client) -> None:
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION, changements=saisies)
    chemin = next(c for c in saisies if c.endswith("salaire_charge"))
    corriger(declaration, monde, saisies | {chemin: "41 999,77"})

    assert compact("41 999,77") in compact(page(client, monde.passerelles.finances, declaration))
    lue = page(client, monde.passerelles.activite, declaration)
    assert compact("41 999,77") not in compact(lue)
    assert compact("41 327,19") not in compact(lue)


def test_la_caf_ne_compare_pas_un_brouillon(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)
    client.force_login(monde.conseiller)

    adresse = reverse("declarations:comparaison", args=[declaration.pk, 1, 2])

    assert client.get(adresse).status_code == 404


def test_le_partenaire_compare_ce_qu_il_corrige(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)

    assert "Version 2" in page(client, monde.passerelles.finances, declaration)


def test_une_correction_en_cours_se_compare_avec_ce_que_la_caf_a_inscrit_depuis(
    monde: Monde, client: Client
) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=37), monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde)
    declaration.equipement.notifications.update(collectifs=41)

    lue = page(client, monde.passerelles.activite, declaration)

    assert "Collectifs notifiés par la Caf" in lue
    assert "41" in lue
