"""What the portal itself answers a save: kept, refused, stopped, in parts, for another session."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visite
from tests.e2e.reponses import ATTENDU, Saisie, volet
from tests.e2e.saisie import attendre, bloc, champ, etat, saisir

__all__ = ["volet"]
ARRETS = [nom for nom, ligne in ATTENDU.items() if ligne.suite == "arret"]


@pytest.mark.parametrize("nom", ARRETS)
def test_refusee_elle_reste_affichee_et_gardee(visite: Visite, volet: Saisie, nom: str) -> None:
    volet.repondre(ATTENDU[nom].repondre)
    saisir(volet.page, volet.chemin, "12")

    expect(etat(volet.page)).to_contain_text(ATTENDU[nom].lu)
    attendre(volet.page, volet.chemin, "Non enregistré")
    expect(champ(volet.page, volet.chemin)).to_have_value("12")
    assert volet.retenues() == 1
    assert volet.avancer(65) == 1


def test_401_repart_quand_la_personne_revient(visite: Visite, volet: Saisie) -> None:
    volet.repondre(ATTENDU["401"].repondre)
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text(ATTENDU["401"].lu)
    expect(etat(volet.page).get_by_role("link")).to_have_text(
        "Se reconnecter dans un nouvel onglet"
    )
    assert volet.retenues() == 1
    assert volet.avancer(65) == 1

    volet.repondre(lambda r: r.continue_())
    volet.page.evaluate(
        "dispatchEvent(new StorageEvent('storage', {key: 'portail-dernier-echange'}))"
    )

    attendre(volet.page, volet.chemin, "Enregistré à")
    assert (volet.lu(volet.chemin), volet.retenues()) == ("12", 0)


def test_401_pendant_que_la_session_revient(visite: Visite, volet: Saisie) -> None:
    """A password changed in another tab: the session is new before the refusal is known."""

    def refuser(route: Route) -> None:
        volet.page.evaluate(
            "dispatchEvent(new StorageEvent('storage', {key: 'portail-dernier-echange'}))"
        )
        volet.repondre(lambda r: r.continue_())
        ATTENDU["401"].repondre(route)

    volet.page.route("**/saisie/", refuser)
    saisir(volet.page, volet.chemin, "12")

    attendre(volet.page, volet.chemin, "Enregistré à")
    assert volet.lu(volet.chemin) == "12"


def test_401_du_portail_meme_session_effacee_pendant_l_envoi(visite: Visite, volet: Saisie) -> None:
    """Not played: the row of the session goes while the view answers."""
    Session.objects.all().delete()
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text("Votre session est fermée.")
    assert (volet.lu(volet.chemin), volet.retenues()) == (None, 1)


def test_409_une_autre_personne_la_page_se_recharge(visite: Visite, volet: Saisie) -> None:
    volet.repondre(ATTENDU["409-personne"].repondre)
    with volet.page.expect_navigation():
        saisir(volet.page, volet.chemin, "12")
    assert volet.lu(volet.chemin) is None


def test_413_repart_en_plusieurs_fois(visite: Visite, volet: Saisie) -> None:
    """Three fields are too many at once, one of them too long even alone: the others go."""
    long, autres = (
        volet.chemin,
        [
            volet.chemin.replace("heures_entretiens", c)
            for c in ("heures_rencontres", "heures_organisation")
        ],
    )
    volet.repondre(lambda r: r.abort())
    for rang, chemin in enumerate([long, *autres]):
        saisir(volet.page, chemin, str(70 + rang))
    expect(etat(volet.page)).to_contain_text("3 données en attente d’envoi")

    def trop_long(route: Route) -> object:
        champs = re.findall("heures_", route.request.post_data or "")
        if len(champs) > 1 or "heures_entretiens" in (route.request.post_data or ""):
            return ATTENDU["413"].repondre(route)
        return route.continue_()

    volet.repondre(trop_long)
    volet.avancer(61)

    for chemin in autres:
        attendre(volet.page, chemin, "Enregistré à")
    attendre(volet.page, long, "Ce texte est trop long")
    expect(etat(volet.page)).to_contain_text(ATTENDU["413"].lu)
    assert [volet.lu(c) for c in (long, *autres)] == [None, "71", "72"]
    assert volet.retenues() == 1


@pytest.mark.parametrize(("nom", "valeur"), [("200", "12"), ("422", "douze")])
def test_le_portail_repond(visite: Visite, volet: Saisie, nom: str, valeur: str) -> None:
    volet.repondre(ATTENDU[nom].repondre)
    saisir(volet.page, volet.chemin, valeur)
    expect(etat(volet.page)).to_contain_text(ATTENDU[nom].lu)
    expect(bloc(volet.page, volet.chemin)).to_contain_text(
        "Enregistré à" if nom == "200" else "Votre saisie n’est pas enregistrée."
    )
    assert volet.retenues() == (0 if nom == "200" else 1)
    assert volet.avancer(65) == 1
