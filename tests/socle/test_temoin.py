"""The witness of the journal: what was sealed, told outside the database."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError
from django.db import connection

from portal.socle import temoin as services
from portal.socle.cloture import sceller_tout
from portal.socle.models import ChaineJournal, SceauJournal
from tests.monde import MAINTENANT
from tests.socle.chaines import CLE, DEMAIN, LIGNES, ecrire, forcer, verifier

pytestmark = pytest.mark.usefixtures("cle_du_journal", "fige")


def cites(temoin: Path) -> list[tuple[str, int, str]]:
    lues = [json.loads(ligne) for ligne in temoin.read_text().splitlines()]
    return [(c["chaine"], c["numero"], c["empreinte"]) for c in lues if "chaine" in c]


def test_il_cite_chaque_sceau_une_fois_et_lui_seul_le_lit(
    chaine: ChaineJournal, temoin: Path
) -> None:
    sceaux = list(chaine.sceaux.values_list("numero", "empreinte"))
    assert cites(temoin) == [(CLE, numero, empreinte) for numero, empreinte in sceaux]
    assert services.attester() == 0
    assert len(cites(temoin)) == 2
    assert stat.S_IMODE(temoin.stat().st_mode) == 0o600
    assert verifier()[0].startswith("Journal intact")


def test_un_sceau_pose_avant_une_panne_est_cite_par_la_suite(
    chaine: ChaineJournal, temoin: Path, fige: time_machine.Traveller
) -> None:
    """The worker died between the commit and the line."""
    lignes = temoin.read_text().splitlines(keepends=True)
    temoin.write_text("".join(lignes[:-1]))
    fige.move_to(DEMAIN + timedelta(minutes=50))
    assert verifier()[0].startswith("Journal intact")  # it may be at work
    fige.move_to(DEMAIN + timedelta(minutes=70))
    with pytest.raises(CommandError, match="témoin : il ne cite pas les derniers sceaux"):
        verifier()
    sceller_tout(DEMAIN)
    assert len(cites(temoin)) == 2
    assert verifier()[0].startswith("Journal intact")


def test_son_absence_est_dite(chaine: ChaineJournal, temoin: Path, caplog) -> None:
    temoin.unlink()
    with pytest.raises(CommandError, match=r"témoin : il manque \(.*\), et des sceaux ont été"):
        verifier()
    sceller_tout(DEMAIN + timedelta(days=1))
    assert "journal.temoin_absent" in caplog.text
    # Begun again, it does not pass for the one that was taken away.
    assert len(cites(temoin)) == 3
    with pytest.raises(CommandError, match=r"commencé le .* alors que 2\u00a0sceaux existaient"):
        verifier()


def test_un_journal_jamais_scelle_n_a_pas_besoin_de_temoin(db: None, temoin: Path) -> None:
    ecrire(1)
    assert not temoin.exists()
    assert verifier()[0].startswith("Journal intact")


@pytest.mark.parametrize(
    "ordres",
    [
        (f"TRUNCATE {LIGNES}, socle_sceaujournal, socle_chainejournal CASCADE",),
        (
            f"DELETE FROM {LIGNES}",
            "DELETE FROM socle_sceaujournal",
            "DELETE FROM socle_chainejournal",
        ),
    ],
)
def test_un_journal_vide_est_dementi(chaine: ChaineJournal, ordres: tuple[str, ...]) -> None:
    forcer("SET CONSTRAINTS ALL IMMEDIATE", *ordres)
    with pytest.raises(CommandError, match=f"{CLE}, ligne 3 : le témoin la cite, et elle manque"):
        verifier()


def test_un_dossier_ou_l_on_n_ecrit_pas_n_empeche_pas_de_sceller(
    db: None, settings, tmp_path: Path, caplog
) -> None:
    (tmp_path / "fichier").write_text("")
    settings.TEMOIN_JOURNAL = tmp_path / "fichier" / "temoin.jsonl"
    ecrire(1)
    assert sceller_tout(MAINTENANT).scelles == 1
    assert "journal.temoin_non_ecrit" in caplog.text


def test_un_long_temoin_se_compare_par_lots(
    chaine: ChaineJournal, temoin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LOT", 1)
    assert verifier()[0].startswith("Journal intact")
    forcer(
        "DELETE FROM socle_sceaujournal WHERE rang = 2", f"DELETE FROM {LIGNES} WHERE numero > 3"
    )
    with pytest.raises(CommandError, match="ligne 5 : le témoin la cite"):
        verifier()


@pytest.mark.django_db(transaction=True)
def test_deux_scellements_a_la_fois_citent_chaque_sceau_une_fois(temoin: Path) -> None:
    ecrire(2)
    sceller_tout(MAINTENANT)
    temoin.unlink()

    def attester(_: int) -> int:
        try:
            return services.attester()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        faits = list(fils.map(attester, range(4)))
    assert sorted(faits) == [0, 0, 0, 1]
    assert len(cites(temoin)) == SceauJournal.objects.count() == 1
