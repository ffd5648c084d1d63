"""Declarations made up for the checks: complete and coherent, then changed by each test."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from declarations.controles import valeurs_de_reference
from declarations.grilles import grille_pour
from declarations.regles.controles.contexte import Constat, Contexte, Reference
from declarations.regles.controles.registre import executer
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import PREVISIONNELLE, REELLE, LigneGrille
from subventions.regles.bareme import Bareme, ParametreUtilise
from subventions.regles.estimation import ESTIME, Estimation
from subventions.regles.moteur import estimer

ANNEE = 2025
CHAMBERY = LigneGrille("l1", "Maison de Chambéry")
UGINE = LigneGrille("l2", "Antenne d’Ugine")
LIEUX = (CHAMBERY, UGINE)
HEURES = {"heures_rencontres": "400", "heures_entretiens": "100", "heures_organisation": "250"}
COMPTES = {
    "comptes.60": "20000.00",
    "comptes.64": "80000.00",
    "comptes.741": "40000.00",
    "comptes.70623": "60000.00",
    "comptes.861": "5000.00",
    "comptes.871": "5000.00",
}
ANNUELLES = {
    "jours_ouverture": "120",
    "etp_accueillants": "1.50",
    "mesures_debut": "30",
    "mesures_nouvelles": "20",
    "mesures_terminees": "25",
    "mesures_non_exercees": "3",
    "mesures_jaf": "30",
    "mesures_juge_enfants": "10",
    "mesures_cour_appel": "2",
    "mesures_ase": "5",
    "mesures_amiables": "3",
    "enfants": "60",
    "enfants_0_2": "10",
    "enfants_3_5": "20",
    "enfants_6_11": "20",
    "enfants_12_17": "10",
    "parents": "80",
    "rencontres_programmees": "500",
    "rencontres_realisees": "450",
    "passages_de_bras": "40",
    "entretiens_prealables": "50",
    "familles_en_attente": "4",
    "delai_moyen_jours": "21",
}


def donnees_er(
    nature: str = PREVISIONNELLE, lieux: Iterable[LigneGrille] = LIEUX
) -> dict[str, str]:
    """Figures of an ER that no check has anything to say about."""
    champs = HEURES | (ANNUELLES if nature == REELLE else {})
    donnees = {f"lieux.{lieu.cle}.{code}": v for lieu in lieux for code, v in champs.items()}
    donnees |= COMPTES
    if nature == REELLE:
        donnees["resultat_annonce"] = "0"
    return donnees


def contexte_er(nature: str = PREVISIONNELLE, *, sans: Iterable[str] = (), **change) -> Contexte:
    """An ER declaration; ``donnees`` complete those of ``donnees_er``, ``sans`` removes some."""
    lignes = change.pop("lignes", LIEUX)
    donnees = donnees_er(nature, lignes) | change.pop("donnees", {})
    for chemin in sans:
        del donnees[chemin]
    return Contexte(
        grille=grille_pour("er", ANNEE),
        nature=nature,
        annee=ANNEE,
        lignes=lignes,
        donnees=donnees,
        seuils=change.pop("seuils", valeurs_de_reference()),
        **change,
    )


def contexte_vide(dispositif: str = "er", nature: str = PREVISIONNELLE, **change) -> Contexte:
    """A declaration just opened, nothing typed yet."""
    return Contexte(
        grille=grille_pour(dispositif, ANNEE),
        nature=nature,
        annee=ANNEE,
        lignes=change.pop("lignes", LIEUX),
        donnees=change.pop("donnees", {}),
        seuils=valeurs_de_reference(),
        **change,
    )


def reference_er(
    libelle: str = "Réelle 2024", nature: str = REELLE, annee: int = 2024, **change
) -> Reference:
    """The same figures, declared before."""
    lignes = change.pop("lignes", LIEUX)
    donnees = donnees_er(nature, lignes) | change.pop("donnees", {})
    return Reference(nature, annee, libelle, lignes, donnees, **change)


def estimation(montant: str = "1000.00", **mesures: str) -> Estimation:
    """An amount with the measures that the engine would give."""
    return Estimation(ESTIME, Decimal(montant), mesures={k: Decimal(v) for k, v in mesures.items()})


def estimer_avec(contexte: Contexte, bareme: Mapping[str, str]) -> Contexte:
    """The same declaration with the estimate of the real engine."""
    parametres = {code: ParametreUtilise(code, valeur) for code, valeur in bareme.items()}
    grille = contexte.grille
    entree = donnees_estimation(grille, contexte.lignes, contexte.donnees)
    resultat = estimer(grille.dispositif, entree, Bareme(parametres), grille.plan, contexte.annee)
    return replace(contexte, estimation=resultat)


def de(code: str, contexte: Contexte) -> list[Constat]:
    """What one check finds, through the registry."""
    return [constat for constat in executer(contexte) if constat.code == code]


def cles(code: str, contexte: Contexte) -> list[str]:
    return [constat.cle for constat in de(code, contexte)]
