"""The questionnaires that ship, from the first answer to the Caf: CLAS, CCT, commune."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bilans.models import Bilan
from bilans.regles.accord import chemins_partages
from bilans.regles.etat import evaluer
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.services.definitions import definition_du_bilan
from bilans.services.empreintes import est_altere
from bilans.services.faits import faits_du_bilan
from bilans.services.saisie import enregistrer
from declarations.models import Campagne
from declarations.services import saisie
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.valeurs import Valeur
from portal.socle.models import Courriel
from tests.bilans.bilans import campagne, ouvrir_bilan
from tests.bilans.remplir import remplir
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite
from tests.e2e.test_bilans import donnees, ouvert, section
from tests.monde import SIRETS, Monde, acteur

LA = "collectifs.c1.enfants"
TEXTE = "Deux enfants sont arrivés en juin, après la déclaration."
MAIRIE = "mairie@aime.test"
CONTACT = {
    "structure_nom": "Clas des Alizés",
    "contact_nom": "Jeanne Petit",
    "contact_fonction": "Coordinatrice",
    "contact_telephone": "04 79 00 00 00",
    "contact_courriel": "clas@alizes.test",
}


def places_communes(bilan: Bilan) -> dict[str, str]:
    """Where the bilan asks each figure that it shares with the réelle, by its place there."""
    etat = evaluer(definition_du_bilan(bilan), donnees(bilan), faits_du_bilan(bilan))
    partages = chemins_partages(definition_du_bilan(bilan), etat.emplacements)
    return {la: ici for ici, la in partages.items()}


def recu(objet: str) -> str:
    """Text of the last e-mail that the commune got about this."""
    recus = Courriel.objects.filter(destinataire=MAIRIE, objet__icontains=objet)
    return recus.latest("pk").texte


def repondre_au_reste(bilan: Bilan, monde: Monde, **dites: Valeur) -> None:
    """Every other answer, saved at once by the provider of activity as the page saves them."""
    deja = {**donnees(bilan), **dites}
    for _ in range(2):
        faits = faits_du_bilan(bilan)
        etat = remplir(definition_du_bilan(bilan), faits, rang=0, donnees=deja)
        alice = acteur(monde.passerelles.activite, timezone.now())
        revision = Bilan.objects.get(pk=bilan.pk).feuille.revision
        fait = enregistrer(bilan.pk, acteur=alice, envoi=Envoi(revision, dict(etat.comptees)))
        assert not fait.erreurs


@pytest.mark.longue
def test_bilan_clas_de_la_premiere_reponse_a_la_validation(
    visite: Visite, monde_vivant: Monde
) -> None:
    monde, page = monde_vivant, visite.page
    alice, approbateur = monde.passerelles.activite, monde.passerelles.approbateur
    referentiels(monde.caf)
    reelle = declaration_clas(monde, collectifs=1, nature="reelle")
    saisie.enregistrer(reelle.pk, "activite", acteur=acteur(alice), revision=0, brut={LA: "10"})
    bilan = ouvert(ouvrir_bilan(reelle.equipement, "bilan_clas", reelle.annee))

    visite.commencer(alice)
    visite.cliquer("Remplir", "link", exact=False)
    visite.remplir(CONTACT)
    visite.repondre({"structure_type": "association", "coordination": "non"})
    visite.cliquer("Enregistrer et continuer")
    assert donnees(bilan)["structure_nom"] == "Clas des Alizés"
    chiffres = places_communes(bilan)
    repondre_au_reste(bilan, monde, **{chiffres[LA]: "10"})

    # A figure that both files ask for is changed here: neither leaves until it is explained.
    visite.aller(section(bilan, "collectifs"))
    visite.remplir({chiffres[LA]: "12"})
    visite.cliquer("Enregistrer et continuer")
    visite.aller(reverse("bilans:accord", args=[bilan.pk]))
    assert "1 écart à aligner ou à expliquer" in visite.texte()
    visite.cliquer("Expliquer l’écart", "link", exact=False)
    page.get_by_label("Explication").fill(TEXTE)
    visite.cliquer("Enregistrer l’explication")
    assert TEXTE in visite.texte()

    visite.commencer(approbateur)
    visite.cliquer("Relire et transmettre", "link", exact=False)
    visite.cliquer("Transmettre à la Caf")
    assert "Le bilan est transmis à la Caf" in visite.texte()
    envoi = Bilan.objects.get(pk=bilan.pk).dernier_envoi
    assert not est_altere(envoi)
    assert envoi.reponses[chiffres[LA]] == "12"

    visite.etre(monde.conseiller)
    visite.aller(reverse("bilans:file"))
    visite.cliquer(str(bilan.sujet), "link", exact=False)
    assert "Jeanne Petit" in visite.texte()
    visite.cliquer("Valider le bilan", "link")
    visite.cliquer("Valider")
    assert "Le bilan est validé." in visite.texte()
    assert Bilan.objects.get(pk=bilan.pk).etat == "valide"


@pytest.mark.longue
def test_bilan_cct_puis_autoevaluation_avec_le_conseiller(
    visite: Visite, monde_vivant: Monde
) -> None:
    monde, page = monde_vivant, visite.page
    gens = monde.passerelles
    referentiels(monde.caf)
    reelle, _ = declaration_cct(monde)
    bilan = ouvert(ouvrir_bilan(reelle.equipement, "bilan_cct", reelle.annee))
    grille = ouvert(ouvrir_bilan(reelle.equipement, "autoevaluation_cct", reelle.annee))
    jour = timezone.localdate()
    Campagne.objects.update(
        ouvre_le=jour - timedelta(days=10),
        echeance_le=jour + timedelta(days=20),
        ferme_le=jour + timedelta(days=20),
    )

    # Both ways: what the bilan says fills the réelle, which says otherwise; both pages tell it.
    visite.etre(gens.activite)
    visite.aller(section(bilan, "pilotage"))
    visite.remplir({"participations_copil": "7"})
    visite.cliquer("Enregistrer et continuer")
    visite.aller(reverse("declarations:volet", args=[reelle.pk, "activite"]))
    copil = page.locator('[name="participations_copil"]')
    expect(copil).to_have_value("7")
    copil.fill("8")
    copil.blur()
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré")
    visite.aller(reverse("bilans:accord", args=[bilan.pk]))
    assert "1 écart à aligner ou à expliquer" in visite.texte()
    visite.aller(section(bilan, "pilotage"))
    visite.remplir({"participations_copil": "8"})
    visite.cliquer("Enregistrer et continuer")
    visite.aller(reverse("bilans:accord", args=[bilan.pk]))
    assert "à aligner ou à expliquer" not in visite.texte()

    repondre_au_reste(bilan, monde, participations_copil="8")
    visite.commencer(gens.approbateur)
    visite.cliquer("Relire et transmettre", "link", exact=False)
    visite.cliquer("Transmettre à la Caf")
    assert "Le bilan est transmis à la Caf" in visite.texte()

    # The adviser is told of it, validates, and fills the self-assessment beside the partner.
    visite.etre(monde.conseiller)
    visite.aller("/avis/")
    visite.cliquer("Un bilan est transmis", "link", exact=False)
    visite.cliquer("Valider le bilan", "link")
    visite.cliquer("Valider")
    assert "Le bilan est validé." in visite.texte()
    visite.aller(reverse("bilans:lecture", args=[grille.pk]))
    visite.cliquer("Remplir avec le partenaire", "link")
    visite.aller(section(grille, "mission_1"))
    page.locator('[name="m1_objectifs_politiques.famille"][value="3"]').focus()
    page.keyboard.press("Space")
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré")
    repondre_au_reste(grille, monde)

    visite.commencer(gens.approbateur)
    assert "Votre bilan est validé" in avis_de(visite)
    visite.aller(reverse("bilans:transmission", args=[grille.pk]))
    visite.cliquer("Transmettre à la Caf")
    envoi = Bilan.objects.get(pk=grille.pk).dernier_envoi
    assert envoi.mentions["repondants"] == [
        {"nom": str(gens.activite), "caf": False},
        {"nom": str(monde.conseiller), "caf": True},
    ]
    visite.aller(reverse("bilans:historique", args=[grille.pk]))
    assert str(gens.activite) in visite.texte()


def avis_de(visite: Visite) -> str:
    visite.aller("/avis/")
    return visite.texte()


def test_recensement_par_le_lien_personnel_sans_compte(visite: Visite, monde_vivant: Monde) -> None:
    monde, page = monde_vivant, visite.page
    fenetre, jour = campagne(monde.caf, "recensement_cct", 2025), timezone.localdate()
    fenetre.ouvre_le, fenetre.echeance_le = jour - timedelta(days=1), jour + timedelta(days=20)
    fenetre.ferme_le = fenetre.echeance_le
    fenetre.save()
    ligne = LigneListe(1, SIRETS[2], "Aime", MAIRIE, "Anne", "Aubert", ("handicap",))
    (anne,), _ = inviter(fenetre.pk, [ligne], acteur=acteur(monde.conseiller, timezone.now()))
    bilan = Bilan.objects.get(repondants=anne)

    # The link of the invitation, then the code of a second e-mail.
    lien = re.search(r"/repondre/\S+/", recu(""))
    visite.aller(lien[0])
    visite.cliquer("Recevoir le code")
    page.get_by_label("Code", exact=False).fill(re.search(r"^\d{6}$", recu("code"), re.M)[0])
    visite.cliquer("Ouvrir le questionnaire")

    visite.cliquer("Remplir", "link", exact=False)
    visite.remplir({"commune": "Aime-la-Plagne", "pilote": "Camille Martin, directrice"})
    visite.repondre({"postes_finances": "oui"})
    visite.cliquer("Enregistrer et continuer")
    reponses = remplir(
        definition_du_bilan(bilan), faits_du_bilan(bilan), rang=0, donnees=donnees(bilan)
    ).comptees
    theme = {c: v for c, v in reponses.items() if c.startswith("themes.handicap.")}
    visite.repondre({c: v for c, v in theme.items() if v == "oui"})
    visite.remplir({c: v for c, v in theme.items() if v != "oui"})
    visite.cliquer("Enregistrer et continuer")

    visite.cliquer("Relire et transmettre à la Caf", "link")
    visite.cliquer("Transmettre à la Caf")
    assert "Le bilan est transmis à la Caf" in visite.texte()
    envoi = Bilan.objects.get(pk=bilan.pk).dernier_envoi
    assert envoi.reponses == reponses
    recepisse = page.request.get(
        visite.base + reverse("bilans:recepisse", args=[bilan.pk, envoi.numero])
    )
    assert recepisse.headers["content-type"] == "application/pdf"

    # The e-mail that recalls what was sent leads back by the link: this device is known.
    assert "Aime-la-Plagne" in recu("transmis")
    visite.aller(re.search(r"/repondre/\S+/", recu("transmis"))[0])
    assert page.url.endswith(reverse("bilans:bilan", args=[bilan.pk]))
