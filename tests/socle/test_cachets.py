"""Seals of PDFs: what is accepted, what never is, and when nothing can be sealed."""

import shutil
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from portal.lecteur.cachets import ILLISIBLE
from portal.socle.cachets import apposition
from portal.socle.cachets.autorite import CACHET_VALIDE, LISTE_VALIDE, Motif
from portal.socle.cachets.scelle import CachetImpossible
from portal.socle.cachets.verification import Constat, Verdict, verifier_cachet
from tests.cachets import (
    OUVERTURE,
    SCELLE_LE,
    Autorite,
    jours,
    pdf_nu,
    scelle,
)
from tests.socle.verdicts import LENDEMAIN, refus_ou_verdict, signataire, verdict


# --- What is accepted --------------------------------------------------------------------
def test_un_pdf_scelle_dit_par_qui_et_quand(a_part: None) -> None:
    constat = verifier_cachet(scelle(), LENDEMAIN)
    assert constat == Constat(Verdict.VALIDE, "Caf de la Savoie", "Acte d’habilitation", SCELLE_LE)


def test_une_caf_sans_certificat_prend_celui_de_l_installation(autorite: Autorite) -> None:
    assert verifier_cachet(scelle(code="caf-59"), LENDEMAIN).par == "Portail partenaires"


def test_le_certificat_expire_depuis_ne_change_rien(autorite: Autorite) -> None:
    assert verdict(scelle(), SCELLE_LE + jours(4 * 365)) == Verdict.VALIDE


def test_apres_un_renouvellement_les_anciens_cachets_tiennent(autorite: Autorite) -> None:
    ancien = scelle()
    nouveau = autorite.emettre("caf-73", "Caf de la Savoie", SCELLE_LE + jours(900))
    (autorite.dossier / "cles" / f"{autorite.caf.certificat.serial_number:040x}.cle").unlink()
    autorite.revoquer(autorite.caf, Motif.REMPLACEMENT, SCELLE_LE + jours(901))
    plus_tard = SCELLE_LE + jours(902)
    assert verdict(ancien, plus_tard) == Verdict.VALIDE
    recent = scelle(plus_tard)
    assert signataire(recent).serial_number == nouveau.certificat.serial_number
    assert verdict(recent, plus_tard) == Verdict.VALIDE


def test_l_ancienne_racine_reste_connue(autorite: Autorite, tmp_path: Path, settings) -> None:
    ancien = scelle()
    nouvelle = Autorite(tmp_path / "nouvelle", "Nouvel organisme").installer(settings)
    assert verdict(ancien) == Verdict.ETRANGER
    for nom in ("racine.pem", "revocations.pem"):
        with (nouvelle.dossier / nom).open("ab") as fichier:
            fichier.write((autorite.dossier / nom).read_bytes())
    assert verdict(ancien) == Verdict.VALIDE
    assert verdict(scelle()) == Verdict.VALIDE
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, LENDEMAIN)
    nouvelle.depot.ecrire_liste(autorite.depot.listes()[0])
    assert len(nouvelle.depot.listes()) == 2
    assert verdict(ancien) == Verdict.REVOQUE


# --- What never is -----------------------------------------------------------------------
@pytest.mark.parametrize("ajout", [b"\n", b"\0", b" ", b"0"])
def test_un_octet_ajoute_apres_le_cachet_se_voit(autorite: Autorite, ajout: bytes) -> None:
    assert verdict(scelle() + ajout) == Verdict.AJOUTE


def test_une_fin_ajoutee_apres_la_fin_rend_le_fichier_illisible(autorite: Autorite) -> None:
    assert refus_ou_verdict(scelle() + b"%%EOF\n") == ILLISIBLE


def test_une_mise_a_jour_incrementale_se_voit(autorite: Autorite) -> None:
    suite = IncrementalPdfFileWriter(BytesIO(scelle()))
    suite.root["/Lang"] = suite.root["/Lang"]
    suite.update_root()
    sortie = BytesIO()
    suite.write(sortie)
    assert sortie.getvalue().startswith(scelle()[:1000])
    assert verdict(sortie.getvalue()) == Verdict.AJOUTE


def test_un_second_cachet_par_dessus_se_voit(autorite: Autorite) -> None:
    premier = scelle()
    with pytest.MonkeyPatch.context() as champ:
        champ.setattr(apposition, "CHAMP", "Autre")
        with pytest.raises(CachetImpossible):  # the first one forbids any change
            apposition.apposer(premier, "caf-73", "encore")


def test_un_pdf_recompose_n_a_plus_de_cachet(autorite: Autorite) -> None:
    sortie = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(scelle()))).write(sortie)
    assert refus_ou_verdict(sortie.getvalue()) != Verdict.VALIDE


