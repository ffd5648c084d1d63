"""An adviser imports a workbook that hides a row: told, asked, then written."""

from pathlib import Path

from django.urls import reverse

from declarations.models import RepriseElan
from tests.declarations.clas import projet_clas
from tests.declarations.classeurs import classeur_elan
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite
from tests.monde import Monde


def test_un_classeur_qui_masque_une_ligne(
    visite: Visite, monde_vivant: Monde, tmp_path: Path
) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    projet = projet_clas(monde)
    fichier = tmp_path / "reprise-elan.xlsx"

    def retoucher(livre: object) -> None:
        livre["Comptes"].row_dimensions[3].hidden = True
        livre["Comptes"]["D4"] = 100
        page = livre.create_sheet("Projets")
        page.append(["N° du projet", "Exercice", "N° ELAN", "Projet socio-éducatif des enfants"])
        page.append([projet.pk, "2024-2025", "CLAS-2024-7", "Lire ensemble.\nÉcrire."])

    fichier.write_bytes(classeur_elan(projet, retoucher=retoucher))
    visite.etre(monde.conseiller)
    visite.aller(reverse("declarations:elan_import"))
    visite.page.set_input_files("input[name=fichier]", fichier)
    visite.cliquer("Lire le classeur")
    assert "Comptes, ligne 3" in visite.texte()
    assert "projet n° CLAS-2024-7 dans ELAN" in visite.texte()

    visite.cliquer("Confirmer l’import")
    assert "cochez la case" in visite.texte()
    assert not RepriseElan.objects.exists()

    visite.page.set_viewport_size({"width": 375, "height": 800})
    visite.verifier()
    visite.page.get_by_label("J’ai regardé les points à vérifier").check()
    visite.cliquer("Confirmer l’import")
    assert "Import confirmé" in visite.texte()
    assert RepriseElan.objects.get().numero_elan == "CLAS-2024-7"
