"""Parameters as people read them: a name in words, the exercices of their dispositif."""

import re
import tomllib

import pytest
from django.template import Context, Template

from declarations.rendu.calcul import rendre_etapes
from subventions.presentation.parametres import libelle_du_parametre, validite
from subventions.regles.estimation import EN_ATTENTE, Estimation
from subventions.regles.moteur import FORMULES
from subventions.regles.parametres import PARAMETRES, parametre
from subventions.services.baremes import DOSSIER_BAREMES
from tests.subventions.outils import calculer, donnees_valides
from tests.subventions.test_unites_des_etapes import estimee

CODES = [(d, p.code) for d, attendus in PARAMETRES.items() for p in attendus]


def page(estimation: Estimation, dispositif: str) -> str:
    dessine = Template("{% montant e d %}").render(Context({"e": estimation, "d": dispositif}))
    return " ".join(dessine.split())


@pytest.mark.parametrize(("dispositif", "code"), CODES)
def test_chaque_code_a_son_nom_en_mots(dispositif: str, code: str) -> None:
    """« plafond par ETP », never « plafond_etp » nor « plafond etp »."""
    attendu = parametre(dispositif, code)
    assert attendu is not None
    assert libelle_du_parametre(dispositif, code) == attendu.libelle
    assert "_" not in attendu.libelle


def test_les_baremes_livres_n_ont_pas_d_autre_code() -> None:
    lus = {
        (ligne["dispositif"], ligne["parametre"])
        for fichier in DOSSIER_BAREMES.glob("*.toml")
        for ligne in tomllib.loads(fichier.read_text(encoding="utf-8"))["lignes"]
    }
    assert lus
    assert lus <= set(CODES)


@pytest.mark.parametrize("dispositif", FORMULES)
def test_ce_qui_manque_au_bareme_se_lit_en_mots(dispositif: str) -> None:
    estimation = calculer(dispositif, donnees_valides(dispositif), bareme={})
    dits = re.findall(r"<li>([^<]+)</li>", page(estimation, dispositif))
    noms = {p.code: p.libelle for p in PARAMETRES[dispositif]}
    assert dits == [noms[code] for code in estimation.manquants]
    assert dits


def test_ce_que_la_caf_doit_inscrire_se_lit_en_mots() -> None:
    attend = Estimation(EN_ATTENTE, manquants=("collectifs_notifies",))
    assert "aura inscrit le nombre de collectifs notifiés." in page(attend, "clas")


@pytest.mark.parametrize(
    ("dispositif", "debut", "fin", "attendu"),
    [
        ("er", 2023, None, "depuis l’exercice 2023"),
        ("er", 2023, 2023, "exercice 2023"),
        ("cct", 2023, 2025, "exercices 2023 à 2025"),
        ("clas", 2023, None, "depuis l’exercice 2023-2024"),
        ("clas", 2023, 2023, "exercice 2023-2024"),
        ("clas", 2023, 2025, "exercices 2023-2024 à 2025-2026"),
        ("clas", None, None, ""),
    ],
)
def test_les_exercices_sont_ceux_du_dispositif(
    dispositif: str, debut: int | None, fin: int | None, attendu: str
) -> None:
    assert validite(dispositif, debut, fin) == attendu


@pytest.mark.parametrize(
    ("dispositif", "attendu"),
    [("clas", "depuis l’exercice 2023-2024"), ("er", "depuis l’exercice 2023")],
)
def test_la_page_et_le_recepisse_disent_les_memes(dispositif: str, attendu: str) -> None:
    """What is frozen of a step holds a year alone: whoever draws it knows the dispositif."""
    fige = estimee(dispositif).en_json()
    for etape in fige["etapes"]:
        if etape["parametre"]:
            etape["parametre"]["debut"] = 2023
    estimation = Estimation.depuis_json(fige)
    dites = {e.parametre.validite for e in rendre_etapes(estimation, dispositif) if e.parametre}
    assert dites == {attendu}
    dessinee = page(estimation, dispositif)
    assert f", {attendu}" in dessinee
    assert dessinee.count("depuis l’exercice") == dessinee.count(attendu)
