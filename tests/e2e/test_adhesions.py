"""Joining in cases A, B and C, from the personal link to the first declaration opened."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from declarations.models import Campagne
from habilitations.adhesions.services.ouverture import Demande, ouvrir
from habilitations.models import DossierAdhesion, Utilisateur
from habilitations.permissions import Acteur
from portal.socle.models import Courriel
from tests.e2e.conftest import Visite
from tests.habilitations.adhesions.dossiers import DEMANDE
from tests.monde import DEBUT, MOT_DE_PASSE, SIRETS, Monde

PRESIDENTE = DEMANDE.courriel
EQUIPEMENT = "Espace de rencontre des Alizés"
# What the Caf holds on paper, and how many papers follow.
CAS = {
    "a": ({}, 7),
    "b": ({"mcp_signee_le": DEBUT}, 5),
    "c": ({"mcp_signee_le": DEBUT, "afas_signe_le": DEBUT}, 1),
}


def campagne(monde: Monde) -> None:
    jour = timezone.localdate()
    Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature="previsionnelle",
        annee=jour.year,
        ouvre_le=jour - timedelta(days=30),
        echeance_le=jour + timedelta(days=10),
        ferme_le=jour + timedelta(days=40),
    )


def lien_recu() -> str:
    texte = Courriel.objects.filter(destinataire=PRESIDENTE).latest("pk").texte
    trouve = re.search(r"/adhesions/rejoindre/[^/]+/", texte)
    assert trouve
    return trouve[0]


def ouvrir_son_compte(visite: Visite) -> None:
    """The link, once: it opens an account and leads to the file."""
    page = visite.page
    page.context.clear_cookies()
    visite.aller(lien_recu())
    page.locator("#id_prenom").fill("Paule")
    page.locator("#id_nom").fill("Présidente")
    page.locator("#id_password1").fill(MOT_DE_PASSE)
    page.locator("#id_password2").fill(MOT_DE_PASSE)
    visite.cliquer("Ouvrir mon compte")
    assert "En attente de : Le partenaire" in visite.texte()


def remplir_la_fiche(visite: Visite, *, entiere: bool) -> None:
    """Contacts where a paper prints them, an équipement, two people for the three roles."""
    page = visite.page
    visite.cliquer("Remplir la fiche", "link")
    if entiere:
        visite.cliquer("Ajouter un contact", "link")
        page.get_by_label("Prénom et nom").fill("Sam Secrétaire")
        visite.cliquer("Enregistrer")
    visite.cliquer("Ajouter un équipement", "link")
    page.get_by_label("Nom de l’équipement").fill(EQUIPEMENT)
    page.get_by_label("Ce que la Caf finance").select_option("er")
    page.get_by_label("Lieux d’accueil").fill("Chambéry")
    visite.cliquer("Enregistrer")
    for prenom, adresse, roles in (
        ("Aline", "aline@alizes.test", ("fournisseur_activite", "fournisseur_finances")),
        ("Paule", PRESIDENTE, ("approbateur",)),
    ):
        visite.cliquer("Ajouter une personne", "link")
        page.locator("#id_prenom").fill(prenom)
        page.locator("#id_nom").fill("Alizé")
        page.get_by_label("Adresse électronique").fill(adresse)
        for role in roles:
            page.locator(f'[name="{role}"][value="tous"]').check()
        visite.cliquer("Enregistrer")
    visite.cliquer("Revenir au dossier et aux pièces", "link")


def deposer_les_pieces(visite: Visite, dossier: DossierAdhesion, signees: Path) -> None:
    """Each paper is downloaded filled in, signed outside, handed in."""
    page = visite.page
    for genre in dossier.attendues:
        with page.expect_download() as telechargement:
            page.locator(f'a[href$="/pieces/{genre}/a-signer/"]').click()
        signee = signees / f"{genre}.pdf"
        telechargement.value.save_as(signee)
        assert signee.read_bytes().startswith(b"%PDF")
        visite.aller(reverse("adhesions:deposer", args=[dossier.pk, genre]))
        page.set_input_files("input[type=file]", str(signee))
        visite.cliquer("Déposer")
    assert "En attente de : La Caf" in visite.texte()


def verifier_et_conclure(visite: Visite, dossier: DossierAdhesion) -> None:
    page, annee = visite.page, timezone.localdate().year
    for piece in dossier.pieces.order_by("pk"):
        visite.aller(reverse("adhesions:examiner", args=[dossier.pk, piece.pk]))
        page.get_by_label("Accepter cette pièce").check()
        visite.cliquer("Enregistrer la décision")
    visite.cliquer("Conclure l’adhésion", "link")
    assert f"Équipement inscrit : {EQUIPEMENT}" in visite.texte()
    page.locator("select[name^=portefeuille_]").select_option(label="Secteur 1")
    page.locator('input[name^="cof_"]').first.fill("COF-1")
    page.locator("input[name^=cof_du_]").fill(f"{annee}-01-01")
    page.locator("input[name^=cof_au_]").fill(f"{annee + 3}-12-31")
    visite.cliquer("Conclure l’adhésion")
    assert "L’adhésion est conclue" in visite.texte()


@pytest.mark.longue
@pytest.mark.parametrize("cas", CAS)
def test_du_lien_personnel_a_la_premiere_declaration(
    visite: Visite, monde_vivant: Monde, cas: str, tmp_path: Path
) -> None:
    monde, page = monde_vivant, visite.page
    campagne(monde)
    detenu, combien = CAS[cas]
    demande = Demande(**{**vars(DEMANDE), "mode": "non_delegue", "siret": SIRETS[2], **detenu})
    responsable = Acteur(monde.responsable, timezone.now())
    dossier = ouvrir(demande, caf_id=monde.caf.pk, acteur=responsable)
    assert (dossier.cas, len(dossier.attendues)) == (cas, combien)

    visite.etre(monde.responsable)
    visite.aller(reverse("adhesions:dossier", args=[dossier.pk]))
    visite.cliquer("Envoyer un lien personnel", "link")
    visite.cliquer("Envoyer le lien")
    assert "Pas encore ouvert" in visite.texte()

    ouvrir_son_compte(visite)
    remplir_la_fiche(visite, entiere=cas == "a")
    deposer_les_pieces(visite, dossier, tmp_path)

    page.context.clear_cookies()
    visite.etre(monde.responsable)
    verifier_et_conclure(visite, dossier)

    page.context.clear_cookies()
    visite.commencer(Utilisateur.objects.get(email="aline@alizes.test"))
    visite.cliquer(EQUIPEMENT, "link", exact=False)
    assert EQUIPEMENT in visite.texte()
    assert "/declarations/" in page.url
