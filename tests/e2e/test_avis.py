"""Told of a correction: the count in the header, the fields named, and read once opened."""

from declarations.services import instruction
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import Visite
from tests.monde import JOUR, Monde, acteur


def test_de_l_avis_au_champ(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    donnees = declaration.version_courante.volets.get(nature="finances").donnees
    instruction.demander_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Les comptes de charges sont à revoir avec vous.",
        pour_le=JOUR,
        champs=[chemin for chemin in donnees if chemin.startswith("comptes.")],
    )

    visite.etre(monde.passerelles.finances)
    for largeur in (375, 1280):
        visite.page.set_viewport_size({"width": largeur, "height": 900})
        visite.aller("/avis/")
    assert "pour le mardi 3 février 2026" in visite.texte()
    lien = visite.page.get_by_role("link", name="Avis 2 non lus")
    assert lien.count() == 1

    visite.cliquer("La Caf vous demande une correction", role="link")
    visite.aller("/avis/")
    assert visite.page.get_by_role("link", name="Avis", exact=True).count() == 1
    assert "Non lu" not in visite.texte()
