"""Papers and messages on the pages: what each person sees, joins, downloads and reads."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from declarations.forms.justifications import prefixe
from portal.dossiers.models import PieceJointe
from portal.socle.documents import stockage
from portal.socle.models import Document
from tests.declarations.cct import declaration_cct
from tests.declarations.listes import page, requetes, texte
from tests.declarations.pdf import texte_de
from tests.declarations.pieces import SALAIRES, cct_a_justifier, ecrire_par, joindre_par
from tests.declarations.remplir import jusqu_a, signer, transmettre
from tests.declarations.views.echanges import adresse, envoyer
from tests.monde import Monde
from tests.socle import fichiers

pytestmark = pytest.mark.usefixtures("fige", "reperes")


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


def test_le_dossier_ne_coute_pas_plus_avec_plus_de_pieces(monde: Monde, client: Client) -> None:
    declaration, qui = monde.declaration(), monde.passerelles.activite
    dossier = adresse("dossier", declaration.pk)

    def charger(combien: int) -> int:
        for _ in range(combien):
            joindre_par(declaration, qui, contenu=fichiers.PDF + uuid4().bytes + b"%%EOF")
            ecrire_par(declaration, monde.conseiller)
        return requetes(client, qui, dossier)

    assert charger(2) == charger(4)
