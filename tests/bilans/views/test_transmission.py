"""Reading again and sending; a second click; the receipt."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from bilans.models import EnvoiBilan
from portal.socle.pdf import rendre_pdf
from tests.bilans.pieges import bilan_piege
from tests.bilans.services.test_envoi import piege_rempli
from tests.bilans.services.test_saisie import saisir
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def texte(reponse: object) -> str:
    return re.sub(r"\s+", " ", unescape(reponse.content.decode()))


@pytest.fixture
def agathe(client: Client, monde: Monde) -> Client:
    client.force_login(monde.passerelles.approbateur)
    return client


def test_ce_qui_manque_se_dit_avec_le_chemin(agathe: Client, monde: Monde) -> None:
    bilan = bilan_piege(monde)
    page = agathe.get(reverse("bilans:transmission", args=[bilan.pk]))
    assert "La transmission n’est pas possible" in texte(page)
    assert reverse("bilans:section", args=[bilan.pk, "projet"]) in page.content.decode()
    assert "Transmettre à la Caf</button>" not in page.content.decode()


def test_relire_transmettre_deux_fois_puis_telecharger(agathe: Client, monde: Monde) -> None:
    bilan = piege_rempli(monde)
    adresse = reverse("bilans:transmission", args=[bilan.pk])
    page = texte(agathe.get(adresse))
    assert "Adresse la" in page
    assert "Lieu 1" in page
    assert "Cachée ensuite" not in page
    assert "Adresse lb" not in page

    fait = agathe.post(adresse, follow=True)
    assert "Le bilan est transmis à la Caf" in texte(fait)
    assert "C’est déjà fait" in texte(agathe.post(adresse, follow=True))
    assert EnvoiBilan.objects.filter(bilan=bilan).count() == 1
    suite = texte(agathe.get(reverse("bilans:bilan", args=[bilan.pk])))
    assert f"La suite revient à {monde.conseiller.nom_complet}." in suite

    recepisse = agathe.get(reverse("bilans:recepisse", args=[bilan.pk, 1]))
    assert recepisse.content.startswith(b"%PDF")
    assert bilan.reference in recepisse["Content-Disposition"]
    assert agathe.get(reverse("bilans:recepisse", args=[bilan.pk, 2])).status_code == 404


def test_ce_qui_n_est_pas_rempli_revient_a_qui_le_remplit_par_son_nom(
    agathe: Client, monde: Monde
) -> None:
    bilan = bilan_piege(monde)
    page = texte(agathe.get(reverse("bilans:bilan", args=[bilan.pk])))
    assert "Rien n’est attendu de vous pour le moment" in page
    assert f"La suite revient à {monde.passerelles.activite.nom_complet}" in page


def test_qui_a_tout_rempli_seul_en_est_averti(client: Client, monde: Monde) -> None:
    from habilitations.models import Role
    from tests.monde import habiliter

    gens = monde.passerelles
    habiliter(gens.activite, gens.gestionnaire, monde.caf, Role.APPROBATEUR)
    bilan = bilan_piege(monde)
    saisir(bilan, gens.activite, bonus="non")
    client.force_login(gens.activite)
    page = client.get(reverse("bilans:transmission", args=[bilan.pk]))
    assert "seul toutes les réponses" in texte(page)


def test_le_brouillon_dit_ce_qui_est_repondu_et_rien_de_cache(
    agathe: Client, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page of the sending shows, and what it is; then the receipt takes its place."""
    bilan = piege_rempli(monde)
    adresse = reverse("bilans:brouillon", args=[bilan.pk])
    for page in ("bilans:transmission", "bilans:bilan"):
        assert adresse in agathe.get(reverse(page, args=[bilan.pk])).content.decode()
    imprime: list[str] = []

    def imprimer(gabarit: str, contexte: dict[str, object]) -> bytes:
        imprime.append(render_to_string(gabarit, contexte))
        return rendre_pdf(gabarit, contexte)

    monkeypatch.setattr("bilans.exports.brouillon.rendre_pdf", imprimer)
    reponse = agathe.get(adresse)
    assert reponse.content.startswith(b"%PDF")
    assert f"brouillon-{bilan.reference}.pdf" in reponse["Content-Disposition"]
    lu = re.sub(r"\s+", " ", unescape(imprime[0]))
    assert "Ce document n’est pas un récépissé" in lu
    assert "est-brouillon" in lu
    assert "Adresse la" in lu
    assert "Cachée ensuite" not in lu
    assert "Empreinte" not in lu

    agathe.post(reverse("bilans:transmission", args=[bilan.pk]))
    assert agathe.get(adresse).status_code == 404
    assert adresse not in agathe.get(reverse("bilans:bilan", args=[bilan.pk])).content.decode()


def test_le_brouillon_compte_ce_qui_manque(
    agathe: Client, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    bilan = bilan_piege(monde)
    dits: list[dict[str, object]] = []
    monkeypatch.setattr(
        "bilans.exports.brouillon.rendre_pdf", lambda gabarit, dit: dits.append(dit) or b"%PDF"
    )
    agathe.get(reverse("bilans:brouillon", args=[bilan.pk]))
    assert dits[0]["manquants"]
