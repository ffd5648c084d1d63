"""The pages around the main journeys, each looked at by axe, as the people who use them."""

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from declarations.regles.etats import Etat
from portal.dossiers.recepisses import adresse_de_verification
from tests.declarations.remplir import (
    demander_correction,
    jusqu_a,
    referentiels,
    signer,
    transmettre,
)
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde
from tests.socle.fichiers import PDF


def test_le_conseiller_autour_de_ses_dossiers(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    annee = timezone.localdate().year
    declaration = appeler_aujourd_hui(monde, "previsionnelle", annee)
    maintenant = timezone.now()
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION, maintenant=maintenant)
    demander_correction(
        declaration, monde, pour_le=timezone.localdate(maintenant), maintenant=maintenant
    )
    signer(declaration, monde, maintenant)
    transmettre(declaration, monde, maintenant)
    declaration.refresh_from_db()
    version = declaration.version_courante
    visite.etre(monde.conseiller)

    visite.aller(reverse("declarations:file"))
    visite.page.get_by_role("checkbox", name="Choisir").first.check()
    visite.cliquer("Prendre en charge…")
    visite.cliquer("Prendre en charge")
    assert "1 sur 1 déclaration" in visite.texte()
    for adresse in (
        reverse("declarations:comparaison", args=[declaration.pk, 1, 2]),
        reverse("declarations:messages", args=[declaration.pk]),
        reverse("declarations:joindre_piece", args=[declaration.pk]),
        reverse("declarations:exercice", args=[declaration.equipement_id, declaration.annee]),
        reverse("declarations:catalogue_controles"),
        reverse("declarations:actualisees"),
        reverse("declarations:elan"),
        reverse("declarations:elan_import"),
        reverse("habilitations:equipements"),
        reverse("habilitations:equipement", args=[declaration.equipement_id]),
        f"{reverse('accueil:recherche')}?q=passerelles",
        reverse("relances:previsions"),
    ):
        visite.aller(adresse)
    assert version.calcul.montant > Decimal(0)

    visite.sortir()
    adresse = adresse_de_verification(version.declaration.reference, version.empreinte)
    visite.aller(adresse[adresse.index("/recepisses/") :])
    assert "authentique et c’est le dernier" in visite.texte()


def test_le_partenaire_ecrit_et_joint(monde_vivant: Monde, visite: Visite) -> None:
    annee = timezone.localdate().year
    referentiels(monde_vivant.caf)
    declaration = appeler_aujourd_hui(monde_vivant, "previsionnelle", annee)
    visite.etre(monde_vivant.passerelles.activite)

    visite.aller(reverse("declarations:dossier", args=[declaration.pk]))
    visite.page.get_by_label("Votre message").fill("Où lire la notification ?")
    visite.cliquer("Envoyer le message")
    assert "Où lire la notification ?" in visite.texte()

    visite.aller(reverse("declarations:joindre_piece", args=[declaration.pk]))
    visite.page.locator("input[type=file]").set_input_files(
        {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"}
    )
    visite.cliquer("Joindre la pièce")
    assert "La pièce est jointe" not in visite.texte()
    visite.page.locator("input[type=file]").set_input_files(
        {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    visite.page.get_by_label("Ce que c’est").fill("Bilan de l’année")
    visite.cliquer("Joindre la pièce")
    assert "La pièce est jointe" in visite.texte()
    assert "bilan.pdf" in visite.texte()
