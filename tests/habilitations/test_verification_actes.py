"""What is said of an act that somebody holds, on paper or as a file; and by the public pages."""

import json
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from habilitations.exports.acte import acte_scelle, adresse
from habilitations.forms.actes import TAILLE_MAX, TROP_LOURD
from habilitations.models import ActeHabilitation, Habilitation, Role
from habilitations.services.contenu_acte import empreinte_de
from habilitations.services.verification_actes import (
    Issue,
    Vigueur,
    verifier_fichier,
    verifier_reference,
)
from habilitations.views.verification import PAR_MINUTE, TROP_SOUVENT
from portal.lecteur.cachets import PAS_UN_PDF
from portal.socle.cachets import verification
from portal.socle.cachets.autorite import Motif
from portal.socle.documents import stockage
from portal.socle.lecture_a_part import lire_a_part
from tests.cachets import Autorite, jours, pdf_nu, scelle
from tests.habilitations.actes import acte_de, alterer, demande, octets
from tests.monde import MAINTENANT, Monde, changer, habiliter

TARD = MAINTENANT + jours(1)


@pytest.fixture
def acte(monde: Monde, autorite: Autorite) -> ActeHabilitation:
    """Of a person with two roles, sealed."""
    alice = monde.passerelles.activite
    with time_machine.travel(MAINTENANT, tick=False):
        habiliter(alice, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)
    return acte_de(alice)


def issue(acte: ActeHabilitation) -> tuple[Issue, Issue]:
    """By its reference, and by the file kept."""
    return (
        verifier_reference(acte.reference, acte.empreinte, TARD).issue,
        verifier_fichier(octets(acte), TARD).issue,
    )


# --- Genuine ---------------------------------------------------------------------------


def test_un_acte_authentique_l_est_des_deux_facons(acte: ActeHabilitation) -> None:
    par_reference = verifier_reference(acte.reference, acte.empreinte, TARD)
    assert par_reference == verifier_fichier(octets(acte), TARD)
    assert par_reference.issue == Issue.AUTHENTIQUE
    assert par_reference.acte == acte
    assert par_reference.vigueur == Vigueur.TOUS
    assert (par_reference.par, par_reference.le) == ("Caf de la Savoie", MAINTENANT)


def test_recopier_avec_des_espaces_ou_d_autres_lettres_ne_change_rien(
    acte: ActeHabilitation,
) -> None:
    reference, empreinte = acte.reference.lower(), acte.empreinte.upper()
    coupee = " ".join(empreinte[i : i + 8] for i in range(0, 64, 8))
    assert verifier_reference(f" {reference} ", coupee, TARD).issue == Issue.AUTHENTIQUE


