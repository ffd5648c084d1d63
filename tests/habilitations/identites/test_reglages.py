"""What the environment must say of a directory."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import identites

COMPLET = {"EMETTEUR": "https://sso.example/realms/caf", "CLIENT": "portail", "SECRET": "s"}


def dire(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for nom, valeur in variables.items():
        monkeypatch.setenv(f"ANNUAIRE_73_{nom}", valeur)


def test_rien_n_est_charge_sans_annuaire() -> None:
    assert settings.SOCIALACCOUNT_PROVIDERS == {}
    assert not any("openid_connect" in application for application in settings.INSTALLED_APPS)
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]


def test_un_annuaire_se_lit(monkeypatch: pytest.MonkeyPatch) -> None:
    dire(monkeypatch, **COMPLET, REVENDICATION="organisme", VALEUR="caf073")
    lu = identites.lire("73")
    assert (lu["provider_id"], lu["client_id"], lu["secret"]) == ("caf-73", "portail", "s")
    assert lu["settings"] == {
        "server_url": COMPLET["EMETTEUR"],
        "caf": "73",
        "valeur": "caf073",
        "revendication": "organisme",
        "scope": ["openid"],
        "fetch_userinfo": False,
        "oauth_pkce_enabled": True,
    }


@pytest.mark.parametrize("manque", ["EMETTEUR", "CLIENT"])
def test_ce_qui_manque_est_nomme(monkeypatch: pytest.MonkeyPatch, manque: str) -> None:
    dire(monkeypatch, **{nom: v for nom, v in COMPLET.items() if nom != manque})
    with pytest.raises(ImproperlyConfigured, match=f"ANNUAIRE_73_{manque}"):
        identites.lire("73")


def test_hors_demonstration_un_annuaire_parle_en_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identites, "DEMO", False)
    dire(monkeypatch, **{**COMPLET, "EMETTEUR": "http://sso.example"})
    with pytest.raises(ImproperlyConfigured, match="https://"):
        identites.lire("73")
