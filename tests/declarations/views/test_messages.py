"""Messages of a file on its pages: written, read by each for oneself, counted in lists."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from portal.dossiers.models import LectureMessages, MessageDossier, PieceJointe
from tests.declarations.listes import campagne, declarer, page, requetes
from tests.declarations.pieces import ecrire_par, joindre_par
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.echanges import adresse, envoyer
from tests.monde import Monde
from tests.socle import fichiers

SUIVI, FILE = reverse("declarations:suivi"), reverse("declarations:file")
A_FAIRE = reverse("accueil:a_faire")
pytestmark = pytest.mark.usefixtures("fige", "reperes")


def test_ecrire_un_message_avec_une_piece(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    reponse = envoyer(
        client,
        monde.passerelles.activite,
        "messages",
        declaration.pk,
        texte="Bonjour,\n<b>voici</b> le contrat.",
        fichier=fichiers.televerse(nom="contrat.pdf"),
    )
    assert reponse.url == adresse("dossier", declaration.pk) + "#messages"
    lu = page(client, monde.conseiller, adresse("dossier", declaration.pk))
    assert "&lt;b&gt;voici&lt;/b&gt; le contrat." in lu
    assert "contrat.pdf – PDF" in lu
    assert "Association Les Passerelles" in lu
    piece = PieceJointe.objects.get()
    assert client.get(adresse("piece", declaration.pk, piece.pk)).status_code == 200
    assert client.get(adresse("retirer_piece", declaration.pk, piece.pk)).status_code == 404


def test_un_message_refuse_garde_ce_qui_est_ecrit(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    reponse = envoyer(
        client,
        monde.conseiller,
        "messages",
        declaration.pk,
        texte="Un long message à ne pas perdre",
        fichier=fichiers.televerse(fichiers.SCRIPT),
    )
    assert reponse.status_code == 422
    assert "Un long message à ne pas perdre" in reponse.content.decode()
    assert not MessageDossier.objects.exists()


def test_un_lecteur_de_la_caf_lit_sans_ecrire(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    ecrire_par(declaration, monde.passerelles.activite)
    lu = page(client, monde.hors_portefeuille, adresse("dossier", declaration.pk))
    assert "Bonjour, une question." in lu
    assert "Envoyer le message" not in lu
    reponse = envoyer(client, monde.hors_portefeuille, "messages", declaration.pk, texte="Moi ?")
    assert reponse.status_code == 403


def test_ouvrir_le_dossier_lit_ses_messages_pour_soi_seul(monde: Monde, client: Client) -> None:
    declaration, gens = monde.declaration(), monde.passerelles
    for mot in ("Un", "Deux"):
        ecrire_par(declaration, monde.conseiller, mot)
    dossier = adresse("dossier", declaration.pk)
    client.force_login(gens.activite)
    client.head(dossier)
    assert not LectureMessages.objects.exists()
    assert "2 messages non lus" in page(client, gens.activite, SUIVI)
    assert "2 messages non lus" in page(client, gens.activite, A_FAIRE)
    lu = page(client, gens.activite, dossier)
    assert "2 nouveaux messages" in lu
    assert lu.index(">Un<") < lu.index(">Deux<")
    assert "nouveaux messages" not in page(client, gens.activite, dossier)
    assert "non lu" not in page(client, gens.activite, SUIVI)
    assert "non lu" not in page(client, gens.activite, A_FAIRE)
    assert "2 messages non lus" in page(client, gens.finances, SUIVI)
    assert "non lu" not in page(client, monde.conseiller, FILE)


def test_les_messages_du_partenaire_se_signalent_a_la_caf(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    ecrire_par(declaration, monde.passerelles.activite)
    assert "1 message non lu" in page(client, monde.conseiller, FILE)
    lu = page(client, monde.conseiller, A_FAIRE)
    assert adresse("dossier", declaration.pk) + "#messages" in lu
    page(client, monde.conseiller, adresse("dossier", declaration.pk))
    assert "message non lu" not in page(client, monde.conseiller, FILE)
    assert "1 message non lu" in page(client, monde.remplacant, FILE)


def test_le_dossier_montre_les_derniers_et_la_conversation_tout(
    monde: Monde, client: Client
) -> None:
    declaration = monde.declaration()
    for rang in range(12):
        ecrire_par(declaration, monde.passerelles.activite, f"Message {rang:02d}")
    lu = page(client, monde.passerelles.activite, adresse("dossier", declaration.pk))
    assert "Message 11" in lu
    assert "Message 01" not in lu
    assert "Voir les 12 messages" in lu
    tout = page(client, monde.passerelles.activite, adresse("messages", declaration.pk))
    assert "Message 00" in tout
    # Nothing unread is hidden behind a link.
    assert "Message 00" in page(client, monde.conseiller, adresse("dossier", declaration.pk))


def test_un_etranger_n_a_rien(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    piece = joindre_par(declaration, monde.passerelles.activite)
    ecrire_par(declaration, monde.passerelles.activite)
    for qui in (monde.voisins.activite, monde.conseiller_nord, monde.responsable):
        client.force_login(qui)
        for vue in ("dossier", "messages", "joindre_piece"):
            assert client.get(adresse(vue, declaration.pk)).status_code == 404
        assert client.get(adresse("piece", declaration.pk, piece.pk)).status_code == 404
    autre = Declaration.objects.get(pk=declarer(declaration.campagne, monde, ["Autre"])[0].pk)
    client.force_login(monde.passerelles.activite)
    assert client.get(adresse("piece", autre.pk, piece.pk)).status_code == 404


def test_les_listes_ne_coutent_pas_plus_avec_des_messages(monde: Monde, client: Client) -> None:
    ouverte = campagne(
        monde, "reelle", 2025, date(2026, 1, 16), date(2026, 3, 31), date(2026, 4, 30)
    )
    declarations = declarer(ouverte, monde, [f"Antenne {i}" for i in range(6)])
    ecrire_par(declarations[0], monde.conseiller)
    ecrire_par(declarations[0], monde.passerelles.activite)
    pages = [
        (monde.passerelles.activite, SUIVI),
        (monde.passerelles.activite, A_FAIRE),
        (monde.conseiller, FILE),
        (monde.conseiller, A_FAIRE),
    ]
    peu = [requetes(client, qui, ou) for qui, ou in pages]
    for declaration in declarations[1:4]:
        ecrire_par(declaration, monde.conseiller)
        ecrire_par(declaration, monde.passerelles.activite)
    assert [requetes(client, qui, ou) for qui, ou in pages] == peu
