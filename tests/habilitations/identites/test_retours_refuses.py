"""A directory that is down or lies, a return nobody asked for: nothing opens, the page says so."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.identites.adaptateur import MUET
from tests.habilitations.identites.fournisseur import FAUSSE, Annuaire
from tests.habilitations.identites.navigateur import ALLER, CLE, est_dedans, lier, passer
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]


@pytest.mark.parametrize(
    "defaut",
    [
        {"panne": "/.well-known/openid-configuration"},
        {"panne": "/jeton"},
        {"panne": "/cles"},
        {"emetteur_dit": "http://ailleurs.example"},
        {"cle": FAUSSE},
        {"algorithme": "none"},
        {"dits": {"sub": "s-1", "caf": "73", "iss": "http://ailleurs.example"}},
        {"dits": {"sub": "s-1", "caf": "73", "aud": "un-autre-client"}},
        {"dits": {"sub": "s-1", "caf": "73", "exp": 1_000_000_000}},
        {"dits": {"caf": "73"}},
    ],
    ids=lambda d: "-".join(map(str, d)) if isinstance(d, dict) else None,
)
def test_un_annuaire_en_panne_ou_qui_ment_n_ouvre_rien_et_la_page_le_dit(
    annuaire: Annuaire, monde: Monde, defaut: dict[str, object]
) -> None:
    lier(monde.conseiller, annuaire)
    for champ, valeur in defaut.items():
        setattr(annuaire, champ, valeur)
    client = Client()
    reponse = passer(client, annuaire)
    assert reponse.status_code == 502
    assert MUET in reponse.content.decode()
    assert not est_dedans(client)


def test_un_annuaire_arrete_est_dit(annuaire: Annuaire, monde: Monde) -> None:
    annuaire.fermer()
    reponse = Client().post(ALLER)
    assert reponse.status_code == 502
    assert MUET in reponse.content.decode()


def test_un_retour_que_ce_navigateur_n_a_pas_demande_n_ouvre_rien(
    annuaire: Annuaire, monde: Monde
) -> None:
    lier(monde.conseiller, annuaire)
    pirate, victime = Client(), Client()
    retour = annuaire.autoriser(pirate.post(ALLER)["Location"])
    assert victime.get(retour).status_code == 502
    assert not est_dedans(victime)
    # Its own browser, once: neither the state nor the code serve again.
    pirate.get(retour)
    assert est_dedans(pirate)
    pirate.post(reverse("account_logout"))
    assert pirate.get(retour).status_code == 502
    assert not est_dedans(pirate)


def test_renoncer_se_dit(annuaire: Annuaire) -> None:
    retour = reverse("openid_connect_callback", args=[CLE])
    client = Client()
    etat = client.post(ALLER)["Location"].split("state=")[1].split("&")[0]
    reponse = client.get(retour, {"error": "access_denied", "state": etat})
    assert "Vous avez renoncé" in reponse.content.decode()


def test_un_lien_d_ailleurs_ne_connecte_personne(annuaire: Annuaire) -> None:
    assert Client().get(ALLER).status_code == 405
    assert Client().post(ALLER.replace(CLE, "caf-38")).status_code == 404
