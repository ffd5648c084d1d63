"""A CLAS with bonuses and one collectif more than notified, from the first button to « traitée ».

Worked by hand (DOMAINE §4): PR 30 000, 3 collectifs financed out of 4, bonuses 2 and 3 →
0.325 × 23 658.45 = 7 689.00, and 5 × 329 = 1 645.00, that is 9 334.00.
"""

import pytest
from django.utils import timezone

from declarations.models import Declaration
from declarations.regles.etats import Etat
from tests.declarations.clas import notifier, projet_clas
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

ANNEE = timezone.localdate().year - 1
COLLECTIFS = ("Les Alizés", "Les Embruns", "Le Grand Large", "Les Boussoles")
# Bonuses claimed: enfants, then parents.
BONUS = (("oui", "oui"), ("oui", "oui"), ("non", "oui"), ("non", "non"))
EXPLICATION = "Un quatrième groupe répond à la demande de l’école, sans financement cette année."
PROJET = "Un atelier de lecture à voix haute avec la médiathèque, de novembre à mai."
PAR_COLLECTIF = {
    "enfants": "10",
    "filles": "6",
    "garcons": "4",
    "seances_par_semaine": "2",
    "semaines": "30",
    "seances": "58",
    "intervenants_salaries": "1",
    "intervenants_benevoles": "1",
}
PROJET_ENTIER = {
    "enfants_6_10": "30",
    "enfants_11_16": "10",
    "enfants_17_plus": "0",
    "enfants_qpv": "22",
    "familles": "35",
    "actions_parents": "8",
    "rencontres_ecole": "12",
}
COMPTES = {
    "comptes.60": "3 000",
    "comptes.64": "27 000",
    "comptes.70623": "9 334",
    "comptes.741": "10 000",
    "comptes.744": "11 166",
    "resultat_annonce": "500",
}


@pytest.mark.longue
def test_du_premier_collectif_a_la_validation(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    equipement = projet_clas(monde)
    notifier(monde, equipement, 3, ANNEE)
    declaration = appeler_aujourd_hui(monde, "reelle", ANNEE, equipement)

    visite.commencer(monde.passerelles.activite)
    _ajouter_les_collectifs(visite, declaration)
    _saisir_l_activite(visite, declaration)
    _decrire_les_projets(visite)
    _justifier_et_signer(visite, declaration)
    _saisir_les_comptes(visite, monde, declaration)
    _approuver(visite, monde, declaration)
    _valider(visite, monde, declaration, equipement.nom)

    declaration.refresh_from_db()
    assert declaration.etat == Etat.VALIDEE
    version = declaration.version_en_vigueur
    assert [ligne["libelle"] for ligne in version.lignes] == list(COLLECTIFS)
    assert f"{version.calcul.montant:.2f}" == "9334.00"
    assert version.justifications.get().cle == "C11:collectifs"


def _ajouter_les_collectifs(visite: Visite, declaration: Declaration) -> None:
    visite.aller(f"/declarations/{declaration.pk}/")
    visite.cliquer("Ouvrir", role="link")
    for nom in COLLECTIFS:
        visite.page.fill("[name=libelle_ligne]", nom)
        visite.cliquer("Enregistrer et ajouter un collectif")
        assert nom in visite.texte()


def _saisir_l_activite(visite: Visite, declaration: Declaration) -> None:
    declaration.refresh_from_db()
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]
    for cle, (enfants, parents) in zip(cles, BONUS, strict=True):
        prefixe = f"collectifs.{cle}"
        visite.remplir({f"{prefixe}.{code}": valeur for code, valeur in PAR_COLLECTIF.items()})
        visite.repondre(
            {
                f"{prefixe}.niveau": "elementaire",
                f"{prefixe}.bonus_enfants": enfants,
                f"{prefixe}.bonus_parents": parents,
            }
        )
    visite.remplir(PROJET_ENTIER)
    panneau = visite.page.locator("#panneau")
    # A bonus asks for its project at once: both are among the answers that miss.
    panneau.get_by_text("Il reste 3 réponses à donner").click()
    panneau.get_by_text("Le bonus parents est demandé").wait_for()
    assert "pour 3 dans la notification" in " ".join(panneau.inner_text().split())


def _decrire_les_projets(visite: Visite) -> None:
    """C13 stands in the way until both projects are described."""
    visite.cliquer("Enregistrer et terminer ce volet")
    assert "Le bonus enfants est demandé (Les Alizés, Les Embruns)" in visite.texte()
    visite.page.go_back()
    visite.page.reload()
    visite.remplir({"projet_bonus_enfants": PROJET, "projet_bonus_parents": PROJET})
    visite.cliquer("Enregistrer et terminer ce volet")
    assert "Le bonus" not in visite.texte()


def _justifier_et_signer(visite: Visite, declaration: Declaration) -> None:
    visite.cliquer("Justifier les écarts", role="link")
    assert "4 collectifs déclarés, pour 3 dans la notification" in visite.texte()
    assert visite.justifier(EXPLICATION, "activite") == 1
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/signature/")
    visite.cliquer("Signer ce volet")
    assert "Signé par Alice Activité" in visite.texte()


def _saisir_les_comptes(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    visite.commencer(monde.passerelles.finances)
    visite.aller(f"/declarations/{declaration.pk}/volets/finances/")
    visite.remplir(COMPTES)
    visite.page.locator("#panneau").get_by_text("9 334,00").first.wait_for()
    visite.cliquer("Enregistrer et terminer ce volet")
    visite.cliquer("Signer ce volet")


def _approuver(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    visite.commencer(monde.passerelles.approbateur)
    visite.aller(f"/declarations/{declaration.pk}/approbation/")
    texte = visite.texte()
    assert EXPLICATION in texte
    assert "9 334,00" in texte
    visite.cliquer("Approuver et transmettre à la Caf")


def _valider(visite: Visite, monde: Monde, declaration: Declaration, nom: str) -> None:
    visite.commencer(monde.conseiller)
    visite.aller(f"/declarations/{declaration.pk}/versions/1/")
    assert EXPLICATION in visite.texte()
    visite.aller("/declarations/instruction/?etat=transmise")
    visite.cliquer(nom, role="link", exact=False)
    visite.cliquer("Prendre en charge")
    visite.cliquer("Valider la déclaration", role="link")
    visite.cliquer("Valider")
    assert "Validée" in visite.texte()
