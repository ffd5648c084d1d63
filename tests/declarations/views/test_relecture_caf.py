"""The Caf decides of the version that its page showed: not of one sent while it was open."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services import instruction
from tests.declarations.remplir import (
    DATE_CORRECTION,
    demander_correction,
    jusqu_a,
    referentiels,
    signer,
    transmettre,
)
from tests.declarations.views.test_relecture import CHANGE, changer, montre
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
MOTIF = "Les heures des rencontres sont à reprendre."


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)


def corrigee_et_reprise(declaration: Declaration, monde: Monde) -> None:
    """The substitute has it corrected, the partner sends it again, it is taken in charge."""
    demander_correction(declaration, monde, volets=("activite",))
    changer(declaration, monde)
    signer(declaration, monde)
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller))


@pytest.mark.parametrize(
    ("vue", "arrivee", "donnees"),
    [
        ("validation", Etat.VALIDEE, {}),
        (
            "correction",
            Etat.A_CORRIGER,
            {"motif": MOTIF, "volets": ["activite"], "pour_le": DATE_CORRECTION.isoformat()},
        ),
        ("sans_objet", Etat.SANS_OBJET, {"motif": MOTIF}),
    ],
)
def test_la_caf_ne_decide_que_de_la_version_lue(
    client: Client,
    declaration: Declaration,
    monde: Monde,
    vue: str,
    arrivee: str,
    donnees: dict[str, Any],
) -> None:
    client.force_login(monde.conseiller)
    adresse = reverse(f"declarations:{vue}", args=[declaration.pk])
    lu = montre(client, adresse)
    corrigee_et_reprise(declaration, monde)

    page = client.post(adresse, donnees | lu, follow=True).content.decode()

    assert CHANGE in page
    assert MOTIF in page or not donnees
    assert lu["vu"] not in page
    declaration.refresh_from_db()
    assert declaration.etat == Etat.EN_INSTRUCTION

    client.post(adresse, donnees | montre(client, adresse))
    declaration.refresh_from_db()
    assert declaration.etat == arrivee


def test_une_declaration_transmise_entre_temps_n_est_pas_sans_objet(
    client: Client, monde: Monde
) -> None:
    referentiels(monde.caf)
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    client.force_login(monde.conseiller)
    adresse = reverse("declarations:sans_objet", args=[declaration.pk])
    lu = montre(client, adresse)
    transmettre(declaration, monde)

    assert CHANGE in client.post(adresse, lu | {"motif": MOTIF}, follow=True).content.decode()

    declaration.refresh_from_db()
    assert declaration.etat == Etat.TRANSMISE


def test_un_second_clic_lit_que_c_est_fait(
    client: Client, declaration: Declaration, monde: Monde
) -> None:
    client.force_login(monde.conseiller)
    adresse = reverse("declarations:validation", args=[declaration.pk])
    lu = montre(client, adresse)

    client.post(adresse, lu)

    assert "C’est déjà fait" in client.post(adresse, lu, follow=True).content.decode()


def test_un_formulaire_refuse_garde_ce_qui_etait_lu(
    client: Client, declaration: Declaration, monde: Monde
) -> None:
    """Shown again for its reason, the page stands for what it showed first."""
    client.force_login(monde.conseiller)
    adresse = reverse("declarations:sans_objet", args=[declaration.pk])
    lu = montre(client, adresse)
    corrigee_et_reprise(declaration, monde)

    reponse = client.post(adresse, lu | {"motif": "ok"})

    assert reponse.status_code == 422
    assert f'value="{lu["vu"]}"' in reponse.content.decode()
