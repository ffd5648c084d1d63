"""The adviser's queue on a screen of 1280 pixels: one line a file, headings in sight, by axe."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from declarations.models import Declaration
from habilitations.models import Equipement, Gestionnaire
from tests.declarations.cct import SALAIRES, coordination
from tests.declarations.clas import declaration_clas
from tests.declarations.listes import declarer
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

ECRAN = {"width": 1280, "height": 720}
UNE_LIGNE = 44
DEUX_LIGNES = 64
HAUTEURS = "() => [...document.querySelectorAll('.tableau tbody tr')].map((r) => r.offsetHeight)"
DEBORD = "document.documentElement.scrollWidth - innerWidth"
COUPEES = """() => [...document.querySelectorAll('.tableau td, .tableau th')]
  .filter((c) => c.scrollWidth > c.clientWidth + 1).map((c) => c.textContent.trim())"""
AUTRES_ETATS = ("en_saisie", "a_approuver", "a_corriger", "en_instruction", "validee")
# The widest of the fonts that a system may give.
LARGE = "DejaVu Sans, Verdana, sans-serif"
UN_ETAT = 26
LIGNES = """() => [...document.querySelectorAll('.tableau tbody tr')].map((r) => {
  const etat = r.querySelector('.badge-etat');
  return { nom: r.textContent, hauteur: r.offsetHeight,
           etat: etat.textContent.trim(), hauteurEtat: etat.offsetHeight };
})"""
# Where the headings stand in the window once it has gone down. Waited for here: the security policy
# of pages lets « wait_for_function » look once, and no more.
TETE = """async () => {
  const fin = Date.now() + 30_000;
  const tete = document.querySelector(".tableau thead th");
  const haut = () => tete.getBoundingClientRect().top;
  const la = () => scrollY > 300 && haut() < 2;
  while (Date.now() < fin && !la()) await new Promise(requestAnimationFrame);
  return [scrollY, haut()];
}"""


def trente(monde: Monde) -> list[Declaration]:
    """Thirty ER with ordinary names, some sent."""
    premiere = jusqu_a(monde.declaration(), monde, "transmise")
    noms = [f"Espace rencontre {ville}" for ville in ("Ugine", "Annecy", "Le Bourget")]
    autres = declarer(premiere.campagne, monde, [f"{nom} {i}" for i in range(10) for nom in noms])
    for declaration in autres[:3]:
        jusqu_a(declaration, monde, "transmise")
    return [premiere, *autres]


def faire_defiler(page: Page) -> None:
    """The headings stay in sight."""
    page.mouse.wheel(0, 700)
    descendu, titres = page.evaluate(TETE)
    assert descendu > 300
    assert 0 <= titres < 2


def test_une_ligne_par_dossier_et_les_titres_restent(monde_vivant: Monde, visite: Visite) -> None:
    trente(monde_vivant)
    page = visite.page
    page.set_viewport_size(ECRAN)
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/")
    hauteurs = page.evaluate(HAUTEURS)
    assert len(hauteurs) == 25
    assert max(hauteurs) <= UNE_LIGNE, hauteurs
    assert sum(hauteurs) <= 2 * ECRAN["height"]
    assert page.evaluate(DEBORD) <= 0
    assert page.evaluate(COUPEES) == []
    faire_defiler(page)


# Names as communes and associations have them.
LONGS = (
    "Espace de rencontre de Saint-Germain-en-Laye et de ses environs",
    "Communauté de communes du Pays de Saint-Gilles-Croix-de-Vie",
    "Maison des familles de Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson",
    "Lieu neutre intercommunal de Castillon-la-Bataille",
)


def test_de_longs_noms_laissent_vingt_cinq_dossiers_en_trois_ecrans(
    monde_vivant: Monde, visite: Visite
) -> None:
    """Two lines where a name needs them, never three; nothing cut, headings in sight."""
    premiere = jusqu_a(monde_vivant.declaration(), monde_vivant, "transmise")
    declarer(premiere.campagne, monde_vivant, [f"{LONGS[i % 4]} {i}" for i in range(29)])
    page = visite.page
    page.set_viewport_size(ECRAN)
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/")
    hauteurs = page.evaluate(HAUTEURS)
    assert len(hauteurs) == 25
    assert max(hauteurs) <= DEUX_LIGNES, hauteurs
    assert page.evaluate(DEBORD) <= 0
    assert page.evaluate(COUPEES) == []
    faire_defiler(page)


CADRE = "(c) => c.scrollWidth - c.clientWidth"


@pytest.mark.parametrize("largeur", [1280, 375])
def test_les_postes_des_dossiers_tiennent_dans_la_page(
    monde_vivant: Monde, visite: Visite, largeur: int
) -> None:
    """Every column, with long names: nothing to scroll sideways, in the frame neither."""
    maintenant = timezone.now()
    equipement = coordination(monde_vivant)
    Equipement.objects.filter(pk=equipement.pk).update(nom=f"Coordination CTG – {LONGS[2]}")
    Gestionnaire.objects.filter(pk=equipement.gestionnaire_id).update(nom=LONGS[1])
    equipement.refresh_from_db()
    declaration = appeler_aujourd_hui(monde_vivant, "reelle", 2025, equipement)
    saisies = {}
    for ligne, salaire in zip(declaration.version_courante.lignes, SALAIRES, strict=True):
        poste = f"postes.{ligne['cle']}"
        saisies[f"{poste}.prenom"] = "Marie-Bérengère"
        saisies[f"{poste}.nom"] = "de Saint-Exupéry-Montgolfier"
        saisies[f"{poste}.salaire_charge"] = salaire
    jusqu_a(declaration, monde_vivant, "transmise", maintenant=maintenant, changements=saisies)
    page = visite.page
    page.set_viewport_size({"width": largeur, "height": 720})
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/lignes/?dispositif=cct&perimetre=caf")
    cadre = page.get_by_role("region", name="Postes des dossiers")
    expect(cadre.get_by_text(LONGS[1]).first).to_be_visible()
    assert cadre.evaluate(CADRE) <= 0
    if largeur == 1280:  # in cards, headings are for screen readers alone
        assert page.evaluate(COUPEES) == []


def test_toutes_les_colonnes_defilent_dans_leur_cadre(monde_vivant: Monde, visite: Visite) -> None:
    trente(monde_vivant)
    page = visite.page
    page.set_viewport_size(ECRAN)
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/")
    with page.expect_navigation():
        page.get_by_role("link", name="Choisir les colonnes").click()
    for case in page.locator("main input[type=checkbox]").all():
        case.check()
    visite.verifier()
    with page.expect_navigation():
        page.get_by_role("button", name="Montrer ces colonnes").click()
    expect(page.get_by_role("columnheader", name="Activité")).to_be_visible()
    assert page.evaluate(DEBORD) <= 0
    cadre = page.get_by_role("region", name="Déclarations à suivre")
    cadre.evaluate("(c) => c.scrollTo(200, 300)")
    dessus = cadre.evaluate(
        "(c) => c.querySelector('th').getBoundingClientRect().top - c.getBoundingClientRect().top"
    )
    assert -1 <= dessus <= 3
    visite.verifier()


def test_sur_un_telephone_chaque_dossier_est_une_carte(monde_vivant: Monde, visite: Visite) -> None:
    trente(monde_vivant)
    page = visite.page
    page.set_viewport_size({"width": 375, "height": 667})
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/")
    assert page.evaluate(DEBORD) <= 0
    visite.verifier()


def test_aucun_etat_ne_fait_deux_lignes(monde_vivant: Monde, visite: Visite) -> None:
    """Every label of the Caf, in a wide font: a name may take two lines, its state takes one."""
    declarations = trente(monde_vivant)
    for declaration, etat in zip(declarations[4:], AUTRES_ETATS, strict=False):
        jusqu_a(declaration, monde_vivant, etat)
    long = declarations[1].equipement
    long.nom = "Espace de rencontre intercommunal de l’agglomération du lac du Bourget"
    long.save(update_fields=["nom"])
    page = visite.page
    page.set_viewport_size(ECRAN)
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/instruction/?perimetre=caf")
    page.evaluate(f"document.body.style.fontFamily = '{LARGE}'")
    lignes = page.evaluate(LIGNES)
    assert len({ligne["etat"] for ligne in lignes}) >= 5, lignes
    assert max(ligne["hauteurEtat"] for ligne in lignes) <= UN_ETAT, lignes
    assert any(long.nom in ligne["nom"] for ligne in lignes)


@pytest.mark.parametrize(
    ("chemin", "colonne"),
    [
        ("exercices/?perimetre=caf&annee=2026", "Écart"),
        ("lignes/?perimetre=caf&dispositif=clas", "Enfants inscrits"),
    ],
)
def test_les_autres_lectures_de_la_file(
    monde_vivant: Monde, visite: Visite, chemin: str, colonne: str
) -> None:
    """Exercices side by side, rows of many files: by axe, and nothing out of the page."""
    trente(monde_vivant)
    jusqu_a(declaration_clas(monde_vivant), monde_vivant, "transmise")
    page = visite.page
    visite.etre(monde_vivant.conseiller)
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 800})
        visite.aller(f"/declarations/instruction/{chemin}")
        expect(page.locator("main table tbody tr").first).to_contain_text("Passerelles")
        expect(page.locator("main table")).to_contain_text(colonne)
        assert page.evaluate(DEBORD) <= 0, largeur
        visite.verifier()
