"""Coherent figures of a declaration, as people type them in French."""

# Totals: charges 119 000,50 €; produits as much, 1 200 € more with a réelle.
COMPTES = {
    "comptes.60": "8 400",
    "comptes.61": "12 600,50",
    "comptes.62": "5 200",
    "comptes.64": "92 800",
    "comptes.864": "3 150",
    "comptes.70623": "64 000",
    "comptes.741": "20 000",
    "comptes.743": "20 000",
    "comptes.744": "14 000",
    "comptes.75": "1 000,50",
    "comptes.875": "3 150",
}
COMPTES_REELLE = {"comptes.75": "2 200,50", "resultat_annonce": "1 200"}
# One lieu; hours differ from one lieu to the next, so that a column mistaken for another shows.
ER = {
    "heures_rencontres": "400,5",
    "heures_entretiens": "120",
    "heures_organisation": "80,25",
    "jours_ouverture": "96",
    "etp_accueillants": "1,5",
    "mesures_debut": "22",
    "mesures_nouvelles": "18",
    "mesures_terminees": "15",
    "mesures_non_exercees": "2",
    "mesures_jaf": "25",
    "mesures_juge_enfants": "8",
    "mesures_cour_appel": "1",
    "mesures_ase": "4",
    "mesures_amiables": "2",
    "enfants": "54",
    "enfants_0_2": "6",
    "enfants_3_5": "14",
    "enfants_6_11": "24",
    "enfants_12_17": "10",
    "parents": "71",
    "rencontres_programmees": "640",
    "rencontres_realisees": "571",
    "passages_de_bras": "38",
    "entretiens_prealables": "41",
    "familles_en_attente": "5",
    "delai_moyen_jours": "34",
}
# By kind, for what the tables above do not name (CLAS, CCT).
PAR_TYPE = {
    "entier": "10",
    "mois": "12",
    "jours": "30",
    "heures": "100",
    "etp": "1",
    "euros": "1 000",
    "texte": "Renseigné",
    "texte_long": "Renseigné en quelques lignes.",
    "oui_non": "non",
    "date": "2026-01-15",
}
