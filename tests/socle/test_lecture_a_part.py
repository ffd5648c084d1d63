"""The process apart: bounded in memory and time, without secret nor connection, always ended."""

import json
import multiprocessing
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.lecteur.programme import DUREE_MAX, TROP_LOURD
from portal.lecteur.refus import ABIME, FichierRefuse
from portal.socle import lecture_a_part
from portal.socle.lecture_a_part import (
    DUREE_FICHIER,
    OCCUPE,
    TROP_LONG,
    lire_a_part,
    un_seul_fichier,
)
from tests.socle import fichiers

CAS = Path(__file__).resolve().parents[1] / "cas" / "fichiers"
BORNE = "import sys; sys.path.append(sys.argv[1]); from lecteur.programme import borner; borner()"


@pytest.fixture
def programme(monkeypatch: pytest.MonkeyPatch):
    """Have the process apart run something else, under the same conditions."""

    def remplacer(texte: str, *, duree: float | None = None) -> None:
        monkeypatch.setattr(lecture_a_part, "PROGRAMME", texte)
        if duree:
            monkeypatch.setattr(lecture_a_part, "DUREE_MAX", duree)

    return remplacer


def refus(contenu: bytes = b"", tache: str = "reconnaitre", nom: str = "a.pdf") -> str:
    with pytest.raises(FichierRefuse) as erreur:
        lire_a_part(tache, contenu, nom)
    return str(erreur.value)


def enfants() -> list[str]:
    """Children of this process, living or dead and not waited for."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_la_reponse_est_faite_de_donnees_simples() -> None:
    assert lire_a_part("reconnaitre", fichiers.PDF, "a.pdf") == "pdf"
    assert refus(fichiers.HTML).startswith("Le contenu de ce fichier")


@pytest.mark.parametrize("chemin", sorted(CAS.glob("*.xlsx")), ids=lambda c: c.name)
def test_le_resultat_est_celui_d_une_lecture_sur_place(chemin: Path) -> None:
    from portal.lecteur.programme import repondre

    contenu = chemin.read_bytes()
    sur_place = json.loads(json.dumps(repondre("classeur", "", contenu)))
    if "resultat" in sur_place:
        assert lire_a_part("classeur", contenu) == sur_place["resultat"]
    else:
        assert refus(contenu, "classeur") == sur_place["refus"]


def test_ni_secret_ni_connexion_ni_fichier_ouvert(programme, db: None) -> None:
    programme(
        "import json, os; fds = [os.readlink(f'/proc/self/fd/{f}') for f in os.listdir("
        "'/proc/self/fd') if os.path.exists(f'/proc/self/fd/{f}')]; "
        "print(json.dumps({'resultat': [dict(os.environ), len(fds), "
        "[f for f in fds if 'socket' in f], os.getcwd()]}))"
    )
    environnement, combien, prises, dossier = lire_a_part("reconnaitre", b"", "a.pdf")
    assert set(environnement) <= {"LANG", "LC_CTYPE"}
    assert combien <= 4
    assert prises == []
    assert dossier == "/"


def test_le_lecteur_ne_charge_rien_du_portail(programme) -> None:
    charge = "import lecteur.genres, lecteur.classeurs, lecteur.programme; import json"
    programme(
        f"import sys; sys.path.append(sys.argv[1]); {charge}; "
        "print(json.dumps({'resultat': sorted(sys.modules)}))"
    )
    modules = lire_a_part("reconnaitre", b"", "a.pdf")
    assert not [m for m in modules if m.split(".")[0] in ("django", "portal", "psycopg", "celery")]


def test_la_memoire_est_bornee(programme) -> None:
    programme(f"{BORNE}; x = bytearray(10**9); print('[]')")
    assert refus() == TROP_LOURD


def test_le_temps_de_calcul_est_borne(programme) -> None:
    programme(
        f"{BORNE}; import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n"
        "while True: pass"
    )
    assert refus() == TROP_LONG


def test_une_attente_sans_fin_est_coupee_et_ne_laisse_personne(programme) -> None:
    avant = enfants()
    programme("import time; time.sleep(600)", duree=0.5)
    assert refus() == TROP_LONG
    assert enfants() == avant


def test_le_fichier_donne_ne_s_ecrit_pas(programme) -> None:
    """The reader is given the file to read: it can neither change it nor make it grow."""
    programme(
        "import json, os\n"
        "def essai(acte):\n"
        "    try: acte()\n"
        "    except OSError: return 'refuse'\n"
        "    return 'fait'\n"
        "print(json.dumps({'resultat': ["
        "os.read(0, 9).decode(), essai(lambda: os.pwrite(0, b'x', 0)), "
        "essai(lambda: os.ftruncate(0, 99))]}))"
    )
    assert lire_a_part("reconnaitre", b"un fichier") == ["un fichie", "refuse", "refuse"]


def test_un_lecteur_qui_finit_se_sait_aussitot(programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system, not by looking each fiftieth of a second: twenty papers would wait for one."""
    programme("import json, time; time.sleep(0.06); print(json.dumps({'resultat': 1}))")
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("on n’attend pas au hasard"))
    assert lire_a_part("reconnaitre", b"") == 1


