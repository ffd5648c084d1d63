"""An estimate, with its steps, and what stands in its place when there is none."""

_ETAPE_PLAFOND = {
    "libelle": "Plafond",
    "formule": "plafond horaire × heures retenues",
    "entrees": [["Heures retenues", "1350.00"]],
    "parametre": {
        "code": "plafond_horaire",
        "valeur": "80.00",
        "source": "valeur de démonstration",
        "marque": "H",
        "portee": "Caf de démonstration",
        "debut": 2023,
        "fin": None,
    },
    "resultat": "108000.00",
    "unite": "€",
}
ESTIMATION = {
    "statut": "estime",
    "montant": "64800.00",
    "etapes": [
        {
            "libelle": "Prix de revient",
            "formule": "somme des charges 60 à 69 et 86, sans le bénévolat (864)",
            "entrees": [["Charges 60 à 69", "118000.00"], ["Contributions 86", "2000.00"]],
            "parametre": None,
            "resultat": "120000.00",
            "unite": "€",
        },
        _ETAPE_PLAFOND,
        {
            "libelle": "Droit",
            "formule": "taux × le plus petit du prix de revient et du plafond",
            "entrees": [["Assiette", "108000.00"]],
            "parametre": {"code": "taux", "valeur": "0.60", "source": "Caf, 2023", "marque": "P"},
            "resultat": "64800.00",
            "unite": "€",
        },
    ],
}
NON_PUBLIE = {"statut": "bareme_non_publie", "manquants": ["plafond_horaire"]}
EN_ATTENTE = {"statut": "en_attente"}
ATTENTE = {
    "attendus": [
        {"texte": "charges", "adresse": "#id_comptes-60"},
        {"texte": "3 réponses de l’antenne d’Ugine", "adresse": "#id_heures"},
    ]
}
INVALIDE = {"statut": "invalide", "erreurs": [{"message": "Les heures d’entretiens manquent."}]}
