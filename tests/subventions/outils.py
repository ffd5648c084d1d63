"""Data in the format of ``tests/cas/estimations.json``, and a hand to redo the steps."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from subventions.referentiels import plan_comptable
from subventions.regles.bareme import lire_bareme
from subventions.regles.moteur import estimer

BAREMES = {
    "cct": {"taux": "0.50", "plafond_etp": "48000"},
    "diagnostic": {"taux": "0.50", "plafond": "15000"},
    "clas": {
        "taux": "0.325",
        "plafond_collectif": "7886.15",
        "bonus_enfants": "329",
        "bonus_parents": "329",
    },
    "er": {"taux": "0.60", "plafond_horaire": "100", "cap_organisation": "0.5"},
}


def poste(salaire="40000.00", autres="0.00", etp="1", mois=12):
    return {"etp": etp, "mois": mois, "salaire_charge": salaire, "autres_depenses": autres}


def lieu(rencontres="400", entretiens="100", organisation="50"):
    return {
        "heures_rencontres": rencontres,
        "heures_entretiens": entretiens,
        "heures_organisation": organisation,
    }


def collectif(enfants=False, parents=False):
    return {"bonus_enfants": enfants, "bonus_parents": parents}


def donnees_valides(dispositif):
    charges = {"64": "30000.00", "864": "5000.00"}
    return {
        "cct": lambda: {"postes": [poste()]},
        "diagnostic": lambda: {"depense": "18000.00"},
        "clas": lambda: {
            "charges": charges,
            "collectifs_notifies": 3,
            "collectifs": [collectif(True, True), collectif(True, True), collectif(False, True)],
        },
        "er": lambda: {"charges": charges, "lieux": [lieu()]},
    }[dispositif]()


def calculer(dispositif, donnees, *, annee=2025, bareme=None, **parametres):
    """Estimate with the usual barème of the tests, changed by ``parametres`` (None: unset)."""
    brut = {**(BAREMES[dispositif] if bareme is None else bareme), **parametres}
    lu, erreurs = lire_bareme(dispositif, brut)
    assert not erreurs
    return estimer(dispositif, donnees, lu, plan_comptable(), annee)


def refaire(etape):
    """Redo one printed step (its JSON) from its words and entries alone, with fractions.

    Deliberately knows nothing of the engine: it reads « a × b ÷ 12 », « a + b », « somme des … »,
    « minimum entre la … et le … » and « a − b, zéro au moins » as a person with a pocket calculator
    would.
    """
    valeurs = {e["nom"]: Fraction(e["valeur"]) for e in etape["entrees"]}
    formule = etape["formule"]
    if formule.startswith("somme des "):
        resultat = sum((Fraction(e["valeur"]) for e in etape["entrees"]), Fraction(0))
    elif formule.startswith("minimum entre "):
        noms = re.fullmatch(r"minimum entre (.+) et (.+)", formule).groups()
        resultat = min(valeurs[re.sub(r"^(les |le |la |l’)", "", nom)] for nom in noms)
    elif formule.endswith(", zéro au moins"):
        de, ote = formule.removesuffix(", zéro au moins").split(" − ")
        resultat = max(valeurs[de] - valeurs[ote], Fraction(0))
    elif " + " in formule:
        resultat = sum(valeurs[nom] for nom in formule.split(" + "))
    else:
        produit, _, diviseur = formule.partition(" ÷ ")
        resultat = Fraction(1)
        for nom in produit.split(" × "):
            resultat *= valeurs[nom]
        resultat /= Fraction(diviseur or 1)
    return au_cent(resultat)


def au_cent(nombre):
    """Half-up on an exact fraction, as a string with two decimals."""
    with localcontext() as contexte:
        contexte.prec = 400
        # n/d rounded half-up = floor(100 n / d + 1/2) for a positive number.
        cents = (nombre * 100 + Fraction(1, 2)).__floor__()
        return str((Decimal(cents) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def refaire_tout(estimation):
    """Redo every step in order; each figure printed as a result must be found again later."""
    etapes = estimation.en_json()["etapes"]
    for etape in etapes:
        assert refaire(etape) == etape["resultat"], etape
    return etapes[-1]["resultat"]


def demande_diagnostic(**champs):
    return {
        "dispositif": "diagnostic",
        "exercice": "2025",
        "donnees": {"depense": "18000.00"},
        **champs,
    }


def demande_cct(**champs):
    return {"dispositif": "cct", "exercice": "2025", "donnees": {"postes": [poste()]}, **champs}


def chemins(reponse):
    assert reponse["statut"] == "invalide"
    assert reponse["montant"] is None
    return [e["chemin"] for e in reponse["erreurs"]]
