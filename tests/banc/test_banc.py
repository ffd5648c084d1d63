"""The bench counts right, starts what the image starts, and leaves no floor in the portal."""

import json
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from declarations.models import Volet
from tests.banc import chrono
from tests.banc.client import Navigateur, Reponse
from tests.banc.planchers import LIGNES
from tests.banc.resultats import (
    Mesure,
    avec_croissance,
    centile,
    composer,
    ecrire,
    lire_medianes,
    tableau,
)
from tests.banc.saisies import Brouillon, perdues
from tests.banc.serveur import commande_de_l_image, environnement
from tests.monde import Monde
from tests.processus import gunicorn

CLES = {
    "nom",
    "requetes",
    "octets",
    "p50_ms",
    "p95_ms",
    "plancher_ms",
    "rapport",
    "croissance",
}


def test_les_centiles_se_lisent_sur_les_durees_triees() -> None:
    durees = [0.005, 0.001, 0.004, 0.002, 0.003]
    assert centile(durees, 0.5) == 3.0
    assert centile(durees, 0.95) == 5.0
    assert centile([0.0123], 0.95) == 12.3


def test_le_rapport_est_celui_des_medianes_et_se_tait_sans_plancher() -> None:
    mesure = composer("page", [0.030, 0.020, 0.090], [0.010, 0.010, 0.500], requetes=7, octets=12)
    assert (mesure.p50_ms, mesure.plancher_ms, mesure.rapport) == (30.0, 10.0, 3.0)
    assert composer("tâche", [1.5]).rapport is None


def test_la_croissance_se_compare_a_un_pour_cent_par_nom(tmp_path: Path) -> None:
    fichier = tmp_path / "1.json"
    ecrire([composer("page", [0.010]), Mesure("coupée", None, None, None, None)], [fichier])
    medianes = lire_medianes(fichier)
    assert medianes == {"page": 10.0}
    page, autre = avec_croissance(
        [composer("page", [0.013]), composer("nouvelle", [0.013])], medianes
    )
    assert (page.croissance, autre.croissance) == (1.3, None)
    assert lire_medianes(tmp_path / "rien.json") == {}


def test_le_fichier_et_le_tableau_disent_la_meme_chose(tmp_path: Path) -> None:
    mesures = [composer("page", [0.010], [0.004], requetes=3, octets=900)]
    ecrire(mesures, [tmp_path / "mesures.json"])
    (lue,) = json.loads((tmp_path / "mesures.json").read_text())
    assert set(lue) >= CLES
    lignes = tableau(mesures).splitlines()
    assert lignes[1].split() == ["page", "3", "900", "10", "10", "4", "2.5", "–"]


def test_le_banc_lance_la_commande_de_l_image_sur_cette_machine_seule(tmp_path: Path) -> None:
    commande = commande_de_l_image("127.0.0.1:9")
    assert commande[:4] == ["gunicorn", "portal.wsgi", "--bind", "127.0.0.1:9"]
    assert commande[commande.index("--workers") + 1] == "2"
    assert commande[commande.index("--threads") + 1] == "4"
    variables = environnement(tmp_path)
    assert not {"DEMO", "DEBUG", "HTTPS", "MFA_OBLIGATOIRE"} & set(variables)
    assert variables["ALLOWED_HOSTS"] == "127.0.0.1"


def test_le_portail_n_a_pas_de_plancher() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("banc_ecriture")
    with pytest.raises(Resolver404):
        resolve("/banc/lignes/declarations/")
    assert "tests" not in {
        ligne.split()[1]
        for ligne in Path("Dockerfile").read_text(encoding="utf-8").splitlines()
        if ligne.startswith("COPY ") and not ligne.startswith("COPY --")
    }


@pytest.mark.parametrize("table", LIGNES)
def test_un_plancher_lit_ses_lignes_par_cle(table: str, db: None) -> None:
    from django.db import connection

    with connection.cursor() as curseur:
        curseur.execute(LIGNES[table], [[0]])
        assert curseur.fetchall() == []


def test_une_valeur_acquittee_puis_perdue_se_voit(monde: Monde) -> None:
    dossier = monde.declaration("reelle", 2025)
    (brouillon,) = Brouillon.de([dossier.pk], "finances")
    brouillon.acquis["comptes.60"] = "12.25"
    assert perdues([brouillon]) == [f"{dossier.pk} comptes.60 : 12.25"]
    Volet.objects.filter(pk=brouillon.volet).update(donnees={"comptes.60": "12.25"})
    assert perdues([brouillon]) == []


def test_une_autre_reponse_que_la_page_ne_donne_pas_de_chiffre() -> None:
    class Refus:
        def lire(self, adresse: str) -> Reponse:
            return Reponse(404, 0.001, 10, 1)

    mesure = chrono.page("page", Refus(), "/", "/")
    assert (mesure.p50_ms, mesure.note) == (None, "code 404 inattendu")


@pytest.mark.django_db(transaction=True)
def test_le_navigateur_du_banc_parle_au_vrai_serveur(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as adresse:
        qui = Navigateur(int(adresse.rpartition(":")[2]))
        page = qui.lire("/compte/connexion/")
        autre = qui.lire("/nulle-part/")
        assert (page.code, autre.code in (302, 404)) == (200, True)
        assert page.octets == len(page.corps) > 500
        assert 0 < page.duree < 20
        qui.fermer()
