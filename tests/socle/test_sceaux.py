"""The heads of the chains are signed, once a day, by a key that may change."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.socle import journal, sceaux
from portal.socle.cloture import sceller_tout
from portal.socle.models import ChaineJournal, SceauJournal
from portal.socle.verification import premiere_en_retard, premiere_rupture
from tests.monde import MAINTENANT
from tests.socle.chaines import CLE, DEMAIN, LIGNES, ecrire, forcer, reecrire

pytestmark = pytest.mark.usefixtures("cle_du_journal")


def test_un_sceau_par_chaine_et_par_jour_quand_elle_a_bouge(chaine: ChaineJournal) -> None:
    assert list(chaine.sceaux.values_list("rang", "numero")) == [(1, 3), (2, 5)]
    assert sceller_tout(DEMAIN).scelles == 0  # sealed today already: the line waits
    assert sceller_tout(DEMAIN + timedelta(days=1)).scelles == 1
    assert sceller_tout(DEMAIN + timedelta(days=2)).scelles == 0  # nothing new


def test_la_derniere_purge_est_cherchee_une_fois_pour_toutes_les_chaines(db: None) -> None:
    """It is looked for among all the lines of the journal: once a night, not once a chain."""
    for gestionnaire in range(1, 6):
        journal.ecrire("essai", auteur=None, gestionnaire_id=gestionnaire, le=MAINTENANT)
    for jour in (MAINTENANT, DEMAIN):  # without a seal yet, then from the last one on
        with CaptureQueriesContext(connection) as requetes:
            sceller_tout(jour)
        assert sum("lectures.purgees" in r["sql"] for r in requetes) == 1


def test_une_chaine_rompue_n_est_pas_scellee_et_les_autres_le_sont(
    chaine: ChaineJournal, caplog
) -> None:
    journal.ecrire("autre", auteur=None, le=DEMAIN)
    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 6")
    fait = sceller_tout(DEMAIN + timedelta(days=1))
    assert (fait.scelles, fait.rompues) == (1, (CLE,))
    assert "journal.rupture" in caplog.text
    assert chaine.sceaux.count() == 2
    with pytest.raises(CommandError, match=CLE):
        call_command("sceller_journal", stdout=io.StringIO())


def test_la_ligne_du_dernier_sceau_est_reverifiee_avant_d_en_poser_un_autre(
    chaine: ChaineJournal,
) -> None:
    forcer(f"DELETE FROM {LIGNES} WHERE numero = 1")
    reecrire()
    assert sceller_tout(DEMAIN + timedelta(days=1)).rompues == (CLE,)


def test_un_sceau_est_dit_aux_journaux_techniques(db: None, caplog) -> None:
    ecrire(1)
    with caplog.at_level("INFO"):
        sceller_tout(MAINTENANT)
    dit = [r.msg for r in caplog.records if "journal.scelle" in str(r.msg)]
    assert dit[0]["chaine"] == CLE
    assert dit[0]["empreinte"] == ChaineJournal.objects.get(cle=CLE).empreinte


def test_changer_de_cle_garde_les_sceaux_anciens(chaine: ChaineJournal, settings) -> None:
    sortie = io.StringIO()
    call_command("sceller_journal", "--cle-publique", stdout=sortie)
    settings.CLE_JOURNAL = "/" * 42 + "8="
    assert "clé inconnue" in premiere_rupture(chaine).raison
    settings.CLES_JOURNAL_ANCIENNES = [sortie.getvalue().strip()]
    assert premiere_rupture(chaine) is None
    assert sceller_tout(DEMAIN + timedelta(days=1)).scelles == 1
    assert chaine.sceaux.values("cle").distinct().count() == 2
    assert premiere_rupture(chaine) is None


@pytest.mark.parametrize("texte", ["trop court", "A" * 40, "é" * 43])
def test_une_cle_mal_ecrite_est_refusee(texte: str, settings) -> None:
    settings.CLE_JOURNAL = texte
    with pytest.raises(ImproperlyConfigured, match="CLE_JOURNAL doit porter 32 octets"):
        sceaux.cle_privee()


def test_sans_cle_donnee_le_portail_en_fait_une(settings, tmp_path: Path) -> None:
    settings.CLE_JOURNAL, settings.DOSSIER_DONNEES = "", tmp_path / "donnees"
    cle = sceaux.cle_privee()
    assert isinstance(cle, Ed25519PrivateKey)
    assert cle.private_bytes_raw() == sceaux.cle_privee().private_bytes_raw()
    assert (tmp_path / "donnees/cle_journal").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "ordre", ["UPDATE socle_sceaujournal SET rang = 9", "DELETE FROM socle_sceaujournal"]
)
def test_la_base_refuse_de_toucher_un_sceau(chaine: ChaineJournal, ordre: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)
    assert SceauJournal.objects.count() == 2


@pytest.mark.parametrize("saut", [timedelta(days=-400), timedelta(days=400)])
def test_une_horloge_qui_saute_n_arrete_pas_les_sceaux(
    chaine: ChaineJournal, saut: timedelta
) -> None:
    """Ahead then back, or back for good on days already sealed: one seal a day goes on."""
    for jour in (DEMAIN + saut, DEMAIN + saut + timedelta(days=1), DEMAIN, DEMAIN, MAINTENANT):
        ecrire(1, jour)
        sceller_tout(jour)
    assert list(chaine.sceaux.values_list("rang", "numero"))[2:] == [
        (3, 7),
        (4, 8),
        (5, 9),
        (6, 11),
    ]
    assert premiere_rupture(chaine) is None


def test_une_ligne_datee_du_futur_attend_son_sceau_elle_aussi(db: None) -> None:
    """Written while the clock was ahead: it is not forgotten until that day comes."""
    ecrire(1, MAINTENANT + timedelta(days=900))
    chaine = ChaineJournal.objects.get(cle=CLE)
    retard = premiere_en_retard(chaine, MAINTENANT)
    assert retard is not None
    assert retard.numero == 1
    sceller_tout(MAINTENANT)
    assert premiere_en_retard(chaine, MAINTENANT) is None