def test_ce_que_deviennent_les_droits(acte: ActeHabilitation, monde: Monde) -> None:
    def vigueur() -> Vigueur | None:
        return verifier_reference(acte.reference, acte.empreinte, TARD).vigueur

    premier, second = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    changer([premier], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")
    assert vigueur() == Vigueur.CERTAINS
    changer([premier], suspendue_le=None, suspendue_motif="")  # resumed, signed again
    assert vigueur() == Vigueur.TOUS
    changer([premier, second], au=TARD.date() + jours(9))
    assert vigueur() == Vigueur.AUCUN
    changer([premier], au=None)
    assert vigueur() == Vigueur.CERTAINS
    changer([second], au=None)
    monde.er.nom = "Un autre nom"
    monde.er.save()
    assert vigueur() == Vigueur.TOUS
    Habilitation.objects.filter(pk=premier.pk).update(signature="00" * 64)
    assert vigueur() == Vigueur.CERTAINS
    monde.passerelles.activite.is_active = False
    monde.passerelles.activite.save()
    assert vigueur() == Vigueur.AUCUN


# --- Not genuine -------------------------------------------------------------------------


def test_la_reference_seule_ne_donne_rien(acte: ActeHabilitation, monde: Monde) -> None:
    autre = acte_de(monde.passerelles.finances)
    for empreinte in ("", "0" * 64, autre.empreinte, acte.empreinte[:-1]):
        assert verifier_reference(acte.reference, empreinte, TARD).issue == Issue.INCONNU
    attente = demande(monde.passerelles.approbateur)
    assert verifier_reference(attente.reference, attente.empreinte, TARD).issue == Issue.INCONNU


def test_un_acte_invente_dans_la_base_n_est_pas_reconnu(acte: ActeHabilitation) -> None:
    """Content and hash rewritten together: the seal of the file names the true ones."""
    contenu = acte.contenu | {"personne": {"nom": "Intrus", "email": "intrus@exemple.test"}}
    faux = empreinte_de(contenu)
    alterer(acte, contenu=json.dumps(contenu, ensure_ascii=False), empreinte=faux)
    assert verifier_reference(acte.reference, faux, TARD).issue == Issue.ALTERE
    assert verifier_fichier(octets(acte), TARD).issue == Issue.ALTERE


def test_un_contenu_altere_sous_son_empreinte_n_est_pas_montre(acte: ActeHabilitation) -> None:
    contenu = acte.contenu | {"personne": {"nom": "Intrus", "email": "intrus@exemple.test"}}
    alterer(acte, contenu=json.dumps(contenu, ensure_ascii=False))
    assert issue(acte) == (Issue.ALTERE, Issue.ALTERE)


def test_un_fichier_echange_ou_perdu_se_voit(acte: ActeHabilitation, monde: Monde) -> None:
    autre = octets(acte_de(monde.passerelles.finances))
    chemin = acte.document.chemin
    for contenu in (autre, pdf_nu(), b"", None):
        stockage().delete(chemin)
        if contenu is not None:
            stockage().save(chemin, ContentFile(contenu))
        verdict = verifier_reference(acte.reference, acte.empreinte, TARD).issue
        assert verdict == Issue.ALTERE


def test_un_pdf_bien_scelle_que_personne_n_a_delivre(acte: ActeHabilitation) -> None:
    with time_machine.travel(MAINTENANT, tick=False):
        jumeau = acte_scelle(acte).octets
    assert verifier_fichier(jumeau, TARD).issue == Issue.HORS_REGISTRE
    assert verifier_fichier(scelle(MAINTENANT), TARD).issue == Issue.HORS_REGISTRE


def test_les_autres_fichiers(acte: ActeHabilitation, tmp_path: Path, settings) -> None:
    autorite = settings.DOSSIER_CACHETS
    Autorite(tmp_path / "autre").installer(settings)
    with time_machine.travel(MAINTENANT, tick=False):
        etranger = acte_scelle(acte).octets
    settings.DOSSIER_CACHETS, settings.DOSSIER_CLES_CACHETS = autorite, autorite / "cles"
    assert verifier_fichier(etranger, TARD).issue == Issue.ETRANGER
    assert verifier_fichier(pdf_nu(), TARD).issue == Issue.ABSENT
    assert verifier_fichier(octets(acte) + b"%", TARD).issue == Issue.AJOUTE


def test_un_certificat_compromis_depuis(acte: ActeHabilitation, autorite: Autorite) -> None:
    autorite.revoquer(autorite.caf, Motif.REMPLACEMENT, TARD)
    assert issue(acte) == (Issue.AUTHENTIQUE, Issue.AUTHENTIQUE)
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, TARD)
    assert issue(acte) == (Issue.REVOQUE, Issue.REVOQUE)


# --- The public pages -------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _sans_cadence() -> None:
    cache.delete_many(["cadence:actes:127.0.0.1"])


def demander(client: Client, **mots: str) -> str:
    with time_machine.travel(TARD, tick=False):
        reponse = client.get(reverse("verification_acte"), mots)
    assert reponse["Referrer-Policy"] == "no-referrer"
    return reponse.content.decode()


def envoyer(client: Client, contenu: bytes, statut: int = 200) -> str:
    fichier = SimpleUploadedFile("acte.pdf", contenu, content_type="application/pdf")
    with time_machine.travel(TARD, tick=False):
        reponse = client.post(reverse("verification_acte_fichier"), {"fichier": fichier})
    assert reponse.status_code == statut
    return reponse.content.decode()


