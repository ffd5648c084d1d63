"""Projections made before they could be of several dispositifs keep what they say."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from subventions import migrations

SUFFIXE = "projection_de_plusieurs_dispositifs"
LIGNE = {"territoire": "Savoie est", "dossiers": 1}


@pytest.mark.django_db
def test_ce_qui_etait_d_un_dispositif_se_lit_par_dispositif() -> None:
    (fichier,) = Path(migrations.__path__[0]).glob(f"*_{SUFFIXE}.py")
    conversion = import_module(f"{migrations.__name__}.{fichier.stem}").PAR_DISPOSITIF
    with connection.cursor() as curseur:
        # It stands before the table of today, for this transaction.
        curseur.execute(
            "CREATE TEMP TABLE subventions_projection (dispositif varchar, dispositifs varchar[], "
            "essais jsonb, prevision jsonb, lignes jsonb) ON COMMIT DROP"
        )
        curseur.executemany(
            "INSERT INTO subventions_projection VALUES ('er', '{}', %s, %s, %s)",
            [
                [json.dumps({"taux": "0.5"}), json.dumps({"verses": ["1"]}), json.dumps([LIGNE])],
                ["{}", "{}", "[]"],
            ],
        )
        curseur.execute(conversion)
        curseur.execute("SELECT to_jsonb(p) - 'dispositif' FROM subventions_projection AS p")
        calculee, demandee = (json.loads(ligne) for (ligne,) in curseur.fetchall())
        curseur.execute("DROP TABLE pg_temp.subventions_projection")
    assert calculee == {
        "dispositifs": ["er"],
        "essais": {"er": {"taux": "0.5"}},
        "prevision": {"er": {"verses": ["1"]}},
        "lignes": [{**LIGNE, "dispositif": "er"}],
    }
    assert demandee == {"dispositifs": ["er"], "essais": {"er": {}}, "prevision": {}, "lignes": []}
