"""What one signs or sends is what the page showed: what a colleague changed since is seen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services.saisie import enregistrer
from declarations.services.volets import retirer_signature
from tests.declarations.remplir import jusqu_a, referentiels, remplir, signer
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
CHANGE = "Ces données ont changé depuis que vous avez ouvert la page"


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def montre(client: Client, adresse: str) -> dict[str, str]:
    """What the form of a page sends back."""
    trouve = re.search(r'name="vu" value="([0-9a-f]+)"', client.get(adresse).content.decode())
    assert trouve
    return {"vu": trouve[1]}


def changer(declaration: Declaration, monde: Monde) -> None:
    """A colleague types another figure."""
    volet = declaration.version_courante.volets.get(nature="activite")
    chemin = next(c for c in volet.donnees if c.endswith("heures_rencontres"))
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=volet.revision,
        brut={chemin: "123"},
    )


def test_on_ne_transmet_pas_ce_que_l_on_n_a_pas_lu(
    client: Client, declaration: Declaration, monde: Monde
) -> None:
    """Taken up, changed and signed again while the approbateur reads."""
    jusqu_a(declaration, monde, Etat.A_APPROUVER)
    client.force_login(monde.passerelles.approbateur)
    adresse = reverse("declarations:approbation", args=[declaration.pk])
    lu = montre(client, adresse)
    retirer_signature(declaration.pk, "activite", acteur=acteur(monde.passerelles.activite))
    changer(declaration, monde)
    signer(declaration, monde)

    reponse = client.post(adresse, lu, follow=True)

    assert CHANGE in reponse.content.decode()
    declaration.refresh_from_db()
    assert declaration.etat == Etat.A_APPROUVER
    client.post(adresse, montre(client, adresse))
    declaration.refresh_from_db()
    assert declaration.etat == Etat.TRANSMISE


def test_on_ne_signe_pas_ce_que_l_on_n_a_pas_lu(
    alice: Client, declaration: Declaration, monde: Monde
) -> None:
    remplir(declaration, monde)
    adresse = reverse("declarations:signer", args=[declaration.pk, "activite"])
    lu = montre(alice, adresse)
    changer(declaration, monde)

    assert CHANGE in alice.post(adresse, lu, follow=True).content.decode()

    volet = declaration.version_courante.volets.get(nature="activite")
    assert volet.signe_le is None
