"""Every URL is asked for by every kind of person, and answers as its row of the table says.

A URL without a row fails. Declarations are looked at « à saisir » (``d``), « transmise » (``t``)
and « validée » (``v``), the first two with a paper of the provider of the activity
(``brouillon``, ``envoyee``), all of the partner « Les Passerelles »; so are the équipements.
"""

from collections.abc import Callable
from unittest import mock

import pytest
import time_machine
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, reverse

from habilitations.models import Utilisateur
from habilitations.presence import marque
from tests.acces import MondeAcces, formulaires_a_saisir, ids_en_double, noms
from tests.en_tetes import defauts, est_rendue, est_sans_trace, marques
from tests.monde import MAINTENANT, MOT_DE_PASSE
from tests.tables_acces import TABLES, Table
from tests.tables_acces.codes import CONSEILLER, PERSONNES, soumis

# (name, arguments, method) → codes.
TABLE: Table = TABLES | {
    # Last: it changes the state of the declaration for the substitute, whom a message then tells.
    ("declarations:prise_en_charge", ("t",), "post"): soumis(CONSEILLER, "302"),
}


def test_chaque_adresse_a_sa_ligne() -> None:
    assert set(noms(get_resolver())) == {nom for nom, _, _ in TABLE}


def _page(reponse: HttpResponse) -> str:
    """The page of an answer; empty when it is something else."""
    en_html = (
        reponse.status_code in (200, 422)
        and not reponse.streaming
        and reponse["Content-Type"].startswith("text/html")
    )
    return reponse.content.decode() if en_html else ""


def lecteur_de(codes: list[str]) -> str:
    """The first person to whom a page opens, else the first: a refusal is private too."""
    rang = next((i for i, code in enumerate(codes) if i and code == "200"), 1)
    return PERSONNES[rang]


def refus(_: URLResolver, code: int) -> Callable[..., HttpResponse]:
    """In place of the pages of errors, which have tests of their own: here their code is enough."""
    return lambda request, exception=None: HttpResponse(status=code)


@pytest.mark.usefixtures("derriere_le_mur")
class Acces(MondeAcces):
    """The whole table, on one world, asked with the rights of the role that serves."""

    @pytest.mark.longue
    @mock.patch.object(URLResolver, "resolve_error_handler", refus)
    def test_la_table(self) -> None:
        """Codes, and what only pages asked for by the right people show: forms, ids, headers."""
        ecarts, voisins, doubles, rendues = [], set(), set(), set()
        clients = {nom: self._client(nom) for nom in PERSONNES}
        with time_machine.travel(MAINTENANT, tick=False):
            for (nom, arguments, methode), attendus in TABLE.items():
                adresse = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
                codes = attendus.split()
                assert len(codes) == len(PERSONNES), nom
                lecteur = lecteur_de(codes)
                for qui, attendu in zip(PERSONNES, codes, strict=True):
                    reponse = getattr(clients[qui], methode)(adresse)
                    if reponse.status_code != int(attendu):
                        ecarts.append(
                            f"{methode} {adresse} {qui}: {reponse.status_code}, pas {attendu}"
                        )
                    page = _page(reponse)
                    # Saving one form would lose what is typed in another.
                    if formulaires_a_saisir(page) > 1:
                        voisins.add(adresse)
                    doubles |= {f"{adresse} #{nom}" for nom in ids_en_double(page)}
                    if qui == lecteur:
                        ecarts += [f"{adresse} {qui}: {d}" for d in defauts(nom, reponse)]
                        rendues |= {adresse} if est_rendue(reponse) else set()
                    elif qui == "anonyme":
                        ecarts += [f"{adresse}: {m}" for m in marques(clients[qui], reponse)]
        assert not ecarts, "\n".join(ecarts)
        assert not voisins, "\n".join(sorted(voisins))
        assert not doubles, "\n".join(sorted(doubles))
        assert len(rendues) > 10

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

    def test_l_administration_technique_ne_laisse_rien(self) -> None:
        chef = Utilisateur.objects.create_superuser("chef@exemple.test", MOT_DE_PASSE, prenom="Ada")
        client = Client()
        client.force_login(chef, "allauth.account.auth_backends.AuthenticationBackend")
        adresses = [reverse("admin:index"), reverse("admin:jsi18n")]
        demande = RequestFactory().get("/admin/")
        demande.user = chef
        for modele, ecran in admin.site._registry.items():
            racine = f"admin:{modele._meta.app_label}_{modele._meta.model_name}"
            adresses.append(reverse(f"{racine}_changelist"))
            objet = ecran.get_queryset(demande).first()  # of what this screen shows
            if objet:
                adresses.append(reverse(f"{racine}_change", args=[objet.pk]))
        for adresse in adresses:
            reponse = client.get(adresse)
            assert est_sans_trace(reponse["Cache-Control"]), adresse
            if reponse["Content-Type"].startswith("text/html"):
                assert f'content="{marque(chef)}"' in reponse.content.decode(), adresse


@pytest.mark.parametrize("adresse", ["/nulle-part/", "/declarations/abc/", "/admin-secret/"])
def test_une_adresse_inconnue_est_introuvable(client: Client, adresse: str, db: None) -> None:
    assert client.get(adresse).status_code in (302, 404)
