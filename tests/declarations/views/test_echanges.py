"""Papers and messages on the pages: what each person sees, joins, downloads and reads."""

import errno
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import prefixe
from declarations.models import Declaration
from habilitations.models import Utilisateur
from portal.dossiers.models import LectureMessages, MessageDossier, PieceJointe
from portal.socle.documents import stockage
from portal.socle.models import Document
from tests.declarations.cct import declaration_cct
from tests.declarations.listes import campagne, declarer, page, requetes, texte
from tests.declarations.pdf import texte_de
from tests.declarations.pieces import ecrire_par, joindre_par
from tests.declarations.remplir import jusqu_a, referentiels, signer, transmettre
from tests.declarations.services.test_pieces import SALAIRES, cct_a_justifier
from tests.monde import Monde
from tests.socle import fichiers

SUIVI, FILE = reverse("declarations:suivi"), reverse("declarations:file")
A_FAIRE = reverse("accueil:a_faire")
pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture(autouse=True)
def reperes(monde: Monde) -> None:
    referentiels(monde.caf)


def adresse(vue: str, *arguments: object) -> str:
    return reverse(f"declarations:{vue}", args=arguments)


def envoyer(client: Client, qui: Utilisateur, vue: str, pk: int, **champs: object):
    client.force_login(qui)
    return client.post(adresse(vue, pk), {"jeton": uuid4(), **champs})


def test_joindre_puis_telecharger(monde: Monde, client: Client) -> None:
    declaration, qui = monde.declaration(), monde.passerelles.activite
    reponse = envoyer(
        client, qui, "joindre_piece", declaration.pk, libelle="Bilan", fichier=fichiers.televerse()
    )
    assert reponse.url == adresse("dossier", declaration.pk) + "#pieces"
    piece = PieceJointe.objects.get()
    lu = page(client, qui, adresse("dossier", declaration.pk))
    assert adresse("piece", declaration.pk, piece.pk) in lu
    assert "justificatif.pdf – PDF, " in lu
    assert "Alice Activité a joint une pièce" in lu
    recu = client.get(adresse("piece", declaration.pk, piece.pk))
    assert recu.getvalue() == fichiers.PDF
    assert recu["Content-Disposition"].startswith("attachment;")
    assert recu["X-Content-Type-Options"] == "nosniff"
    assert recu["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("perdu", [True, False])
def test_un_fichier_altere_n_est_pas_delivre(
    monde: Monde, client: Client, caplog: pytest.LogCaptureFixture, perdu: bool
) -> None:
    """Lost, or changed on the disk: who asks for it is told, and so is the operator."""
    declaration, qui = monde.declaration(), monde.passerelles.activite
    piece = joindre_par(declaration, qui)
    stockage().delete(piece.document.chemin)
    if not perdu:
        stockage().save(piece.document.chemin, ContentFile(b"%PDF-1.7 autre"))
    client.force_login(qui)
    recu = client.get(adresse("piece", declaration.pk, piece.pk), follow=True)
    assert recu.redirect_chain == [(adresse("dossier", declaration.pk), 302)]
    assert "n’est plus celui qui a été déposé" in recu.content.decode()
    assert "integrite.document_altere" in caplog.text


@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("facture.pdf", fichiers.SCRIPT, "n’est pas celui d’un fichier"),
        ("page.html", fichiers.HTML, "Ce format n’est pas accepté"),
        ("gros.pdf", fichiers.PDF + bytes(10 * 2**20), "Ce fichier dépasse 10 Mo"),
        ("vide.pdf", b"", "Ce fichier est vide"),
    ],
)
def test_un_fichier_refuse_se_dit_et_garde_ce_qui_est_ecrit(
    monde: Monde, client: Client, nom: str, contenu: bytes, dit: str
) -> None:
    reponse = envoyer(
        client,
        monde.passerelles.activite,
        "joindre_piece",
        monde.declaration().pk,
        libelle="Bilan <2025>",
        fichier=fichiers.televerse(contenu, nom),
    )
    assert reponse.status_code == 422
    lu = texte(reponse.content.decode())
    assert dit in lu
    assert "Bilan &lt;2025&gt;" in lu
    assert "Choisissez un fichier" not in lu
    assert not Document.objects.exists()


