"""Two densities from the same tokens: airy to type figures, compact to read by the hundred."""

import pytest

from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.saisie import ANNEE
from tests.monde import Monde

# The tokens that differ, as the page gives them, and a field drawn with them.
JETONS = """() => {
  const lus = getComputedStyle(document.body);
  const cle = (nom) => parseFloat(lus.getPropertyValue(nom));
  return Object.fromEntries(["--pas", "--cellule-y", "--cellule-x", "--texte-tableau",
    "--haut-champ", "--haut-bouton"].map((nom) => [nom, cle(nom)]));
}"""
CHAMP = """() => [...document.querySelectorAll("main .form-control")]
  .map((c) => c.offsetHeight).filter(Boolean)[0]"""
# A finger needs 24 pixels at least (WCAG 2.5.8), in both.
CIBLE_MIN = 24


def lire(visite: Visite, adresse: str, largeur: int) -> tuple[dict[str, float], int]:
    visite.page.set_viewport_size({"width": largeur, "height": 800})
    visite.aller(adresse)
    return visite.page.evaluate(JETONS), visite.page.evaluate(CHAMP)


@pytest.mark.parametrize("largeur", [1280, 375])
def test_la_saisie_est_aeree_la_file_et_le_tableau_sont_serres(
    monde_vivant: Monde, visite: Visite, largeur: int
) -> None:
    referentiels(monde_vivant.caf)
    er = monde_vivant.er  # several lieux: they may be typed as a table
    declaration = appeler_aujourd_hui(monde_vivant, "previsionnelle", ANNEE, er)
    volet = f"/declarations/{declaration.pk}/volets/activite/"
    visite.etre(monde_vivant.passerelles.activite)
    aeres, haut = lire(visite, volet, largeur)
    tableau, champ_du_tableau = lire(visite, f"{volet}?vue=tableau", largeur)
    visite.etre(monde_vivant.conseiller)
    file, champ_de_la_file = lire(visite, "/declarations/instruction/?perimetre=caf", largeur)

    assert tableau == file
    if largeur == 1280:
        assert all(file[nom] < aeres[nom] for nom in aeres), (aeres, file)
        assert max(champ_du_tableau, champ_de_la_file) < haut
    else:  # on a telephone a finger has the airy ones everywhere
        assert file == aeres
    assert min(haut, champ_du_tableau, champ_de_la_file) >= CIBLE_MIN
