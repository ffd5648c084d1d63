"""Acts of each person, once on each of several files: what they cost beside writing one row."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import reverse

from declarations.regles.grille import FINANCES
from portal.accueil.demo.comptes import mot_de_passe
from portal.accueil.peuplement import comptes
from tests.banc import chrono, totp
from tests.banc.client import Navigateur, Reponse
from tests.banc.portee import Portee
from tests.banc.resultats import Mesure
from tests.banc.saisies import Brouillon

FOIS = 12
SAISIES = 60  # nobody is kept from saving again: enough for statements to be planned
ATTENTE_EXPORT = 120.0


def mesurer(
    port: int, gens: dict[comptes.Compte, Navigateur], portees: dict[comptes.Compte, Portee]
) -> Iterator[Mesure]:
    """Every act of the bench; each leaves its files changed."""
    ville, conseiller = gens[comptes.VILLE], gens[comptes.CONSEILLER]
    bas = _ecriture(ville)
    yield _saisie(ville, portees[comptes.VILLE], bas)
    envois = {
        "ville : message": ("declarations:messages", "en_saisie", ville, comptes.VILLE),
        "ville : approuver et transmettre": (
            "declarations:approbation",
            "a_approuver",
            ville,
            comptes.VILLE,
        ),
        "conseiller : prendre en charge": (
            "declarations:prise_en_charge",
            "transmise",
            conseiller,
            comptes.CONSEILLER,
        ),
        "conseiller : valider": (
            "declarations:validation",
            "en_instruction",
            conseiller,
            comptes.CONSEILLER,
        ),
    }
    for nom, (vue, etat, qui, connu) in envois.items():
        # A partner acts in an open window only; the adviser on whatever was received.
        portee = portees[connu]
        ouvertes = connu == comptes.VILLE
        dossiers = (
            portee.au_travail(FOIS, etat) if ouvertes else portee.declarations(FOIS, etat=etat)
        )
        gestes = [_poster(qui, reverse(vue, args=[pk])) for pk in dossiers]
        yield chrono.actes(nom, gestes, bas)
    yield chrono.actes("conseiller : exporter la file", _exports(conseiller), bas, codes=(200, 302))
    yield chrono.actes(
        "conseiller : exporter la Caf, jusqu’au fichier",
        [lambda: _exporter_la_caf(conseiller)],
        bas,
        codes=(200,),
    )
    yield chrono.actes("se connecter (mot de passe, second facteur)", _connexions(port), bas)


def _ecriture(qui: Navigateur) -> Callable[[], Reponse]:
    return lambda: qui.poster(reverse("banc_ecriture"), {"valeur": "1234.50"})


def _poster(qui: Navigateur, adresse: str) -> Callable[[], Reponse]:
    donnees = {"jeton": str(uuid4()), "texte": "Bonjour, c’est noté."}
    return lambda: qui.poster(adresse, donnees)


def _saisie(qui: Navigateur, portee: Portee, bas: Callable[[], Reponse]) -> Mesure:
    """A field saved as one leaves it, again and again on the same volet."""
    nom = "ville : enregistrer un champ"
    brouillons = Brouillon.de(portee.au_travail(1, "en_saisie"), FINANCES)
    gestes = [lambda rang=rang: brouillons[0].enregistrer(qui, rang) for rang in range(SAISIES)]
    return chrono.actes(nom, gestes if brouillons else [], bas, codes=(200,))


def _exports(qui: Navigateur) -> list[Callable[[], Reponse]]:
    adresse = reverse("declarations:export")
    return [lambda: qui.poster(adresse, {"question": "perimetre=portefeuille"})] * 3


def _exporter_la_caf(qui: Navigateur) -> Reponse:
    """Ask for every row of the Caf and wait for the file that the worker makes."""
    debut = time.monotonic()
    demande = qui.poster(reverse("declarations:export"), {"question": "perimetre=caf"})
    fichier = demande
    while demande.code == 302 and time.monotonic() - debut < ATTENTE_EXPORT:
        fichier = qui.lire(f"{urlsplit(demande.vers).path}liste.xlsx")
        if fichier.code != 302:
            break
        time.sleep(0.5)
    return replace(fichier, duree=time.monotonic() - debut, requetes=demande.requetes)


def _connexions(port: int) -> Iterator[Callable[[], Reponse]]:
    """The whole login, from the form to the last redirection; a code serves once."""
    for _ in range(2):
        yield lambda: _se_connecter(Navigateur(port))


def _se_connecter(qui: Navigateur) -> Reponse:
    identifiants = {"login": comptes.CONSEILLER.email, "password": mot_de_passe()}
    page = qui.lire(reverse("account_login"))
    premier = qui.poster(reverse("account_login"), identifiants)
    if premier.code != 302:
        return premier
    code = totp.prochain(comptes.SECRET_TOTP)
    second = qui.poster(reverse("mfa_authenticate"), {"code": code})
    duree = page.duree + premier.duree + second.duree
    return Reponse(second.code, duree, second.octets, second.requetes, vers=second.vers)
