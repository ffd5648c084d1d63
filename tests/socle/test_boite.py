"""The mailbox of the demonstration: everything to read there, nothing anywhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.socle import courriels

pytestmark = pytest.mark.django_db


@pytest.fixture
def identifiant() -> int:
    return courriels.deposer(
        "ines@exemple.test",
        "Objet <b>gras</b>",
        "Bonjour, voyez https://portail.test/ici",
        html="<h1>Bonjour</h1><script>alert(1)</script>",
    ).pk


def adresses(pk: int) -> list[str]:
    return [reverse("courriels:boite")] + [
        reverse(f"courriels:{nom}", args=[pk]) for nom in ("courriel", "html")
    ]


def test_tout_s_y_lit_sans_connexion(client: Client, identifiant: int) -> None:
    boite, courriel, html = (client.get(a) for a in adresses(identifiant))
    assert "Objet &lt;b&gt;gras&lt;/b&gt;" in boite.content.decode()
    assert "ines@exemple.test" in boite.content.decode()
    page = courriel.content.decode()
    assert 'href="https://portail.test/ici"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>alert" not in page
    assert html.content.decode().startswith("<h1>")


def test_le_html_d_un_courriel_n_execute_et_ne_va_chercher_rien(
    client: Client, identifiant: int
) -> None:
    reponse = client.get(reverse("courriels:html", args=[identifiant]))
    politique = reponse.headers["Content-Security-Policy"]
    assert "default-src 'none'" in politique
    assert "sandbox allow-popups" in politique
    assert "allow-scripts" not in politique
    assert "script-src" not in politique
    assert reponse.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_hors_demonstration_elle_n_existe_pas(
    client: Client, identifiant: int, settings: object
) -> None:
    settings.DEMO = False
    assert {client.get(a).status_code for a in adresses(identifiant)} == {404}


def test_un_courriel_sans_html(client: Client) -> None:
    pk = courriels.deposer("a@exemple.test", "Objet", "Texte").pk
    assert client.get(reverse("courriels:html", args=[pk])).status_code == 404
    assert "<iframe" not in client.get(reverse("courriels:courriel", args=[pk])).content.decode()
