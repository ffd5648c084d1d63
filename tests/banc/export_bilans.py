"""Write the export of every bilan of a questionnaire, and print the most memory it took, in MB."""

import re
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402

from bilans.exports.analyse import fabrique_de  # noqa: E402
from bilans.forms.analyse import comptage_de  # noqa: E402
from habilitations.models import Utilisateur  # noqa: E402
from habilitations.permissions import Acteur  # noqa: E402
from portal.accueil.peuplement import comptes  # noqa: E402


def main() -> None:
    questionnaire, genre, valeurs, sortie = sys.argv[1:]
    acteur = Acteur(Utilisateur.objects.get(email=comptes.NATIONAL.email), timezone.now())
    demande = QueryDict(f"questionnaire={questionnaire}&genre={genre}&valeurs={valeurs}")
    contenu = fabrique_de(comptage_de(demande, acteur), demande)(lambda faites: None)
    Path(sortie).write_bytes(contenu)
    sys.stdout.write(f"{_memoire()}\n")


def _memoire() -> int:
    """The most that this program took: « ru_maxrss » would tell what the bench took before it."""
    texte = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.findall(r"^VmHWM:\s+(\d+)", texte, re.MULTILINE)[0]) // 1024


main()
