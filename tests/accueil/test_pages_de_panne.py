"""The pages of last resort: drawn whatever is broken, style sheets not gathered included."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.staticfiles import finders
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.test import RequestFactory

from portal.accueil.views import erreurs

PAGES: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    500: erreurs.erreur_interne,
    503: erreurs.indisponible,
    400: erreurs.requete_invalide,
    413: lambda requete: erreurs.requete_invalide(requete, RequestDataTooBig()),
    403: lambda requete: erreurs.requete_invalide(requete, SessionInterrupted()),
}


@pytest.fixture
def rien_de_rassemble(settings: LazySettings, tmp_path: Path) -> None:
    """The storage of production, and no manifest: ``collectstatic`` was not run."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.socle.statiques.StockageStatique"},
    }
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        static("portail.css")


@pytest.mark.usefixtures("rien_de_rassemble")
@pytest.mark.parametrize("statut", PAGES)
def test_une_page_de_panne_se_dessine_sans_fichiers_rassembles(statut: int) -> None:
    page = PAGES[statut](RequestFactory().post("/"))
    assert page.status_code == statut
    assert "Portail partenaires" in page.content.decode()


@pytest.mark.parametrize("statut", PAGES)
def test_ce_qu_elle_nomme_existe(statut: int) -> None:
    """Names without their hash: nothing else would tell that one of them is no file any more."""
    page = PAGES[statut](RequestFactory().post("/")).content.decode()
    noms = re.findall(r'href="/static/([^"]+)"', page)
    assert "portail.css" in noms
    assert [nom for nom in noms if finders.find(nom) is None] == []
