"""The partner's tableau de suivi: what I have to do, then the rest."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne
from declarations.services.volets import renvoyer_volet
from habilitations.models import Habilitation, Role
from tests.declarations.listes import campagne, declarer, page, requetes
from tests.declarations.remplir import MOTIF_CORRECTION, demander_correction, jusqu_a
from tests.declarations.views.suivi import SUIVI, a_faire, autres
from tests.monde import MAINTENANT, Monde, acteur, changer, habiliter

pytestmark = pytest.mark.usefixtures("fige")


def test_chacun_voit_son_volet(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    for qui, volet, quoi in (
        (monde.passerelles.activite, "activite", "Saisir les données d’activité"),
        (monde.passerelles.finances, "finances", "Saisir les données financières"),
    ):
        attendu = a_faire(page(client, qui, SUIVI))
        assert quoi in attendu
        assert "Prévisionnelle 2026" in attendu
        assert "Espace de rencontre Les Passerelles" in attendu
        assert "À transmettre au plus tard le 13 février 2026" in attendu
        assert "il reste 10 jours" in attendu
        assert reverse("declarations:volet", args=[declaration.pk, volet]) in attendu


def test_l_approbateur_attend_les_deux_volets(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    texte = page(client, monde.passerelles.approbateur, SUIVI)
    assert "Rien n’est attendu de vous" in a_faire(texte)
    assert "En attente des données d’activité et des données financières" in autres(texte)

    jusqu_a(declaration, monde, "a_approuver")
    attendu = a_faire(page(client, monde.passerelles.approbateur, SUIVI))
    assert "Approuver et transmettre à la Caf" in attendu
    assert reverse("declarations:approbation", args=[declaration.pk]) in attendu


def test_qui_a_signe_attend_les_autres(monde: Monde, client: Client) -> None:
    jusqu_a(monde.declaration(), monde, "a_approuver")
    texte = page(client, monde.passerelles.activite, SUIVI)
    assert "Rien n’est attendu de vous" in a_faire(texte)
    assert "À approuver" in autres(texte)
    assert "En attente d’Agathe Approbation" in autres(texte)


def test_qui_approuve_est_nomme_a_la_caf_aussi_et_le_role_quand_personne_ne_le_tient(
    monde: Monde, client: Client
) -> None:
    jusqu_a(monde.declaration(), monde, "a_approuver")
    file = reverse("declarations:file")
    assert "Agathe Approbation" in page(client, monde.conseiller, file)

    Habilitation.objects.filter(role=Role.APPROBATEUR).update(au=date(2026, 1, 31))
    assert "Agathe Approbation" not in page(client, monde.conseiller, file)
    assert "Approbateur" in page(client, monde.conseiller, file)
    texte = page(client, monde.passerelles.activite, SUIVI)
    assert "En attente de l’approbateur" in autres(texte)


def test_la_correction_ne_touche_que_son_volet(monde: Monde, client: Client) -> None:
    jusqu_a(monde.declaration(), monde, "a_corriger")
    attendu = a_faire(page(client, monde.passerelles.finances, SUIVI))
    assert "Corriger les données financières" in attendu
    assert f"La Caf demande une correction : « {MOTIF_CORRECTION} »" in attendu
    assert "À corriger pour le 18 février 2026" in attendu
    assert "il reste 15 jours" in attendu

    texte = page(client, monde.passerelles.activite, SUIVI)
    assert "Rien n’est attendu de vous" in a_faire(texte)
    assert "En attente des données financières" in autres(texte)


def test_le_renvoi_par_l_approbateur_donne_son_motif(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_approuver")
    qui = acteur(monde.passerelles.approbateur)
    renvoyer_volet(declaration.pk, "activite", acteur=qui, motif="Les heures d’Ugine manquent.")
    attendu = a_faire(page(client, monde.passerelles.activite, SUIVI))
    assert "Revoir les données d’activité" in attendu
    # By name, here as on the pages of the file.
    nom = monde.passerelles.approbateur.nom_complet
    assert f"{nom} vous a renvoyé ce volet : « Les heures d’Ugine manquent. »" in attendu
    dossier = page(client, monde.passerelles.activite, f"/declarations/{declaration.pk}/")
    assert f"{nom} vous a renvoyé ce volet : « Les heures d’Ugine manquent. »" in dossier
    assert f"{nom} a renvoyé ce volet" in dossier
    volet = f"/declarations/{declaration.pk}/volets/activite/"
    assert f"{nom} vous a renvoyé ce volet" in page(client, monde.passerelles.activite, volet)


def test_transmise_la_caf_agit_et_le_montant_se_lit(monde: Monde, client: Client) -> None:
    jusqu_a(monde.declaration(), monde, "transmise")
    reste = autres(page(client, monde.passerelles.activite, SUIVI))
    assert "Transmise à la Caf" in reste
    assert "En attente de Colette Conseil, à la Caf" in reste
    assert "depuis aujourd’hui" in reste
    assert "71 400,30 €" in reste


def test_plusieurs_partenaires_sont_nommes(monde: Monde, client: Client) -> None:
    monde.declaration()
    qui = monde.passerelles.activite
    assert "Association Les Passerelles" not in a_faire(page(client, qui, SUIVI))
    habiliter(qui, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR)
    assert "Association Les Passerelles" in a_faire(page(client, qui, SUIVI))


def test_les_deux_volets_menent_au_dossier(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    qui = monde.passerelles.activite
    habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)
    attendu = a_faire(page(client, qui, SUIVI))
    assert "Saisir les données d’activité et les données financières" in attendu
    assert f'href="{reverse("declarations:dossier", args=[declaration.pk])}"' in attendu


def test_un_etranger_ne_voit_rien(monde: Monde, client: Client) -> None:
    monde.declaration()
    for qui in vars(monde.voisins).values():
        if qui == monde.voisins.gestionnaire:
            continue
        texte = page(client, qui, SUIVI)
        assert "Les Passerelles" not in texte
        assert "Aucune autre déclaration" in texte


def test_un_droit_sur_un_autre_equipement_ne_montre_rien(monde: Monde, client: Client) -> None:
    monde.declaration()
    droit = monde.passerelles.activite.habilitations.get()
    changer([droit], equipements=[])
    assert "Prévisionnelle 2026" not in page(client, monde.passerelles.activite, SUIVI)


def test_l_exercice_filtre_le_reste_mais_pas_ce_qui_est_a_faire(
    monde: Monde, client: Client
) -> None:
    monde.declaration()
    ouverte = date(2025, 1, 1), date(2026, 3, 1), date(2026, 3, 31)
    for annee in (2024, 2025):
        (d,) = declarer(campagne(monde, "reelle", annee, *ouverte), monde, [f"ER de {annee}"])
        jusqu_a(d, monde, "transmise")
    texte = page(client, monde.passerelles.activite, SUIVI, annee=2024)
    assert "ER de 2024" in autres(texte)
    assert "ER de 2025" not in autres(texte)
    assert "Prévisionnelle 2026" in a_faire(texte)


def test_plus_de_vingt_cinq_lignes_font_deux_pages(monde: Monde, client: Client) -> None:
    c = Campagne.objects.get(pk=monde.declaration().campagne_id)
    declarer(c, monde, [f"Antenne {i}" for i in range(1, 29)])
    texte = page(client, monde.passerelles.activite, SUIVI)
    assert "(29)" in a_faire(texte)
    assert "?a_faire=2" in texte
    suite = page(client, monde.passerelles.activite, SUIVI, a_faire=2)
    assert a_faire(suite).count('<li class="action ') == 4
    assert "Antenne 28" in a_faire(suite)
    reste = page(client, monde.passerelles.approbateur, SUIVI, sort="equipement", page=2)
    assert "Antenne 28" in autres(reste)
    assert "Antenne 3<" not in autres(reste)


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(monde: Monde, client: Client) -> None:
    c = monde.declaration().campagne
    demander_a_tous(declarer(c, monde, ["Un", "Deux", "Trois"]), monde)
    gens = (monde.passerelles.activite, monde.passerelles.approbateur)
    peu = [requetes(client, qui, SUIVI, sort="equipement") for qui in gens]
    demander_a_tous(declarer(c, monde, [f"Antenne {i}" for i in range(28)]), monde)
    assert [requetes(client, qui, SUIVI, sort="equipement") for qui in gens] == peu


def demander_a_tous(declarations: list, monde: Monde) -> None:
    """A few of them sent, one of them to correct: all the shapes of line on the page."""
    jusqu_a(declarations[0], monde, "transmise")
    jusqu_a(declarations[1], monde, "en_instruction")
    demander_correction(declarations[1], monde, maintenant=MAINTENANT)


def test_le_nom_d_une_personne_s_elide(monde: Monde, client: Client) -> None:
    monde.conseiller.prenom = "Isabelle"
    monde.conseiller.save(update_fields=["prenom"])
    jusqu_a(monde.declaration(), monde, "transmise")
    reste = autres(page(client, monde.passerelles.activite, SUIVI))
    assert "En attente d’Isabelle Conseil, à la Caf" in reste
