"""What each address tells the browser to keep, for those who may open it: private, hence not kept.

One exception, which the page itself shows: a form with text to type, which « Back » must give back
(docs/decisions/0017). Public pages, asked for by nobody in particular, say nothing.
"""

from html.parser import HTMLParser

import time_machine
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from habilitations.presence import COOKIE, RENDU_PAR_PRECEDENT, marque
from portal.socle.telechargements import JAMAIS_GARDE
from tests.acces import PERSONNES, MondeAcces
from tests.monde import MAINTENANT, MOT_DE_PASSE
from tests.test_acces import TABLE

# Asked by machines, for whom nobody is looked for; a blank workbook, the same for everybody.
SANS_DONNEE = {"accueil:sante", "accueil:sante_pret", "declarations:cartographie"}
TAPES = {"text", "number", "email", "tel", "url", "date", "search"}


class Formulaires(HTMLParser):
    """Looks for a field to type in, inside a form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.poste = self.se_saisit = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        if tag == "form":
            self.poste = (attributs.get("method") or "").lower() == "post"
        tape = tag == "textarea" or (tag == "input" and attributs.get("type", "text") in TAPES)
        self.se_saisit |= self.poste and tape

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.poste = False


def attendu(reponse: HttpResponse) -> str:
    """The header that an answer must have, judged by what it holds."""
    if reponse.streaming or not reponse["Content-Type"].startswith("text/html"):
        return JAMAIS_GARDE
    lecteur = Formulaires()
    lecteur.feed(reponse.content.decode())
    return RENDU_PAR_PRECEDENT if lecteur.se_saisit else JAMAIS_GARDE


def est_sans_trace(entete: str) -> bool:
    return {"private", "no-store"} <= {mot.strip() for mot in entete.split(",")}


class EnTetes(MondeAcces):
    """The whole table, once for those who may and once for nobody."""

    def test_chaque_page_privee(self) -> None:
        ecarts, rendues = [], 0
        clients = {nom: self._client(nom) for nom in PERSONNES}
        with time_machine.travel(MAINTENANT, tick=False):
            for (nom, arguments, methode), codes in TABLE.items():
                if nom in SANS_DONNEE:
                    continue
                adresse = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
                # The first whom the page opens to, else the first: a refusal is private too.
                rang = next((i for i, c in enumerate(codes.split()) if i and c == "200"), 1)
                reponse = getattr(clients[PERSONNES[rang]], methode)(adresse)
                entete = reponse.get("Cache-Control", "")
                rendues += entete == RENDU_PAR_PRECEDENT
                if entete != attendu(reponse) and not est_sans_trace(entete):
                    ecarts.append(f"{methode} {adresse} {PERSONNES[rang]}: {entete!r}")
                if reponse["Permissions-Policy"] != settings.PERMISSIONS_POLICY:
                    ecarts.append(f"{methode} {adresse}: Permissions-Policy")
        assert not ecarts, "\n".join(ecarts)
        assert rendues > 10

    def test_personne_n_est_marque_sans_etre_entre(self) -> None:
        client = Client()
        with time_machine.travel(MAINTENANT, tick=False):
            for (nom, arguments, methode), codes in TABLE.items():
                adresse = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
                reponse = getattr(client, methode)(adresse)
                assert COOKIE not in client.cookies, adresse
                if codes.split()[0] == "200" and reponse["Content-Type"].startswith("text/html"):
                    assert b"portail-presence" not in reponse.content, adresse

    def test_l_administration_technique_ne_laisse_rien(self) -> None:
        chef = Utilisateur.objects.create_superuser("chef@exemple.test", MOT_DE_PASSE, prenom="Ada")
        client = Client()
        client.force_login(chef, "allauth.account.auth_backends.AuthenticationBackend")
        adresses = [reverse("admin:index"), reverse("admin:jsi18n")]
        for modele in admin.site._registry:
            racine = f"admin:{modele._meta.app_label}_{modele._meta.model_name}"
            adresses.append(reverse(f"{racine}_changelist"))
            objet = modele._default_manager.first()
            if objet:
                adresses.append(reverse(f"{racine}_change", args=[objet.pk]))
        for adresse in adresses:
            reponse = client.get(adresse)
            assert est_sans_trace(reponse["Cache-Control"]), adresse
            if reponse["Content-Type"].startswith("text/html"):
                assert f'content="{marque(chef)}"' in reponse.content.decode(), adresse
