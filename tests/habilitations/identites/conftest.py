"""The directory of one Caf, and no count of tries left from another test."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from allauth.socialaccount.providers import registry

from tests.habilitations.identites.fournisseur import CLIENT, SECRET, Annuaire
from tests.habilitations.identites.navigateur import CLE
from tests.limites import oublier_les_essais
from tests.monde import Monde


@pytest.fixture
def essais_oublies() -> Iterator[None]:
    """One machine logs in and confirms who it is more often than people do."""
    oublier_les_essais()
    yield
    oublier_les_essais()


@pytest.fixture
def annuaire(settings: SimpleNamespace, monde: Monde) -> Iterator[Annuaire]:
    """The directory of the Caf of Savoie, configured as ``ANNUAIRES=73`` does."""
    from habilitations.identites.protocole import FournisseurAnnuaire

    lui = Annuaire(dits={"sub": "s-1", "caf": "73"}).ouvrir()
    settings.ADRESSE_PUBLIQUE = "http://portail.example"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": CLE,
                    "name": "l’annuaire de la Caf de Savoie",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {
                        "server_url": lui.emetteur,
                        "caf": monde.caf.code,
                        "valeur": "73",
                        "revendication": "caf",
                        "scope": ["openid"],
                        "fetch_userinfo": False,
                        "oauth_pkce_enabled": True,
                    },
                }
            ]
        }
    }
    registry.register(FournisseurAnnuaire)
    yield lui
    registry.provider_map.pop(FournisseurAnnuaire.id)
    lui.fermer()
