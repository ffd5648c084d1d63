"""A bilan answered and sent with the keyboard alone, the focus always in sight."""

from playwright.sync_api import expect

from bilans.models import Bilan, FeuilleBilan
from tests.bilans.pieges import bilan_piege
from tests.e2e.conftest import Visite
from tests.e2e.test_bilans import ouvert
from tests.e2e.test_clavier_seul import entrer, marcher, presser, sortir
from tests.monde import Monde

SUITE = "Enregistrer et continuer"


def test_un_bilan_se_remplit_et_se_transmet_au_clavier(visite: Visite, monde_vivant: Monde) -> None:
    bilan, page, gens = ouvert(bilan_piege(monde_vivant)), visite.page, monde_vivant.passerelles
    page.emulate_media(reduced_motion="reduce")

    def suivre(texte: str) -> None:
        marcher(page, lambda ici: ici["balise"] == "A" and ici["texte"].startswith(texte))
        with page.expect_navigation():
            page.keyboard.press("Enter")

    entrer(page, visite.base, gens.activite)
    suivre("Remplir")
    marcher(page, lambda ici: ici["nom"] == "bonus", {"bonus": " "})
    # The question that this answer brings comes next under the key, not above it.
    expect(page.locator('[name="motif_bonus"]')).to_be_visible()
    marcher(page, lambda ici: ici["nom"] == "motif_bonus", {"motif_bonus": "Pour les parents"})
    presser(page, SUITE, {"n": "1"})
    presser(page, SUITE, {"groupes.1.niveau": " "})
    nomme = {"nom:lieux": "Gymnase"}
    marcher(page, lambda i: i["balise"] == "BUTTON" and i["texte"].startswith("Ajouter"), nomme)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ((ligne, _),) = FeuilleBilan.objects.get(bilan=bilan).lignes["lieux"]
    presser(page, SUITE, {f"lieux.{ligne}.adresse": "1, place du Marché"})
    sortir(page)

    entrer(page, visite.base, gens.approbateur)
    suivre("Relire et transmettre")
    presser(page, "Transmettre à la Caf")
    envoi = Bilan.objects.get(pk=bilan.pk).dernier_envoi
    assert envoi.reponses == {
        "bonus": "oui",
        "motif_bonus": "Pour les parents",
        "n": "1",
        "groupes.1.niveau": "college",
        f"lieux.{ligne}.adresse": "1, place du Marché",
    }
