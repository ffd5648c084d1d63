"""Tampering by SQL, triggers off: what a person who holds the database can do is found."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.socle import journal
from portal.socle.cloture import sceller_tout
from portal.socle.models import ChaineJournal
from portal.socle.temoin import attester
from portal.socle.verification import premiere_rupture
from tests.monde import MAINTENANT
from tests.socle.chaines import CLE, DEMAIN, LIGNES, ecrire, forcer, reecrire, verifier

pytestmark = pytest.mark.usefixtures("cle_du_journal", "fige")


SANS_SOIN = {
    "détail modifié": (f"UPDATE {LIGNES} SET details = '{{}}' WHERE numero = 2", 2, "contenu"),
    "auteur modifié": (f"UPDATE {LIGNES} SET auteur_libelle = 'x' WHERE numero = 1", 1, "contenu"),
    "date modifiée": (f"UPDATE {LIGNES} SET le = le - interval '1 day' WHERE numero = 6", 6, "con"),
    "ligne effacée": (f"DELETE FROM {LIGNES} WHERE numero = 2", 2, "elle manque"),
    "fin effacée": (f"DELETE FROM {LIGNES} WHERE numero = 6", 6, "elle manque"),
    "tout effacé": (f"DELETE FROM {LIGNES}", 1, "elle manque"),
    "tête modifiée": ("UPDATE socle_chainejournal SET empreinte = 'x'", 6, "ne la désigne pas"),
    "tête ramenée": ("UPDATE socle_chainejournal SET numero = 2, empreinte = ''", 3, "la couvre"),
    "ligne déplacée": (f"UPDATE {LIGNES} SET numero = 99 WHERE numero = 3", 3, "elle manque"),
    "ligne ajoutée": (
        f"INSERT INTO {LIGNES} (chaine_id, numero, le, action, auteur_libelle, objet_type, motif,"
        f" details, precedente, empreinte) SELECT chaine_id, 7, le, 'faux', '', '', '', '{{}}',"
        f" empreinte, empreinte FROM {LIGNES} WHERE numero = 6",
        7,
        "au-delà de la tête",
    ),
    "sceau antidaté": ("UPDATE socle_sceaujournal SET jour = jour - 1", 3, "pas valable"),
    "sceau d’une autre clé": ("UPDATE socle_sceaujournal SET cle = 'abc'", 3, "clé inconnue"),
    "sceau déplacé": ("UPDATE socle_sceaujournal SET numero = 4 WHERE rang = 1", 4, "pas valable"),
    "premier sceau effacé": ("DELETE FROM socle_sceaujournal WHERE rang = 1", 5, "un sceau manque"),
}


@pytest.mark.parametrize("cas", SANS_SOIN)
def test_une_falsification_est_nommee(chaine: ChaineJournal, cas: str) -> None:
    ordre, numero, raison = SANS_SOIN[cas]
    forcer(ordre)
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert (rupture.chaine, rupture.numero) == (CLE, numero)
    assert raison in rupture.raison


@pytest.mark.parametrize(
    ("ordre", "numero"),
    [
        (f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 1", 3),
        (f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 4", 5),
        (f"DELETE FROM {LIGNES} WHERE numero = 1", 3),
        (f"DELETE FROM {LIGNES} WHERE numero >= 5", 5),
    ],
)
def test_une_chaine_reecrite_avec_soin_est_trahie_par_ses_sceaux(
    chaine: ChaineJournal, ordre: str, numero: int
) -> None:
    """Every hash agrees again: only the signatures do not."""
    forcer(ordre)
    reecrire()
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert rupture.numero == numero
    assert "sceau" in rupture.raison


def test_un_sceau_refait_avec_une_autre_cle_n_est_pas_cru(chaine: ChaineJournal, settings) -> None:
    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 1", "DELETE FROM socle_sceaujournal")
    reecrire()
    vraie = settings.CLE_JOURNAL
    settings.CLE_JOURNAL = "B" * 43
    sceller_tout(MAINTENANT)
    assert premiere_rupture(chaine) is None
    settings.CLE_JOURNAL = vraie
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert "clé inconnue" in rupture.raison


def test_sans_ses_derniers_sceaux_une_chaine_reecrite_est_dementie_par_le_temoin(
    chaine: ChaineJournal, temoin: Path, tmp_path: Path
) -> None:
    """Everything of the second day is rewritten and its seal removed; the witness remembers."""
    sceau = chaine.sceaux.last()
    ailleurs = tmp_path / "journaux.jsonl"
    cite = {"event": "journal.scelle", "chaine": CLE, "numero": 5, "empreinte": sceau.empreinte}
    ailleurs.write_text(f"worker | {json.dumps(cite)}\nune autre ligne\n")
    verifier("--temoin", str(ailleurs))

    forcer(
        f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 4",
        "DELETE FROM socle_sceaujournal WHERE rang = 2",
    )
    reecrire()
    with pytest.raises(CommandError, match=f"{CLE}, ligne 5 .*que cite le témoin"):
        verifier()
    # Rid of the witness kept beside the portal, a copy kept elsewhere says the same.
    temoin.unlink()
    temoin_neuf(temoin)
    with pytest.raises(CommandError, match=f"{CLE}, ligne 5 .*que cite le témoin"):
        verifier("--temoin", str(ailleurs))
    forcer(f"DELETE FROM {LIGNES} WHERE numero >= 5")
    reecrire()
    with pytest.raises(CommandError, match=f"{CLE}, ligne 5 : le témoin la cite, et elle manque"):
        verifier("--temoin", str(ailleurs))


def temoin_neuf(temoin: Path) -> None:
    """A witness that cites the seals left, as if it had been kept from the first day."""
    attester()
    entete, *cites = temoin.read_text().splitlines()
    entete = entete.replace('"sceaux_anterieurs": 1', '"sceaux_anterieurs": 0')
    temoin.write_text("\n".join([entete, *cites]) + "\n")


def test_la_commande_dit_ou_quoi_quand_et_pourquoi(chaine: ChaineJournal) -> None:
    journal.ecrire("autre", auteur=None, le=MAINTENANT)
    sceller_tout(DEMAIN)
    assert verifier()[0] == "Journal intact : 2\u00a0chaînes vérifiées.\n"

    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero IN (1, 4)")
    with pytest.raises(CommandError) as erreur:
        verifier()
    assert str(erreur.value).splitlines() == [
        "Ruptures du journal :",
        f"  {CLE}, ligne 1 (essai.0, 3 février 2026) : "
        "son contenu ne correspond plus à son empreinte",
        "  nationale, ligne 1 (autre, 3 février 2026) : "
        "son contenu ne correspond plus à son empreinte",
    ]
    assert erreur.value.returncode == 1
    with pytest.raises(CommandError, match=r"^Rupture du journal :\n  nationale"):
        verifier("--chaine", "nationale")
    with pytest.raises(CommandError, match="Aucune chaîne ne s’appelle « caf:9 »"):
        verifier("--chaine", "caf:9")


def test_une_chaine_effacee_avec_sa_tete_laisse_ses_lignes(chaine: ChaineJournal) -> None:
    with transaction.atomic():
        forcer("DELETE FROM socle_chainejournal")
        with pytest.raises(CommandError, match="n’appartient plus à aucune chaîne"):
            verifier()
        transaction.set_rollback(True)


def test_des_lignes_qui_attendent_leur_sceau_sont_une_rupture(db: None) -> None:
    ecrire(1, MAINTENANT - timedelta(days=3))
    with pytest.raises(CommandError, match=f"{CLE}, ligne 1 .* attend son sceau depuis plus de"):
        verifier()
    call_command("sceller_journal", stdout=io.StringIO())
    assert verifier() == ("Journal intact : 1\u00a0chaîne vérifiée.\n", "")
