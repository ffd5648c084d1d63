"""While one types: totals and what blocks in view, marks at the fields, counters, variations."""

import re

from playwright.sync_api import expect

from tests.declarations.clas import notifier, projet_clas
from tests.declarations.remplir import jusqu_a, referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.saisie import ANNEE, a_saisir, bloc, ouvrir, saisir
from tests.e2e.test_parcours_clas import ANNEE as ANNEE_CLAS
from tests.monde import Monde


def test_les_finances_se_lisent_sans_quitter_le_champ(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    visite.etre(monde_vivant.voisins.finances)
    ouvrir(page, visite.base, declaration, "finances")
    panneau = page.locator("#panneau")
    saisir(page, "comptes.60", "1000")
    saisir(page, "comptes.741", "400")
    # The balance is about every account: it is told beside the totals, on no field.
    expect(panneau.locator(".champ-erreur")).to_contain_text(re.compile(r"charges.*produits", re.I))
    expect(panneau).to_contain_text(re.compile(r"−\s?600,00"))
    expect(page.locator("[data-marque]")).to_have_count(0)
    page.locator('[name="comptes.68"]').scroll_into_view_if_needed()
    expect(panneau.get_by_text("Résultat").first).to_be_in_viewport()
    visite.verifier()

    # On a telephone the panel is below: a line keeps the totals in view.
    page.set_viewport_size({"width": 375, "height": 800})
    resume = page.locator("[data-resume]")
    page.locator('[name="comptes.61"]').scroll_into_view_if_needed()
    expect(resume).to_be_in_viewport()
    expect(resume).to_contain_text(re.compile(r"Charges\s1\s000,00.*point"))
    saisir(page, "comptes.741", "1000")
    expect(resume).not_to_contain_text("point")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visite.verifier()


def test_ce_qui_bloque_se_marque_a_son_champ_puis_s_efface(
    monde_vivant: Monde, visite: Visite
) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    declaration = appeler_aujourd_hui(monde, "reelle", ANNEE - 1, monde.er_voisin)
    lieu = f"lieux.l{monde.er_voisin.lieux.get().pk}."
    visite.etre(monde.voisins.activite)
    ouvrir(page, visite.base, declaration)
    saisir(page, f"{lieu}rencontres_programmees", "10")
    saisir(page, f"{lieu}rencontres_realisees", "12")
    for code in ("rencontres_programmees", "rencontres_realisees"):
        marque = bloc(page, lieu + code).locator("[data-marque]")
        expect(marque).to_contain_text("12")
        champ = page.locator(f'[name="{lieu}{code}"]')
        assert marque.get_attribute("id") in champ.get_attribute("aria-describedby")
    visite.verifier()
    saisir(page, f"{lieu}rencontres_realisees", "9")
    expect(page.locator("[data-marque]")).to_have_count(0)
    assert "blocage" not in (champ.get_attribute("aria-describedby") or "")


def test_le_compteur_de_la_ligne_et_l_ecart_suivent(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    equipement = projet_clas(monde)
    for annee in (ANNEE_CLAS, ANNEE_CLAS + 1):
        notifier(monde, equipement, 2, annee)
    avant = appeler_aujourd_hui(monde, "previsionnelle", ANNEE_CLAS + 1, equipement)
    visite.etre(monde.passerelles.activite)
    visite.aller(f"/declarations/{avant.pk}/volets/activite/")
    page.fill("[name=libelles_lignes]", "Un\nDeux")
    page.get_by_role("button", name="Enregistrer et ajouter ces collectifs").click()
    avant.refresh_from_db()
    cle = avant.version_courante.lignes[0]["cle"]
    compteur = page.locator(f'[data-avancement="{cle}"]')
    debut = compteur.inner_text()
    saisir(page, f"collectifs.{cle}.enfants", "10")
    expect(compteur).not_to_have_text(debut)
    assert re.fullmatch(r"1 sur \d+", compteur.inner_text())


def test_l_ecart_d_un_champ_suit_sa_valeur(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    avant = jusqu_a(monde.declaration("reelle", ANNEE - 1), monde, "transmise")
    declaration = appeler_aujourd_hui(monde, "previsionnelle", ANNEE, avant.equipement)
    visite.etre(monde.passerelles.activite)
    ouvrir(page, visite.base, declaration)
    lieu = avant.equipement.lieux.order_by("nom").first()
    chemin = f"lieux.l{lieu.pk}.heures_entretiens"
    reperes = bloc(page, chemin).locator(".reperes li")
    expect(reperes.first.locator(".variation")).to_have_count(0)
    saisir(page, chemin, "240")
    expect(reperes.first.locator(".variation")).to_contain_text("%")
    premier = reperes.first.locator(".variation").inner_text()
    saisir(page, chemin, "480")
    expect(reperes.first.locator(".variation")).not_to_have_text(premier)
    expect(page.locator("#panneau .variations")).to_contain_text("Heures d’entretiens")
    visite.verifier()
