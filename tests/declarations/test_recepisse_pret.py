"""The receipt is made after the sending, by the worker, for every kind of reader."""

import pytest
from django.urls import reverse

from declarations.exports import recepisse
from declarations.exports.recepisse import recepisse_pdf
from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur
from declarations.services.integrite import VersionAlteree
from declarations.tasks import preparer_recepisse
from portal.celery import app
from portal.socle import pdf_prets
from portal.socle.pdf_d_avance import a_la_demande
from tests.declarations.cct import appeler_cct, coordination
from tests.declarations.falsifications import FALSIFICATIONS
from tests.declarations.recepisses import APPROBATEUR, version_de
from tests.declarations.remplir import jusqu_a, transmettre
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture(autouse=True)
def imprimees(dossier, monkeypatch) -> list[str]:
    """The pages that were really printed."""
    faites: list[str] = []

    def imprimer(html: str) -> bytes:
        faites.append(html)
        return f"%PDF {len(faites)}".encode()

    monkeypatch.setattr(pdf_prets, "pdf_de", imprimer)
    return faites


@pytest.fixture
def confiees(monkeypatch) -> list[tuple[str, list[int]]]:
    """What the worker is asked for."""
    demandes: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        app.__class__, "send_task", lambda _, nom, args, **options: demandes.append((nom, args))
    )
    return demandes


def transmise(monde: Monde) -> Declaration:
    return jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)


def test_l_envoi_le_demande_une_fois_valide(
    monde: Monde, confiees, django_capture_on_commit_callbacks
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    with django_capture_on_commit_callbacks(execute=True):
        transmettre(declaration, monde)
    attendue = ("declarations.tasks.preparer_recepisse", [version_de(declaration).pk])
    assert [c for c in confiees if c[0] == attendue[0]] == [attendue]


def test_le_passe_d_une_demonstration_s_imprime_a_la_demande(
    monde: Monde, confiees, imprimees, django_capture_on_commit_callbacks
) -> None:
    """Nothing is made ahead, and whoever asks has it all the same."""
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    with django_capture_on_commit_callbacks(execute=True), a_la_demande():
        transmettre(declaration, monde)
    assert "declarations.tasks.preparer_recepisse" not in [nom for nom, _ in confiees]
    recepisse_pdf(version_de(declaration), APPROBATEUR)
    assert len(imprimees) == 1


def test_une_file_arretee_n_empeche_pas_l_envoi(
    monde: Monde, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)

    def arretee(*_args: object, **_options: object) -> None:
        raise OSError("la file ne répond pas")

    monkeypatch.setattr(app.__class__, "send_task", arretee)
    with django_capture_on_commit_callbacks(execute=True):
        transmettre(declaration, monde)
    declaration.refresh_from_db()
    assert declaration.etat == Etat.TRANSMISE


def test_prepare_il_est_donne_sans_imprimer(monde: Monde, client, imprimees) -> None:
    declaration = transmise(monde)
    preparer_recepisse(version_de(declaration).pk)
    nombre = len(imprimees)
    assert nombre == 1, "un ER n’a rien de réservé : tous lisent le même"
    adresse = reverse("declarations:recepisse", args=[declaration.pk, 1])
    for personne in (monde.passerelles.activite, monde.passerelles.approbateur, monde.conseiller):
        client.force_login(personne)
        reponse = client.get(adresse)
        assert reponse.status_code == 200
        assert b"".join(reponse) == b"%PDF 1"
    assert len(imprimees) == nombre


def test_chaque_lecteur_d_un_cct_a_le_sien(monde: Monde, imprimees) -> None:
    declaration = jusqu_a(appeler_cct(coordination(monde)), monde, Etat.TRANSMISE)
    version = version_de(declaration)
    preparer_recepisse(version.pk)
    tout, sans_salaires = imprimees
    activite = Lecteur(frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE}))
    for lecteur in recepisse.LECTEURS:
        rendu = recepisse.recepisse_pdf(version_de(declaration), lecteur)
        assert rendu == (b"%PDF 2" if lecteur == activite else b"%PDF 1")
    assert len(imprimees) == 2
    assert "Charges de personnel" in tout
    assert "Charges de personnel" not in sans_salaires


def test_prepare_puis_alteree_elle_n_est_pas_imprimee(monde: Monde) -> None:
    declaration = transmise(monde)
    version = version_de(declaration)
    preparer_recepisse(version.pk)
    FALSIFICATIONS["le montant"](version)
    for lecteur in recepisse.LECTEURS:
        with pytest.raises(VersionAlteree):
            recepisse.recepisse_pdf(version_de(declaration), lecteur)
