"""What is read before approving, validating, asking again: on the very page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.services import instruction
from declarations.services.campagnes import appeler
from habilitations.models import Portefeuille
from tests.declarations.listes import texte
from tests.declarations.remplir import (
    demander_correction,
    jusqu_a,
    remplir,
    signer,
    transmettre,
)
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def page(client: Client, nom: str, pk: int) -> str:
    return texte(client.get(reverse(f"declarations:{nom}", args=[pk])).content.decode())


def test_valider_apres_une_correction(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    remplir(declaration, monde, {"comptes.60": "8 500", "comptes.741": "20 100"})
    client.force_login(monde.passerelles.approbateur)
    signer(declaration, monde)
    lue = page(client, "approbation", declaration.pk)
    assert "Ce que la Caf avait demandé" in lue
    assert "Ce qui a changé depuis la version 1" in lue
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller))
    client.force_login(monde.conseiller)
    lue = page(client, "validation", declaration.pk)
    for attendu in (
        "Subvention estimée à la transmission",
        "Le compte 64 ne correspond pas à votre compte de résultat.",
        "8 400,00 €",
        "8 500,00 €",
        "Total des charges",
        "Écarts relevés et justifications",
    ):
        assert attendu in lue
    instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
    lue = page(client, "dossier", declaration.pk)
    assert "Montant validé" in lue
    assert "Subvention estimée" not in lue


def test_une_fois_validee_aucune_page_ne_parle_d_estimation(monde: Monde, client: Client) -> None:
    """The lists, the file, its version, its exercice: for the partner and for the Caf."""
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    pk, equipement = declaration.pk, declaration.equipement_id
    communes = [
        reverse("declarations:dossier", args=[pk]),
        reverse("declarations:version", args=[pk, 1]),
        reverse("declarations:exercice", args=[equipement, declaration.annee]),
    ]
    listes = {
        monde.passerelles.finances: ["declarations:suivi", "accueil:a_faire"],
        monde.conseiller: ["declarations:file", "declarations:exercices"],
    }
    for qui, noms in listes.items():
        client.force_login(qui)
        for adresse in (*communes, *map(reverse, noms)):
            lue = texte(client.get(adresse).content.decode())
            lus = re.findall(r".{60}\bestim(?:ation|ée?)\b.{40}", lue, re.IGNORECASE)
            assert lus == [], (adresse, qui)


def test_une_rectificative_se_dit_et_le_montant_qui_compte_reste(
    monde: Monde, client: Client
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    instruction.ouvrir_rectificative(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Le compte 60 est à revoir en entier.",
        pour_le=JOUR + timedelta(days=10),
    )
    for qui in (monde.conseiller, monde.passerelles.finances):
        client.force_login(qui)
        lue = page(client, "dossier", declaration.pk)
        assert "– rectificative" in lue
        assert "La version validée compte toujours" in lue


def test_une_version_jamais_validee_n_est_pas_dite_validee(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    client.force_login(monde.conseiller)
    lue = page(client, "dossier", declaration.pk)
    assert "La version transmise compte toujours" in lue
    assert "La version validée compte toujours" not in lue


def test_on_choisit_les_champs_sur_la_version_telle_qu_elle_se_lit(
    monde: Monde, client: Client
) -> None:
    jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    client.force_login(monde.conseiller)
    lue = page(client, "correction", declaration.pk)
    assert "Données financières – 60 Achats" in lue
    assert "Prévisionnelle 2025" in lue
    assert 'value="comptes.60"' in lue
    adresse = reverse("declarations:correction", args=[declaration.pk])
    reponse = client.post(adresse, {"champs": ["comptes.60"], "motif": "x"})
    refuse = reponse.content.decode()
    assert reponse.status_code == 422
    assert refuse.count("checked") == 1


def test_la_caf_voit_ou_en_est_le_partenaire_et_qui_appeler(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_saisie")
    client.force_login(monde.conseiller)
    lue = page(client, "dossier", declaration.pk)
    assert "En cours de saisie : dernier enregistrement à 10 h 00" in lue
    assert "Alice Activité" in lue
    assert monde.passerelles.finances.email in lue
    assert "92 800" not in lue
    client.force_login(monde.passerelles.activite)
    assert "Chez le partenaire" not in page(client, "dossier", declaration.pk)


def test_la_file_triee_par_date_suit_la_date_montree(monde: Monde, client: Client) -> None:
    """Validated files too, whose date is that of their validation."""
    faites = [
        jusqu_a(monde.declaration("previsionnelle", annee), monde, "validee")
        for annee in (2024, 2025)
    ]
    for rang, declaration in enumerate(faites):
        declaration.etat_depuis = MAINTENANT - timedelta(days=[1, 9][rang])
        declaration.save(update_fields=["etat_depuis"])
    client.force_login(monde.conseiller)
    for tri, attendu in (("date", ["2025", "2024"]), ("-date", ["2024", "2025"])):
        adresse = reverse("declarations:file") + f"?etat=validee&sort={tri}"
        lue = texte(client.get(adresse).content.decode())
        lue = lue[lue.index("<tbody") :]
        places = [lue.index(f"Prévisionnelle {annee}") for annee in attendu]
        assert places == sorted(places)


def test_qui_remplace_voit_deux_portefeuilles_a_part(monde: Monde, client: Client) -> None:
    """The substitute of « Secteur 1 » has a portfolio of their own, with another équipement."""
    sien = Portefeuille.objects.create(caf=monde.caf, nom="Secteur 2", titulaire=monde.remplacant)
    monde.er_voisin.portefeuille = sien
    monde.er_voisin.save(update_fields=["portefeuille"])
    declaration = monde.declaration()
    appeler(declaration.campagne, monde.er_voisin, MAINTENANT)
    client.force_login(monde.remplacant)
    adresse = reverse("declarations:file")
    lue = texte(client.get(adresse).content.decode())
    assert "Secteur 1, en remplacement de Colette Conseil" in lue
    assert monde.er.nom in lue
    assert monde.er_voisin.nom in lue
    lue = texte(client.get(f"{adresse}?perimetre=portefeuille-{sien.pk}").content.decode())
    assert monde.er_voisin.nom in lue
    assert monde.er.nom not in lue
    client.force_login(monde.conseiller)
    assert "Secteur 1, en remplacement" not in client.get(adresse).content.decode()


def test_la_suite_revient_a_quelqu_un(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_saisie")
    client.force_login(monde.passerelles.approbateur)
    lue = page(client, "dossier", declaration.pk)
    assert "La suite revient à Alice Activité et à Fabien Finances." in lue


def test_les_champs_a_corriger_sont_nommes_la_ou_l_on_travaille(
    monde: Monde, client: Client
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    lieu = declaration.version_courante.lignes[1]
    instruction.demander_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Ces heures ne sont pas celles de votre agenda.",
        pour_le=JOUR + timedelta(days=10),
        champs=[f"lieux.{lieu['cle']}.heures_entretiens"],
    )
    client.force_login(monde.passerelles.activite)
    suivi = texte(client.get(reverse("declarations:suivi")).content.decode())
    assert f"À corriger : Heures d’entretiens – {lieu['libelle']}." in suivi
    adresse = reverse("declarations:volet", args=[declaration.pk, "activite"])
    onglets = client.get(adresse).content.decode()
    onglets = onglets[onglets.index('class="sommaire"') :]
    onglets = onglets[: onglets.index("</nav>")]
    assert onglets.count("À corriger") == 1
    assert onglets.index(lieu["libelle"]) < onglets.index("À corriger")


@pytest.mark.parametrize(("ouverts", "dit"), [((), False), (("comptes.60",), True)])
def test_une_correction_qui_n_ouvre_pas_l_equilibre_dit_comment_en_sortir(
    monde: Monde, client: Client, ouverts: tuple[str, ...], dit: bool
) -> None:
    """Account 60 alone cannot change in a budget: nothing that would balance it is open."""
    declaration = jusqu_a(monde.declaration("previsionnelle", 2025), monde, "en_instruction")
    volets = () if ouverts else ("finances",)
    demander_correction(declaration, monde, volets=volets, champs=ouverts)
    remplir(declaration, monde, {"comptes.60": "9 999"})
    client.force_login(monde.passerelles.finances)
    adresse = reverse("declarations:signer", args=[declaration.pk, "finances"])
    lue = texte(client.get(adresse).content.decode())
    assert "un budget est présenté à l’équilibre" in lue
    assert ("Un point à corriger dépend aussi de données que la Caf n’a pas ouvertes" in lue) is dit
