"""``manage.py examiner_fichier``: the verdict of the portal on any file, within its bounds."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from portal.lecteur.programme import DUREE_MAX
from portal.socle.antivirus import DELAI
from portal.socle.lecture_a_part import DUREE_FICHIER
from tests.monde import MAINTENANT
from tests.socle import fichiers

RACINE = Path(__file__).resolve().parents[2]
CAS = RACINE / "tests" / "cas" / "fichiers"
MEMOIRE_MAX_MO, SECONDES_MAX = 300, 20


def examiner(*chemins: object, reprise: bool = False) -> list[dict[str, Any]]:
    sortie = StringIO()
    with time_machine.travel(MAINTENANT, tick=False):
        call_command("examiner_fichier", *map(str, chemins), reprise=reprise, stdout=sortie)
    return json.loads(sortie.getvalue())


@pytest.mark.parametrize(
    ("nom", "genre", "verdict", "dit"),
    [
        ("classeur-zip64-logiciel-metier.xlsx", "classeur", "accepte", ""),
        ("elan-temoin.xlsx", "classeur", "accepte", ""),
        ("pdf-temoin.pdf", "pdf", "accepte", ""),
        ("pdf-octets-avant-entete-BOM.pdf", "pdf", "accepte", ""),
        ("pdf-mot-de-passe-pour-ouvrir.pdf", "pdf", "refuse", "mot de passe"),
        ("photo-animee-motion-photo.jpg", "image", "accepte", ""),
    ],
)
def test_les_fichiers_recus_des_utilisateurs(nom: str, genre: str, verdict: str, dit: str) -> None:
    (avis,) = examiner(CAS / nom)
    assert (avis["fichier"], avis["genre"]) == (str(CAS / nom), genre)
    assert avis["verdict"] == verdict
    assert dit in avis["motif"]
    assert bool(avis["motif"]) == (verdict == "refuse")


@pytest.mark.parametrize(
    ("nom", "contenu", "genre"),
    [
        ("a.docx", fichiers.docx(), "texte"),
        ("a.ods", fichiers.odf("spreadsheet"), "classeur"),
        ("a.xlsx", fichiers.xlsx({"xl/vbaProject.bin": b"x"}), "classeur"),
        ("a.docx", fichiers.OLE, "texte"),
        ("a.pdf", fichiers.SCRIPT, "inconnu"),
        ("a.zip", fichiers.archive({"a": b"a"}), "inconnu"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image"),
        ("a.pdf", fichiers.jpeg(), "image"),
        ("a.txt", b"bonjour", "texte"),
        ("a.csv", "Référence;Montant".encode("utf-16"), "texte"),
        ("a.csv", b"BMW;12", "texte"),
        ("a.txt", b"un\0deux", "inconnu"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "inconnu"),
        ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 ", "image"),
        ("a.bmp", b"BM" + bytes(60), "image"),
        ("a.svg", fichiers.SVG, "image"),
        ("a.xlsx", fichiers.bombe, "classeur"),
        ("a.pdf", b"", "inconnu"),
    ],
)
def test_le_genre_est_celui_du_contenu(
    tmp_path: Path, nom: str, contenu: bytes | Callable[[], bytes], genre: str
) -> None:
    (tmp_path / nom).write_bytes(contenu() if callable(contenu) else contenu)
    assert examiner(tmp_path / nom)[0]["genre"] == genre


def test_ce_qui_ne_se_lit_pas_est_refuse_sans_erreur(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.pdf")
    lourd = tmp_path / "lourd.pdf"
    with lourd.open("wb") as fichier:
        fichier.truncate(5_000_000_000)
    avis = examiner(tmp_path, tmp_path / "absent.pdf", tmp_path / "tube.pdf", "/dev/zero", lourd)
    assert [a["verdict"] for a in avis] == ["refuse"] * 5
    assert all("introuvable, ou ne peut pas être lu" in a["motif"] for a in avis[:4])
    assert "dépasse 10\u00a0Mo" in avis[4]["motif"]


def test_un_nom_qui_ne_s_ecrit_pas_n_arrete_pas_la_commande(tmp_path: Path) -> None:
    chemin = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.pdf"))
    chemin.write_bytes(fichiers.PDF)
    (avis,) = examiner(chemin)
    assert avis["verdict"] == "accepte"
    assert avis["fichier"].endswith("/\ufffdt\ufffd.pdf")
    assert avis["fichier"].encode()


def test_une_reprise_lit_le_classeur_comme_un_import() -> None:
    temoin, masquees, arrondi, loin, pdf = examiner(
        CAS / "elan-temoin.xlsx",
        CAS / "elan-lignes-masquees-par-un-filtre.xlsx",
        CAS / "elan-montant-calcule-affiche-3333,33.xlsx",
        CAS / "elan-deux-cellules-eloignees-feuille-rangee-ailleurs.xlsx",
        CAS / "pdf-temoin.pdf",
        reprise=True,
    )
    assert temoin["verdict"] == "accepte"
    assert temoin["erreurs"] == temoin["avertissements"] == []
    assert masquees["verdict"] == "accepte"
    assert [(a["feuille"], a["ligne"]) for a in masquees["avertissements"]] == [
        ("Collectifs", 3),
        ("Comptes", 5),
    ]
    assert arrondi["avertissements"] == [
        {
            "feuille": "Comptes",
            "ligne": 2,
            "colonne": "Montant",
            "message": "cette cellule affiche 3333,33 et contient 3333,333333333333 : 3333,33 est "
            "repris.",
        }
    ]
    assert (loin["genre"], loin["verdict"]) == ("classeur", "refuse")
    assert "bien au-delà de ses données" in loin["motif"]
    assert (pdf["genre"], pdf["verdict"]) == ("pdf", "refuse")


def test_chaque_erreur_d_une_reprise_a_sa_place(tmp_path: Path) -> None:
    from tests.declarations.classeurs import TITRES, TITRES_COMPTES, classeur

    chemin = tmp_path / "a.xlsx"
    rangee = [18, "2024-2025", "Les Alizés", "Élémentaire", "douze", "Oui", "non"]
    comptes = [[18, "2024-2025", "60", 5], [18, "2024-2025", "741", 5]]
    feuilles = {"Collectifs": [TITRES, rangee], "Comptes": [TITRES_COMPTES, *comptes]}
    chemin.write_bytes(classeur(feuilles))
    (avis,) = examiner(chemin, reprise=True)
    (erreur,) = avis["erreurs"]
    assert (erreur["feuille"], erreur["ligne"]) == ("Collectifs", 2)
    assert erreur["colonne"] == "Enfants inscrits"
    assert erreur["message"].startswith("Vous avez écrit «\u00a0douze\u00a0». Écrivez un nombre")
    assert avis["motif"].startswith("Collectifs, ligne 2, colonne Enfants inscrits")
    chemin.write_bytes(classeur({"Collectifs": [TITRES[:-1], rangee[:-1]]}))
    (avis,) = examiner(chemin, reprise=True)
    places = [(e["feuille"], e["ligne"], e["colonne"]) for e in avis["erreurs"]]
    assert ("Collectifs", 1, "Bonus parents demandé") in places
    assert ("Comptes", None, None) in places


def _memoire(pid: int) -> int:
    """What a process and those it started hold now, in megabytes."""
    total = 0
    try:
        for ligne in Path(f"/proc/{pid}/status").read_text().splitlines():
            if ligne.startswith("VmRSS:"):
                total = int(ligne.split()[1]) // 1024
        enfants = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return total + sum(_memoire(int(enfant)) for enfant in enfants)


@pytest.mark.parametrize("reprise", [False, True])
def test_jamais_plus_de_memoire_ni_de_temps_quel_que_soit_le_fichier(
    tmp_path: Path, reprise: bool
) -> None:
    """The command as an operator runs it, on every file made to harm."""
    choisis = [nom for nom in fichiers.DEMESURES if nom.endswith("xlsx") or not reprise]
    for nom in choisis:
        (tmp_path / nom).write_bytes(fichiers.DEMESURES[nom]())
    commande = [sys.executable, "manage.py", "examiner_fichier", *(tmp_path / n for n in choisis)]
    debut, pic = time.monotonic(), 0
    with subprocess.Popen(
        [*map(str, commande), *(["--reprise"] if reprise else [])],
        cwd=RACINE,
        stdout=subprocess.PIPE,
        text=True,
    ) as lance:
        while lance.poll() is None:
            pic = max(pic, _memoire(lance.pid))
            time.sleep(0.02)
        avis = json.loads(lance.stdout.read())
    assert lance.returncode == 0
    assert 0 < pic < MEMOIRE_MAX_MO
    assert time.monotonic() - debut < len(choisis) * SECONDES_MAX
    assert [Path(a["fichier"]).name for a in avis] == choisis
    if reprise:
        assert {a["verdict"] for a in avis} == {"refuse"}


def test_deux_lectures_tiennent_dans_le_temps_d_un_fichier() -> None:
    """An import examines the file, asks the antivirus, then reads the cells."""
    assert DUREE_MAX + DELAI < SECONDES_MAX
    assert DUREE_FICHIER + DELAI < SECONDES_MAX
