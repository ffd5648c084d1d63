"""The main journey of a partner with the Tab and Enter keys alone, the focus always in sight."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from declarations.models import Declaration
from habilitations.models import Utilisateur
from tests.declarations.remplir import valeurs_completes
from tests.e2e.conftest import Visite
from tests.e2e.saisie import a_saisir
from tests.monde import MOT_DE_PASSE, Monde

TOUCHES_MAX = 250
ICI = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {
    balise: e.tagName, nom: e.name || "", adresse: e.pathname || "",
    texte: (e.innerText || "").trim(), contour: s.outlineStyle + " " + s.outlineWidth,
    visible: r.width > 0 && r.bottom > 0 && r.top < innerHeight,
  };
}"""
Arret = Mapping[str, str]


def marcher(
    page: Page, arrive: Callable[[Arret], bool], valeurs: Mapping[str, object] | None = None
) -> Arret:
    """Press Tab up to a stop, typing on the way; every stop shows where one is."""
    for _ in range(TOUCHES_MAX):
        page.keyboard.press("Tab")
        ici = page.evaluate(ICI)
        if ici["balise"] == "BODY":
            continue
        assert ici["contour"] == "solid 3px", ici
        assert ici["visible"], ici
        if ici["nom"] in (valeurs or {}):
            page.keyboard.type(str(valeurs[ici["nom"]]))
        if arrive(ici):
            return ici
    raise AssertionError(f"introuvable au clavier sur {page.url}")


def presser(page: Page, texte: str, valeurs: Mapping[str, object] | None = None) -> None:
    marcher(page, lambda ici: ici["texte"] == texte, valeurs)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def suivre(page: Page, adresse: str) -> None:
    marcher(page, lambda ici: ici["adresse"] == adresse)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def entrer(page: Page, base: str, qui: Utilisateur) -> None:
    page.goto(f"{base}/compte/connexion/")
    saisies = {"login": qui.email, "password": MOT_DE_PASSE}
    marcher(page, lambda ici: ici["nom"] == "password", saisies)
    with page.expect_navigation(url="**/a-faire/"):
        page.keyboard.press("Enter")


def sortir(page: Page) -> None:
    marcher(page, lambda ici: ici["balise"] == "SUMMARY" and "Mon compte" in ici["texte"])
    page.keyboard.press("Enter")
    presser(page, "Se déconnecter")


def saisir_et_signer(
    page: Page, base: str, declaration: Declaration, nature: str, qui: Utilisateur
) -> None:
    entrer(page, base, qui)
    suivre(page, f"/declarations/{declaration.pk}/volets/{nature}/")
    presser(page, "Enregistrer et terminer ce volet", valeurs_completes(declaration)[nature])
    presser(page, "Signer ce volet")
    sortir(page)


def test_le_parcours_principal_au_clavier(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page, base = a_saisir(monde_vivant), visite.page, visite.base
    gens = monde_vivant.voisins
    page.emulate_media(reduced_motion="reduce")

    saisir_et_signer(page, base, declaration, "activite", gens.activite)
    saisir_et_signer(page, base, declaration, "finances", gens.finances)
    entrer(page, base, gens.approbateur)
    suivre(page, f"/declarations/{declaration.pk}/approbation/")
    presser(page, "Approuver et transmettre à la Caf")

    declaration.refresh_from_db()
    assert declaration.etat == "transmise"


def test_le_lien_d_evitement_mene_au_contenu(monde_vivant: Monde, visite: Visite) -> None:
    visite.entrer(monde_vivant.voisins.activite)
    page = visite.page
    page.reload()
    page.keyboard.press("Tab")
    ici = page.evaluate(ICI)
    assert (ici["texte"], ici["visible"]) == ("Aller au contenu", True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_entree_dans_un_champ_enregistre_sans_quitter_le_volet(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    (chemin, *_) = valeurs_completes(declaration)["activite"]
    visite.entrer(monde_vivant.voisins.activite)
    page.goto(f"{visite.base}/declarations/{declaration.pk}/volets/activite/")
    page.focus(f'[name="{chemin}"]')
    page.keyboard.type("12")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/volets/activite/")
    assert declaration.version_courante.volets.get(nature="activite").donnees[chemin] == "12"