def test_l_adresse_imprimee_ouvre_la_page_qui_dit_ce_que_dit_l_acte(
    acte: ActeHabilitation, client: Client
) -> None:
    lien = adresse(acte).removeprefix("http://localhost:8000")
    with time_machine.travel(TARD, tick=False):
        page = client.get(lien).content.decode()
    assert "Cet acte est authentique, et ses droits sont en vigueur" in page
    for dit in ("Alice Activité", "Association Les Passerelles", "Fournisseur de données"):
        assert dit in page
    # Nothing beyond what the paper says.
    assert str(acte.utilisateur.telephone) not in page
    assert acte.demande_par.nom_complet == "Alice Activité"


def test_sans_l_empreinte_la_page_ne_dit_rien(acte: ActeHabilitation, client: Client) -> None:
    for empreinte in ("0" * 64, acte.document.sha256):
        page = demander(client, reference=acte.reference, empreinte=empreinte)
        assert "Aucun acte ne correspond" in page
        assert "Alice" not in page
    assert "Recopiez l’empreinte" in demander(client, reference=acte.reference)


def test_la_page_dit_quand_les_droits_ne_sont_plus_en_vigueur(
    acte: ActeHabilitation, monde: Monde, client: Client
) -> None:
    droits = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    changer(droits, suspendue_le=MAINTENANT, suspendue_motif="Soupçon de partage du compte")
    page = demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert "mais ses droits ne sont plus en vigueur" in page
    assert "suspen" not in page.lower().replace("suspendre ou les retirer", "")
    assert "Soupçon" not in page


def test_le_fichier_est_lu_par_un_processus_a_part(
    acte: ActeHabilitation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "lire_a_part", lire_a_part)
    assert "Cet acte est authentique" in envoyer(client, octets(acte))
    assert "ajouté à ce fichier après son cachet" in envoyer(client, octets(acte) + b"\n")


def test_chaque_verdict_a_sa_phrase(
    acte: ActeHabilitation, autorite: Autorite, client: Client
) -> None:
    assert "ne porte pas de cachet" in envoyer(client, pdf_nu())
    sans = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(octets(acte)))).write(sans)
    assert (
        "authentique"
        not in envoyer(client, sans.getvalue()).split("<form")[0].split("<h1")[1][300:]
    )
    octet = octets(acte)
    place = octet.index(b"/Reason") + 12
    change = octet[:place] + b"x" + octet[place + 1 :]
    assert "modifié après son cachet" in envoyer(client, change)
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, TARD)
    assert "Le certificat de ce cachet est révoqué" in envoyer(client, octets(acte))


def test_un_fichier_qui_n_en_est_pas_un(acte: ActeHabilitation, client: Client) -> None:
    assert PAS_UN_PDF in envoyer(client, b"<html>bonjour</html>", statut=422)
    assert PAS_UN_PDF in envoyer(client, b"", statut=422)
    assert TROP_LOURD in envoyer(client, b"%PDF-1.7" + bytes(TAILLE_MAX), statut=422)
    page = client.post(reverse("verification_acte_fichier")).content.decode()
    assert "Choisissez le fichier." in page


def test_pas_plus_de_dix_verifications_par_minute(acte: ActeHabilitation, client: Client) -> None:
    for _ in range(PAR_MINUTE):
        demander(client, reference="AH-73-00000000", empreinte="0")
    assert TROP_SOUVENT in demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert TROP_SOUVENT in envoyer(client, octets(acte), statut=429)
    # Looking at the empty form asks for nothing.
    assert TROP_SOUVENT not in demander(client)


def test_sans_redis_la_page_repond_quand_meme(
    acte: ActeHabilitation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis.exceptions import ConnectionError as Coupure

    def tomber(*args: object) -> None:
        raise Coupure

    monkeypatch.setattr("portal.socle.cadence.cache.add", tomber, raising=False)
    page = demander(client, reference=acte.reference, empreinte=acte.empreinte)
    assert "Cet acte est authentique" in page


def test_la_racine_et_les_revocations_sont_publiques_jamais_les_cles(
    autorite: Autorite, client: Client, settings, tmp_path: Path
) -> None:
    for nom, fichier in (
        ("autorite_des_cachets", "racine.pem"),
        ("revocations_des_cachets", "revocations.pem"),
    ):
        contenu = client.get(reverse(nom)).content
        assert contenu == (autorite.dossier / fichier).read_bytes()
        assert b"PRIVATE" not in contenu
    settings.DOSSIER_CACHETS = tmp_path
    assert client.get(reverse("autorite_des_cachets")).status_code == 404