def test_une_reponse_demesuree_est_coupee(programme) -> None:
    programme(f"{BORNE}; sys.stdout.write('x' * (40 << 20))")
    assert refus() == TROP_LOURD


def test_un_lecteur_qui_meurt_sans_un_mot_refuse_le_fichier(programme) -> None:
    programme("import os; os.abort()")
    assert refus(fichiers.PDF * 1000) == TROP_LOURD


def test_une_panne_du_lecteur_est_un_refus_qui_ne_dit_rien_du_contenu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from portal.lecteur import programme as lecteur

    def tomber(contenu: bytes, nom: str) -> None:
        raise KeyError("Madame Dupont")

    monkeypatch.setitem(lecteur.TACHES, "reconnaitre", tomber)
    reponse = lecteur.repondre("reconnaitre", "a.pdf", b"")
    assert "Dupont" not in str(reponse)
    assert reponse["panne"].startswith("KeyError test_lecture_a_part.py:")
    monkeypatch.setattr(lecture_a_part, "_demander", lambda *a: reponse)
    assert refus() == ABIME


def test_pas_plus_de_deux_lecteurs_a_la_fois(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    occupees = threading.BoundedSemaphore(1)
    monkeypatch.setattr(lecture_a_part, "_places", occupees)
    monkeypatch.setattr(lecture_a_part, "ATTENTE_MAX", 0.2)
    with occupees:
        assert refus(fichiers.PDF) == OCCUPE
    assert lire_a_part("reconnaitre", fichiers.PDF, "a.pdf") == "pdf"


def test_ce_que_tout_le_monde_peut_demander_laisse_une_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many strangers have a seal checked, whoever hands a paper in finds a reader."""
    monkeypatch.setattr(lecture_a_part, "ATTENTE_MAX", 0.2)
    with lecture_a_part._place_publique:
        assert refus(fichiers.PDF, "cachet", "") == OCCUPE
        assert lire_a_part("reconnaitre", fichiers.PDF, "a.pdf") == "pdf"
    assert lire_a_part("cachet", fichiers.PDF) == {"etat": "absent"}


def test_deux_lectures_d_un_fichier_se_partagent_son_temps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An import examines its file, then reads it: a slow first reading leaves less to the other."""
    heure = [100.0]
    monkeypatch.setattr(lecture_a_part, "time", SimpleNamespace(monotonic=lambda: heure[0]))
    with un_seul_fichier():
        assert lecture_a_part._reste() == DUREE_MAX
        heure[0] += 5
        assert lecture_a_part._reste() == DUREE_FICHIER - 5
        assert lire_a_part("reconnaitre", fichiers.PDF, "a.pdf") == "pdf"
        heure[0] += 20
        assert refus(fichiers.PDF) == TROP_LONG
    assert lire_a_part("reconnaitre", fichiers.PDF, "a.pdf") == "pdf"


def _lire(file: "multiprocessing.Queue[str]") -> None:
    file.put(lire_a_part("reconnaitre", fichiers.PDF, "a.pdf"))


def test_un_processus_demon_lit_aussi() -> None:
    """As a worker of Celery, which may have no child of multiprocessing."""
    contexte = multiprocessing.get_context("fork")
    file = contexte.Queue()
    demon = contexte.Process(target=_lire, args=(file,), daemon=True)
    demon.start()
    assert file.get(timeout=20) == "pdf"
    demon.join()


@pytest.mark.parametrize("nom", fichiers.DEMESURES)
def test_un_fichier_fait_pour_nuire_est_refuse(nom: str) -> None:
    """As a workbook to read when it is one, as a paper otherwise; nothing else happens here."""
    avant, tache = enfants(), "classeur" if nom.endswith("xlsx") else "reconnaitre"
    contenu = fichiers.DEMESURES[nom]()
    if nom == "table.pdf":
        assert lire_a_part(tache, contenu, nom) == "pdf"  # long, harmless: the table is not read
    else:
        assert refus(contenu, tache, nom)
    assert enfants() == avant
