"""Every URL is asked for by every kind of person, and answers as its row of the table says."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.acces import PERSONNES, MondeAcces
from tests.monde import MAINTENANT
from tests.table_acces import TABLE


def noms(resolveur: URLResolver, espace: str = "") -> Iterator[str]:
    """Every named URL, the technical administration apart."""
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace == "admin":
                continue
            yield from noms(motif, motif.namespace or espace)
        elif isinstance(motif, URLPattern):
            yield f"{espace}:{motif.name}" if espace else str(motif.name)


def test_chaque_adresse_a_sa_ligne() -> None:
    assert set(noms(get_resolver())) == {nom for nom, _, _ in TABLE}


class Acces(MondeAcces):
    """The whole table, on one world."""

    def test_la_table(self) -> None:
        ecarts = []
        clients = {nom: self._client(nom) for nom in PERSONNES}
        with time_machine.travel(MAINTENANT, tick=False):
            for (nom, arguments, methode), attendus in TABLE.items():
                adresse = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
                codes = attendus.split()
                assert len(codes) == len(PERSONNES), nom
                if methode == "post" and codes[0] == "302":
                    codes[0] = "403"  # Anonymous, a form is told how not to lose what it holds.
                for qui, attendu in zip(PERSONNES, codes, strict=True):
                    reponse = getattr(clients[qui], methode)(adresse)
                    if reponse.status_code != int(attendu):
                        ecarts.append(
                            f"{methode} {adresse} {qui}: {reponse.status_code}, pas {attendu}"
                        )
        assert not ecarts, "\n".join(ecarts)

    def test_l_administration_technique_est_reservee(self) -> None:
        """Nobody but staff gets past its door, on any of its pages."""
        adresses = [reverse("admin:index")] + [
            reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")
            for m in admin.site._registry
        ]
        with time_machine.travel(MAINTENANT, tick=False):
            for qui in PERSONNES:
                client = self._client(qui)
                codes = {client.get(adresse).status_code for adresse in adresses}
                assert codes == {302}, (qui, codes)


@pytest.mark.parametrize("adresse", ["/nulle-part/", "/declarations/abc/", "/admin-secret/"])
def test_une_adresse_inconnue_est_introuvable(client: Client, adresse: str, db: None) -> None:
    assert client.get(adresse).status_code in (302, 404)
