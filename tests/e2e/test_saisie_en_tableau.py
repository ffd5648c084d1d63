"""Forty collectifs in one page: named at once, pasted from a spreadsheet, corrected, read again."""

from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from declarations.models import Declaration
from tests.declarations.clas import notifier, projet_clas
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.test_parcours_clas import ANNEE
from tests.monde import Monde

CINQ_MINUTES = 300
NOMS = [f"École {rang}" for rang in range(1, 41)]
COLLER = """(champ, texte) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", texte);
  const options = { clipboardData, bubbles: true, cancelable: true };
  champ.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def coller(page: Page, chemin: str, texte: str) -> None:
    page.locator(f'[name="{chemin}"]').evaluate(COLLER, texte)


def donnees(declaration: Declaration) -> dict[str, str]:
    return declaration.version_courante.volets.get(nature="activite").donnees


@pytest.mark.longue
def test_quarante_collectifs_se_collent_en_un_tableau(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    equipement = projet_clas(monde)
    notifier(monde, equipement, 40, ANNEE + 1)
    declaration = appeler_aujourd_hui(monde, "previsionnelle", ANNEE + 1, equipement)
    visite.etre(monde.passerelles.activite)

    # All forty, from the empty page to the last figure kept, in less than five minutes (15 to 20
    # typed one by one): a person reads and copies, the portal must not be what takes the time.
    debut = monotonic()
    # Their names come from a column of the spreadsheet, one refused, all kept on the page.
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/")
    page.fill("[name=libelles_lignes]", "\n".join([*NOMS, "école 1"]))
    page.get_by_role("button", name="Enregistrer et ajouter ces collectifs").click()
    expect(page.get_by_text("Ligne 41 : Un collectif porte déjà ce nom").first).to_be_visible()
    visite.verifier()
    page.fill("[name=libelles_lignes]", "\n".join(NOMS))
    page.get_by_role("button", name="Enregistrer et ajouter ces collectifs").click()
    assert "40 collectifs sont ajoutés." in visite.texte()
    declaration.refresh_from_db()
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]

    # The block is laid from the first cell; what is not understood is named, with a link.
    visite.cliquer("Tableau", "link")
    lignes = [["Élémentaire", str(8 + rang % 5), "oui", "n"] for rang in range(40)]
    lignes[2][0], lignes[3][1] = "primaire", "douze"
    coller(page, f"collectifs.{cles[0]}.niveau", "\r\n".join("\t".join(li) for li in lignes))
    rapport = page.locator("[data-collage]")
    expect(rapport).to_contain_text("2 valeurs n’ont pas été comprises")
    expect(rapport).to_contain_text(
        "Niveau scolaire – École 3 : « primaire » n’est pas un des choix"
    )
    expect(rapport).to_contain_text("Enfants inscrits – École 4")
    expect(rapport).to_contain_text("158 cases collées")
    visite.verifier()
    rapport.get_by_role("link", name="Enfants inscrits – École 4").click()
    enfants = page.locator(f'[name="collectifs.{cles[3]}.enfants"]')
    expect(enfants).to_be_focused()
    enfants.fill("12")

    # Arrows and Enter go from cell to cell, and send nothing.
    page.keyboard.press("Enter")
    expect(page.locator(f'[name="collectifs.{cles[4]}.enfants"]')).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    niveau = page.locator(f'[name="collectifs.{cles[2]}.niveau"]')
    expect(niveau).to_be_focused()
    niveau.select_option("elementaire")
    expect(rapport).not_to_contain_text("compris")
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré")
    valeurs = donnees(declaration)
    assert len(valeurs) == 160
    assert monotonic() - debut < CINQ_MINUTES
    assert valeurs[f"collectifs.{cles[2]}.niveau"] == "elementaire"
    assert valeurs[f"collectifs.{cles[3]}.enfants"] == "12"
    assert valeurs[f"collectifs.{cles[39]}.bonus_parents"] == "non"

    # A paste regretted is taken back; what overflows is counted.
    coller(page, f"collectifs.{cles[39]}.enfants", "30\toui\toui\toui\n31")
    expect(rapport).to_contain_text("2 valeurs de trop")
    rapport.get_by_role("button", name="Annuler le collage").click()
    expect(page.locator(f'[name="collectifs.{cles[39]}.enfants"]')).to_have_value("12")

    # On a telephone, one at a time: that of the link followed last, then the next.
    page.set_viewport_size({"width": 375, "height": 800})
    expect(page.locator("[data-rang]")).to_have_text("4 sur 40")
    page.get_by_role("button", name="Suivant").click()
    expect(page.locator(f'[name="collectifs.{cles[4]}.niveau"]')).to_be_focused()
    expect(enfants).to_be_hidden()
    visite.verifier()
    page.set_viewport_size({"width": 1280, "height": 800})

    # A row like another, from the table too.
    page.locator("summary", has_text="Actions : École 5").click()
    visite.cliquer("Dupliquer École 5")
    expect(page.get_by_role("rowheader", name="École 5 2")).to_be_visible()
    declaration.refresh_from_db()
    assert len(declaration.version_courante.lignes) == 41
