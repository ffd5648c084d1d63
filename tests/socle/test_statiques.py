"""Static files of production: a module finds those it imports, under the name they were given."""

import re
import shutil
from pathlib import Path

from portal.socle.statiques import StockageStatique

RACINE = Path(__file__).resolve().parents[2] / "static"
IMPORTE = re.compile(r'^import .*"\./(.+)";$', re.MULTILINE)


def _traiter(dossier: Path) -> dict[str, str]:
    """Process the scripts of a folder as collectstatic does; name → name with its hash."""
    stockage = StockageStatique(location=dossier, base_url="/static/")
    noms = [str(f.relative_to(dossier)) for f in sorted(dossier.rglob("*.js"))]
    for _, _, fait in stockage.post_process({nom: (stockage, nom) for nom in noms}):
        assert not isinstance(fait, Exception), fait
    return {nom: stockage.stored_name(nom) for nom in noms}


def test_chaque_import_porte_le_nom_donne_a_ce_qu_il_importe(tmp_path: Path) -> None:
    shutil.copytree(RACINE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.css"))
    devenus = _traiter(tmp_path)
    lus = 0
    for nom, devenu in devenus.items():
        avant = IMPORTE.findall((tmp_path / nom).read_text())
        apres = IMPORTE.findall((tmp_path / devenu).read_text())
        ici = Path(nom).parent
        assert [str(ici / a) for a in apres] == [devenus[str(ici / a)] for a in avant]
        lus += len(avant)
    assert lus > 10


def test_un_exemple_dans_un_commentaire_n_importe_rien(tmp_path: Path) -> None:
    texte = '/**\n * import htmx from "./absent.js";\n */\nexport const rien = 0;\n'
    (tmp_path / "exemple.js").write_text(texte)
    assert (tmp_path / _traiter(tmp_path)["exemple.js"]).read_text() == texte