def test_un_pdf_sans_cachet_n_en_a_pas(autorite: Autorite) -> None:
    assert verdict(pdf_nu()) == Verdict.ABSENT
    assert verdict(pdf_nu() + b"%/ByteRange\n") == Verdict.ABSENT


def test_une_autre_autorite_n_est_pas_la_notre(
    autorite: Autorite, tmp_path: Path, settings
) -> None:
    """Even of the very same name."""
    for nom in ("Caf des tests", "Ailleurs"):
        Autorite(tmp_path / nom, nom).installer(settings)
        etranger = scelle()
        autorite.installer(settings)
        assert verdict(etranger) == Verdict.ETRANGER


def test_sans_autorite_tout_est_etranger(autorite: Autorite, tmp_path: Path, settings) -> None:
    octets = scelle()
    settings.DOSSIER_CACHETS = tmp_path
    assert verdict(octets) == Verdict.ETRANGER


def test_un_moment_a_venir_n_est_pas_cru(autorite: Autorite) -> None:
    assert verdict(scelle(), SCELLE_LE - jours(1)) == Verdict.PERIME


@pytest.mark.parametrize("le", [OUVERTURE + CACHET_VALIDE, OUVERTURE + LISTE_VALIDE])
def test_un_cachet_pose_par_un_certificat_expire_ou_sans_liste_a_jour_est_perime(
    autorite: Autorite, le: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who holds the key, and whose tool looks at nothing."""
    monkeypatch.setattr(
        apposition, "ValidationContext", partial(ValidationContext, moment=SCELLE_LE)
    )
    apres = le + jours(1)
    with time_machine.travel(apres, tick=False):
        octets = apposition._sceller(pdf_nu(), autorite.caf, autorite.depot, "Faux")
    assert verdict(octets, apres) == Verdict.PERIME


@pytest.mark.parametrize(
    ("motif", "apres", "attendu"),
    [
        (Motif.REMPLACEMENT, 1, Verdict.VALIDE),
        (Motif.CESSATION, 1, Verdict.VALIDE),
        (Motif.CESSATION, 0, Verdict.REVOQUE),
        (Motif.REMPLACEMENT, -1, Verdict.REVOQUE),
        # A thief writes the moment that suits them: nothing is believed, even what came before.
        (Motif.COMPROMISSION, 1, Verdict.REVOQUE),
        (Motif.COMPROMISSION, -1, Verdict.REVOQUE),
    ],
)
def test_un_certificat_revoque(
    autorite: Autorite, motif: Motif, apres: int, attendu: Verdict
) -> None:
    octets = scelle()
    autorite.revoquer(autorite.caf, motif, SCELLE_LE + jours(apres))
    assert verdict(octets, SCELLE_LE + jours(10)) == attendu


def test_une_compromission_decouverte_apres_coup_l_emporte(autorite: Autorite) -> None:
    octets = scelle()
    for motif in (Motif.REMPLACEMENT, Motif.COMPROMISSION, Motif.CESSATION):
        autorite.revoquer(autorite.caf, motif, LENDEMAIN)
    assert verdict(octets) == Verdict.REVOQUE


def test_une_liste_que_personne_n_a_signee_ne_revoque_rien(
    autorite: Autorite, tmp_path: Path
) -> None:
    octets, voisine = scelle(), Autorite(tmp_path / "voisine")
    voisine.revoquer(autorite.caf, Motif.COMPROMISSION, LENDEMAIN)
    shutil.copy(voisine.dossier / "revocations.pem", autorite.dossier / "revocations.pem")
    assert verdict(octets) == Verdict.VALIDE


# --- When nothing can be sealed ---------------------------------------------------------
def test_sans_cle_sans_certificat_ou_hors_delai_rien_n_est_scelle(
    autorite: Autorite, settings, tmp_path: Path
) -> None:
    with pytest.raises(CachetImpossible, match="certificat"):
        scelle(OUVERTURE - jours(1))
    with pytest.raises(CachetImpossible, match="certificat"):
        scelle(OUVERTURE + jours(3 * 365 + 1))
    with pytest.raises(CachetImpossible, match="liste"):
        scelle(OUVERTURE + LISTE_VALIDE + jours(1))
    autorite.revoquer(autorite.caf, Motif.CESSATION, OUVERTURE)
    assert verifier_cachet(scelle(), LENDEMAIN).par == "Portail partenaires"
    settings.DOSSIER_CLES_CACHETS = tmp_path
    with pytest.raises(CachetImpossible, match="clé"):
        scelle()


def test_une_cle_abimee_empeche_de_sceller_et_le_dit(autorite: Autorite) -> None:
    cle = autorite.dossier / "cles" / f"{autorite.caf.certificat.serial_number:040x}.cle"
    cle.write_text("rien")
    with pytest.raises(CachetImpossible, match="illisible"):
        scelle()
