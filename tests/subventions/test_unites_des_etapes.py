"""Every figure of a computation that people read has its unit, whatever draws its steps."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.template import Context, Template

from declarations.rendu.calcul import rendre_etapes
from portal.socle.calculs import FACTEURS, ecrire, entrees_lues, unite_de
from portal.socle.formats import parametre
from subventions.presentation.lettres import etape_imprimee
from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.regles.acomptes.demande import lire
from subventions.regles.acomptes.echeancier import etablir
from subventions.regles.bareme import lire_bareme
from subventions.regles.estimation import Estimation
from subventions.regles.etapes import Etape
from subventions.regles.moteur import FORMULES, estimer, plafonner
from tests.subventions.outils import BAREMES, donnees_valides
from tests.subventions.test_calcul_documente import ACOMPTES, ESTIMATIONS

NB, FINE = "\u00a0", "\u202f"
# « 5 645,50 € », « 640 h », « 12 collectifs », « 0,8 ETP », « 8 mois », « 32,5 % ».
CHIFFRE = re.compile(rf"[\d{FINE}]+(,\d+)?{NB}(€|h|collectifs?|ETP|mois|%)")


def estimations() -> Iterator[Estimation]:
    """Each formula, with and without what is optional, and the most that a CCT may be."""
    plan = plan_comptable()
    for dispositif in FORMULES:
        yield estimee(dispositif)
    yield estimee("cct", prorata_plafond="aucun")
    yield estimee("er", cap_organisation="0.02")
    bareme, _ = lire_bareme("cct", BAREMES["cct"])
    yield plafonner("cct", donnees_valides("cct"), bareme, plan, 2025)
    for exemple in ESTIMATIONS:
        lu, _ = lire_bareme(exemple.brut["dispositif"], exemple.brut["bareme"])
        yield estimer(
            exemple.brut["dispositif"], exemple.brut["donnees"], lu, plan, exemple.brut["annee"]
        )


def estimee(dispositif: str, **parametres: str) -> Estimation:
    lu, erreurs = lire_bareme(dispositif, {**BAREMES[dispositif], **parametres})
    assert not erreurs
    return estimer(dispositif, donnees_valides(dispositif), lu, plan_comptable(), 2025)


def toutes() -> list[Etape]:
    etapes = [etape for estimation in estimations() for etape in estimation.etapes]
    for exemple in ACOMPTES:
        etapes += etablir(lire(exemple.brut, profils_acomptes())).etapes
    return etapes


def test_chaque_donnee_de_chaque_formule_a_son_unite() -> None:
    etapes = toutes()
    assert len({e.libelle for e in etapes}) > 20
    sans = {
        (etape.libelle, nom)
        for etape in etapes
        for nom, texte in entrees_lues(etape.entrees, etape.formule, etape.unite)
        if not CHIFFRE.fullmatch(texte)
    }
    assert sans == set(), "à déclarer dans portal/socle/calculs.py"


def test_chaque_parametre_d_une_etape_a_son_nom_et_son_unite() -> None:
    """« plafond par ETP = 48 000,00 € », « part du droit = 35 % »: never a code, never 0,35."""
    vus = {e.parametre.code: e for e in toutes() if e.parametre}
    assert {"taux", "part", "cap_organisation", "plafond_etp", "bonus_enfants"} <= set(vus)
    for code, etape in vus.items():
        assert etape.parametre is not None
        nomme = etape._replace(parametre=replace(etape.parametre, libelle="nom en toutes lettres"))
        page = Template("{% etapes e 'er' %}").render(Context({"e": [nomme]}))
        assert "nom en toutes lettres =" in page
        if code != "comptes_exclus":
            assert CHIFFRE.fullmatch(parametre(code, etape.parametre.valeur)), code


def test_aucune_unite_n_est_declaree_pour_un_nom_qui_n_existe_pas() -> None:
    """A name that the formulas no longer use, or that was written otherwise, is taken off."""
    noms = {nom for e in toutes() if " × " in e.formule for nom, _ in e.entrees}
    droits = {nom for nom in FACTEURS if nom.startswith("droit ")}
    assert set(FACTEURS) - droits <= noms
    assert {"droit prévisionnel", "droit réel N-2"} <= noms


@pytest.mark.parametrize(
    ("nom", "valeur", "formule", "unite", "attendu"),
    [
        ("compte 60", "5645.5", "somme des charges 60 à 69 et 86", "€", f"5{FINE}645,50{NB}€"),
        ("rencontres, Ugine", "640", "somme des heures", "h", f"640{NB}h"),
        ("collectifs notifiés", "12", "minimum entre", "collectifs", f"12{NB}collectifs"),
        ("bonus demandés", "1", "minimum entre", "collectifs", f"1{NB}collectif"),
        ("ETP", "0.8", "plafond par ETP × ETP × mois ÷ 12", "€", f"0,8{NB}ETP"),
        ("mois", "1", "plafond par ETP × ETP × mois ÷ 12", "€", f"1{NB}mois"),
        ("taux", "0.325", "taux × assiette", "€", f"32,5{NB}%"),
        ("taux", "0.333333", "taux × assiette", "€", f"33,3333{NB}%"),
        ("part", "0.35", "part × droit réel N-2", "€", f"35{NB}%"),
        ("heures retenues", "1350.5", "plafond horaire × heures retenues", "€", f"1350,5{NB}h"),
        ("plafond", "80", "taux × plafond", "€", f"80,00{NB}€"),
    ],
)
def test_chacune_s_ecrit_comme_elle_se_dit(
    nom: str, valeur: str, formule: str, unite: str, attendu: str
) -> None:
    ((_, lu),) = entrees_lues([(nom, valeur)], formule, unite)
    assert lu.replace(FINE, "") == attendu.replace(FINE, "")


def test_rien_ne_s_arrondit_de_ce_qui_se_refait_a_la_main() -> None:
    assert ecrire("40000.005", "€") == f"40{FINE}000,005{NB}€"
    assert ecrire(Decimal("40000.500"), "€") == f"40{FINE}000,50{NB}€"


def test_une_donnee_que_personne_n_a_declaree_se_voit() -> None:
    assert unite_de("coefficient", "taux × coefficient", "€") == ""
    ((_, lu),) = entrees_lues([("coefficient", "2")], "taux × coefficient", "€")
    assert not CHIFFRE.fullmatch(lu)


@pytest.mark.parametrize("dispositif", FORMULES)
def test_pages_papiers_et_lettres_ecrivent_les_memes(dispositif: str) -> None:
    """The receipt, the letter and the page: three drawings, one text for each figure."""
    estimation = estimee(dispositif)
    page = Template("{% etapes e 'er' %}").render(Context({"e": estimation.etapes}))
    for etape, rendue in zip(estimation.etapes, rendre_etapes(estimation, dispositif), strict=True):
        lettre = etape_imprimee(etape.en_json())
        assert list(rendue.entrees) == lettre["entrees"]
        assert rendue.resultat == lettre["resultat"]
        assert CHIFFRE.fullmatch(rendue.resultat)
        for _, texte in rendue.entrees:
            assert f">{texte}" in page


@pytest.mark.parametrize("dispositif", FORMULES)
def test_valide_le_dernier_montant_n_est_plus_une_estimation(dispositif: str) -> None:
    """The words alone change: what is frozen keeps those of the day."""
    etapes = estimee(dispositif).etapes
    assert etapes[-1].libelle == "Montant estimé"
    gabarit = Template("{% etapes e 'er' valide=v %}")
    estimee_, validee = (
        gabarit.render(Context({"e": etapes, "v": valide})) for valide in (False, True)
    )
    assert "Montant estimé" in estimee_
    assert "Montant estimé" not in validee
    assert "Montant du droit" in validee
    assert etape_imprimee(etapes[-1].en_json())["libelle"] == "Montant du droit"
    assert [e.libelle for e in etapes[:-1]] == [
        etape_imprimee(e.en_json())["libelle"] for e in etapes[:-1]
    ]
