"""A study officer of a Caf, then of the nation: count, filter, cross, compare, take away."""

from bilans.services.analyse.exports import TACHE
from bilans.tasks import ecrire_export
from declarations.models import ExportListe
from tests.bilans.etudes import BONUS, COMBIEN, TYPE, envoyer, publier, version
from tests.e2e.conftest import Visite
from tests.monde import Monde


def test_du_premier_chiffre_a_l_export(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    essai = publier()
    oui = {"bonus": "oui", "combien": "12", "structure": "rouge", "avis": "L’école est loin"}
    non = {"bonus": "non", "structure": "vert", "plusieurs": ["rouge", "vert"]}
    envoyer(monde, essai, *[oui] * 7, *[non] * 6, {"bonus": "ne_sait_pas", "structure": "vert"})
    envoyer(monde, publier(version(2, BONUS, COMBIEN, TYPE)), *[oui] * 6, *[non] * 8, annee=2025)

    visite.etre(monde.conseiller)
    visite.aller("/bilans/analyse/")
    visite.verifier()
    visite.cliquer("Bilan d’essai", role="link")
    assert "28 bilans" in visite.texte().replace("\u00a0", " ")
    visite.verifier()

    visite.cliquer("Filtrer sur une réponse ou sur un fait", role="link")
    visite.page.get_by_label("Question").select_option(label="Un bonus ?")
    visite.cliquer("Choisir cette question")
    visite.verifier()
    visite.page.get_by_label("Ne sait pas").check()
    visite.cliquer("Appliquer le filtre")
    assert "1 bilan" in visite.texte().replace("\u00a0", " ")
    visite.cliquer("Retirer", role="link", exact=False)

    visite.cliquer("Croiser deux questions", role="link")
    visite.page.get_by_label("En colonnes").select_option(label="Type de structure")
    visite.cliquer("Croiser")
    assert "Ensemble" in visite.texte()
    visite.verifier()

    visite.cliquer("Comparer", role="link")
    assert "2025-2026" in visite.texte()
    visite.verifier()
    visite.page.get_by_label("Nom de la vue").fill("Mes exercices")
    visite.cliquer("Enregistrer")
    assert "La vue est enregistrée" in visite.texte()

    visite.cliquer("Exporter", role="link")
    visite.verifier()
    visite.cliquer("Préparer le fichier")
    visite.verifier()
    ecrire_export(ExportListe.objects.get(tache=TACHE).pk)
    lien = visite.page.get_by_role("link", name="Télécharger le fichier")
    with visite.page.expect_download() as attendu:
        lien.click()
    assert attendu.value.suggested_filename.endswith(".xlsx")

    visite.etre(monde.national)
    visite.aller(f"/bilans/analyse/{essai.questionnaire_id}/")
    assert "masqués" in visite.texte()
    visite.verifier()