def test_sans_fichier_ni_libelle_on_dit_quoi_faire(monde: Monde, client: Client) -> None:
    qui, pk = monde.passerelles.activite, monde.declaration().pk
    lu = texte(envoyer(client, qui, "joindre_piece", pk).content.decode())
    assert "Choisissez un fichier" in lu
    assert "Dites en quelques mots ce qu’est cette pièce" in lu
    reponse = envoyer(client, qui, "joindre_piece", pk, jeton="")
    assert "rechargez-la" in reponse.content.decode()


def test_le_moment_passe_se_dit(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    reponse = envoyer(
        client,
        monde.passerelles.activite,
        "joindre_piece",
        declaration.pk,
        libelle="Bilan",
        fichier=fichiers.televerse(),
    )
    assert reponse.status_code == 422
    assert "Ce n’est plus possible" in reponse.content.decode()
    assert not PieceJointe.objects.exists()


def test_retirer_demande_un_motif_et_le_montre(monde: Monde, client: Client) -> None:
    declaration, qui = monde.declaration(), monde.passerelles.activite
    piece = joindre_par(declaration, qui)
    client.force_login(qui)
    retrait = adresse("retirer_piece", declaration.pk, piece.pk)
    assert client.post(retrait, {"motif": ""}).status_code == 422
    assert client.post(retrait, {"motif": "Bilan de la mauvaise année"}).status_code == 302
    lu = page(client, qui, adresse("dossier", declaration.pk))
    assert "1 pièce retirée" in lu
    assert "par Alice Activité : Bilan de la mauvaise année" in lu
    assert client.get(adresse("piece", declaration.pk, piece.pk)).status_code == 200


def test_la_caf_ne_voit_les_pieces_qu_une_fois_transmises(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    piece = joindre_par(declaration, monde.passerelles.activite, libelle="LIBELLE-SECRET")
    dossier = adresse("dossier", declaration.pk)
    for qui in (monde.conseiller, monde.ccd):
        assert "LIBELLE-SECRET" not in page(client, qui, dossier)
        assert client.get(adresse("piece", declaration.pk, piece.pk)).status_code == 404
    jusqu_a(declaration, monde, "transmise")
    for qui in (monde.conseiller, monde.ccd):
        assert "LIBELLE-SECRET" in page(client, qui, dossier)
        assert client.get(adresse("piece", declaration.pk, piece.pk)).status_code == 200


def test_la_piece_d_un_salaire_ne_se_montre_qu_a_ses_lecteurs(monde: Monde, client: Client) -> None:
    declaration, gens = cct_a_justifier(monde), monde.passerelles
    controles = adresse("controles", declaration.pk)
    assert SALAIRES in page(client, gens.finances, controles)
    reponse = envoyer(
        client,
        gens.finances,
        "joindre_piece",
        declaration.pk,
        libelle="FICHE-DE-PAIE",
        cle=SALAIRES,
        fichier=fichiers.televerse(nom="paie-de-claire.pdf"),
    )
    assert reponse.url == f"{controles}#{prefixe(SALAIRES)}"
    piece = PieceJointe.objects.get()
    assert "FICHE-DE-PAIE" in page(client, gens.finances, controles)
    signer(declaration, monde)
    transmettre(declaration, monde)
    pages = ("dossier", "controles", "version", "recepisse")
    for qui, lit in (
        (gens.activite, False),
        (gens.finances, True),
        (gens.approbateur, True),
        (monde.conseiller, True),
    ):
        client.force_login(qui)
        code = client.get(adresse("piece", declaration.pk, piece.pk)).status_code
        assert code == (200 if lit else 404), qui
        for vue in pages:
            numero = (1,) if vue in ("version", "recepisse") else ()
            recu = client.get(adresse(vue, declaration.pk, *numero), follow=True).content
            lu = texte_de(recu) if vue == "recepisse" else recu.decode()
            trouve = "FICHE-DE-PAIE" in lu or "paie-de-claire" in lu
            assert trouve == lit, (qui, vue)


def test_la_page_dit_qui_lira_la_piece_et_les_messages(monde: Monde, client: Client) -> None:
    """Only where some figures are kept from some: a CCT."""
    cct, _ = declaration_cct(monde)
    reserve, messages = "elle n’est lue que par", "n’y écrivez aucun salaire"
    for declaration, qui, attendus in (
        (cct, monde.passerelles.finances, (True, True)),
        (cct, monde.passerelles.activite, (False, True)),
        (monde.declaration(), monde.passerelles.finances, (False, False)),
    ):
        dossier = page(client, qui, adresse("dossier", declaration.pk))
        assert (reserve in dossier, messages in dossier) == attendus, qui
        assert (reserve in page(client, qui, adresse("joindre_piece", declaration.pk))) == attendus[
            0
        ]


def test_la_version_et_le_recepisse_listent_les_pieces(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    piece = joindre_par(declaration, monde.passerelles.activite, libelle="Grand livre")
    jusqu_a(declaration, monde, "transmise")
    lu = page(client, monde.conseiller, adresse("version", declaration.pk, 1))
    assert adresse("piece", declaration.pk, piece.pk) in lu
    recu = texte_de(client.get(adresse("recepisse", declaration.pk, 1)).content)
    assert "Grand livre" in recu
    assert piece.document.sha256[:16] in recu.replace(" ", "").replace("\n", "")


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


def test_le_dossier_ne_coute_pas_plus_avec_plus_de_pieces(monde: Monde, client: Client) -> None:
    declaration, qui = monde.declaration(), monde.passerelles.activite
    dossier = adresse("dossier", declaration.pk)

    def charger(combien: int) -> int:
        for _ in range(combien):
            joindre_par(declaration, qui, contenu=fichiers.PDF + uuid4().bytes + b"%%EOF")
            ecrire_par(declaration, monde.conseiller)
        return requetes(client, qui, dossier)

    assert charger(2) == charger(4)


def test_un_disque_plein_le_dit_et_rend_ce_qui_est_ecrit(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tomber(self: object, nom: str, contenu: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(InMemoryStorage, "_save", tomber)
    declaration, qui = monde.declaration(), monde.passerelles.activite
    for vue, champ in (("joindre_piece", "libelle"), ("messages", "texte")):
        ecrit = {champ: "Ce que j’ai écrit", "fichier": fichiers.televerse()}
        reponse = envoyer(client, qui, vue, declaration.pk, **ecrit)
        assert reponse.status_code == 422
        lu = texte(reponse.content.decode())
        assert "n’a plus de place pour garder des fichiers" in lu
        assert "Ce que j’ai écrit" in reponse.content.decode()
    assert not PieceJointe.objects.exists()
    assert not MessageDossier.objects.exists()
    assert not Document.objects.exists()


def test_un_televersement_sans_place_le_dit(
    monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tomber(self: object, *arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", tomber)
    gros = fichiers.televerse(fichiers.PDF + bytes(3_000_000))
    qui, pk = monde.passerelles.activite, monde.declaration().pk
    reponse = envoyer(client, qui, "joindre_piece", pk, libelle="Bilan", fichier=gros)
    assert reponse.status_code == 422
    lu = reponse.content.decode()
    assert "n’a plus de place pour garder des fichiers" in texte(lu)
    assert 'value="Bilan"' in lu
    assert "Choisissez un fichier" not in lu
