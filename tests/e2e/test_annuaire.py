"""The responsable keeps the annuaire: a partner with two équipements, a list corrected, a portfolio
moved."""

from pathlib import Path

from django.urls import reverse

from habilitations.annuaire.services.portefeuilles import creer_portefeuille
from habilitations.models import Equipement, Gestionnaire
from tests.e2e.conftest import Visite
from tests.monde import SIRETS, Monde, acteur

ENTETES = "SIRET du gestionnaire;Nom;Dispositif;Portefeuille\n"


def test_un_gestionnaire_une_liste_un_portefeuille(
    monde_vivant: Monde, visite: Visite, tmp_path: Path
) -> None:
    monde, page = monde_vivant, visite.page
    creer_portefeuille(
        caf_id=monde.caf.pk,
        nom="Secteur 2",
        titulaire=monde.hors_portefeuille.pk,
        acteur=acteur(monde.responsable),
    )
    visite.etre(monde.responsable)

    visite.aller(reverse("annuaire:gestionnaires"))
    visite.cliquer("Ajouter un gestionnaire", role="link")
    page.get_by_label("SIRET").fill("981 237 001 00013")
    page.get_by_label("Nom").fill("Les Alizés")
    page.get_by_label("Nature").select_option("association")
    visite.cliquer("Ajouter")
    assert "n’est pas valide" in visite.texte()
    page.get_by_label("SIRET").fill("981 237 001 00012")
    visite.cliquer("Ajouter")
    visite.cliquer("Les Alizés", role="link")

    for nom in ("CLAS du Port", "CLAS de la Gare"):
        visite.cliquer("Ajouter un équipement", role="link")
        page.get_by_label("Dispositif").select_option("clas")
        page.get_by_label("Nom").fill(nom)
        page.get_by_label("Portefeuille").select_option(str(monde.portefeuille.pk))
        visite.cliquer("Ajouter")
        alizes = Gestionnaire.objects.get(siret=SIRETS[3])
        visite.aller(reverse("annuaire:gestionnaire", args=[alizes.pk]))
        assert nom in visite.texte()

    liste = tmp_path / "liste.csv"
    faux = f"{SIRETS[3]};CLAS du Lac;CLAS;Secteur 1\n3,62521E+13;CLAS perdu;CLAS;Secteur 1\n"
    liste.write_text(ENTETES + faux, encoding="utf-8")
    visite.aller(reverse("annuaire:importer"))
    page.set_input_files("input[name=fichier]", liste)
    visite.cliquer("Examiner ce fichier")
    assert "arrondi ce SIRET" in visite.texte()
    visite.cliquer("Importer 1 ligne")
    assert "Des lignes sont refusées" in visite.texte()
    assert not Equipement.objects.filter(nom="CLAS du Lac").exists()

    liste.write_text(ENTETES + faux.replace("3,62521E+13", SIRETS[3]), encoding="utf-8")
    visite.aller(reverse("annuaire:importer"))
    page.set_input_files("input[name=fichier]", liste)
    visite.cliquer("Examiner ce fichier")
    page.set_viewport_size({"width": 375, "height": 800})
    visite.verifier()
    visite.cliquer("Importer 2 lignes")
    assert "L’import est fait" in visite.texte()
    assert Equipement.objects.filter(gestionnaire__siret=SIRETS[3]).count() == 4
    page.set_viewport_size({"width": 1280, "height": 800})

    visite.aller(reverse("annuaire:portefeuille", args=[monde.portefeuille.pk]))
    visite.cliquer("Déplacer des équipements", role="link")
    page.get_by_label("Vers le portefeuille").select_option(label="Secteur 2 – Hugo Collègue")
    page.get_by_label("CLAS du Port (Les Alizés)").check()
    page.get_by_label("CLAS du Lac (Les Alizés)").check()
    visite.cliquer("Voir ce qui change")
    assert "2 équipements passent" in visite.texte()
    visite.cliquer("Déplacer")
    assert "2 équipements sont déplacés" in visite.texte().replace("\u00a0", " ")
