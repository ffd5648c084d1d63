"""Sample content of the page that lists the components, in all their states."""

from datetime import datetime
from typing import Any

from django import forms

from bilans.presentation.radar import dessiner
from bilans.regles.notation import Notation, Rubrique, compter
from portal.socle import composants as c
from portal.socle.formats import PARIS

BADGES = (
    ("À saisir", "neutre"),
    ("En cours de saisie", "info"),
    ("À approuver", "attention"),
    ("Transmise à la Caf", "info"),
    ("À corriger", "erreur"),
    ("Traitée", "succes"),
)

NOTICES = (
    ("info", "Actualisée demandée", "Votre Caf vous demande des chiffres actualisés pour 2026."),
    ("succes", "Déclaration transmise", "Votre interlocuteur la reçoit aujourd’hui."),
    ("attention", "Variation à justifier", "Les charges augmentent de plus de 10 %."),
    ("erreur", "Échéance dépassée", "La date limite était le 31 mars 2026."),
    ("neutre", "Pour mémoire", "Les chiffres de 2024 viennent de la réelle validée."),
)

ETAPES = (
    c.EtapeSuivi("Saisie", "faite", "12 février 2026"),
    c.EtapeSuivi("Approbation", "faite", "3 mars 2026"),
    c.EtapeSuivi("Traitement par la Caf", "courante", "Chez Claire Marchand"),
    c.EtapeSuivi("Traitée", "a_venir"),
)

_REPERES = (
    c.Repere("Réelle 2024", "1 234 h", "+12,4 %", alerte=True),
    c.Repere("Prévisionnelle 2025", "1 400 h", "−0,9 %"),
)

CHAMPS = (
    c.ChampSaisie(
        "lieux.l1.heures_rencontres",
        "Heures de rencontres",
        valeur="1387",
        unite="h",
        aide="Rencontres et passages de bras, une heure par famille présente.",
        alertes=("Variation de +12,4 % par rapport à la réelle 2024 : à justifier.",),
        reperes=_REPERES,
    ),
    c.ChampSaisie(
        "comptes.64",
        "64 – Charges de personnel",
        valeur="douze mille",
        unite="€",
        erreurs=("Écrivez un nombre, par exemple « 12 345,60 ».",),
        reperes=(c.Repere("Réelle 2024", "86 400,00 €", "n.c."),),
    ),
    c.ChampSaisie("lieux.l1.enfants", "Enfants accueillis", valeur="", unite="enfants"),
    c.ChampSaisie("mesures_jaf", "Mesures du juge aux affaires familiales", obligatoire=False),
    c.ChampSaisie("commentaire", "Commentaire", type="texte_long", obligatoire=False),
    c.ChampSaisie(
        "chef_de_projet", "Ce poste est-il chef de projet ?", type="oui_non", valeur="oui"
    ),
    c.ChampSaisie(
        "thematiques",
        "Thématiques",
        type="choix_multiples",
        valeur=("enfance",),
        choix=(
            ("petite_enfance", "Petite enfance"),
            ("enfance", "Enfance"),
            ("jeunesse", "Jeunesse"),
        ),
        erreurs=("Choisissez au moins deux thématiques.",),
    ),
    c.ChampSaisie(
        "reunions",
        "Réunions de réseau",
        valeur="ne_sait_pas",
        unite="réunions",
        a_part=(("ne_sait_pas", "Ne sait pas"),),
    ),
    c.ChampSaisie(
        "etp_conventionne",
        "ETP conventionné",
        valeur="0.8",
        unite="ETP",
        aide="Repris de la convention, non modifiable.",
        lecture_seule=True,
    ),
)

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

INTERLOCUTEUR = c.Interlocuteur(
    "Claire Marchand",
    "Gestionnaire conseil",
    "Caf de la Savoie",
    "0479000000",
    "claire.marchand@demo.example",
    "Paul Vidal",
)

EVENEMENTS = (
    c.Evenement(
        datetime(2026, 3, 12, 9, 5, tzinfo=PARIS),
        "Correction demandée",
        "Claire Marchand",
        "Les heures d’entretiens de l’antenne d’Ugine semblent inversées.",
        "attention",
    ),
    c.Evenement(
        datetime(2026, 3, 3, 18, 42, tzinfo=PARIS),
        "Déclaration transmise",
        "Inès Faure",
        ton="succes",
    ),
    c.Evenement(datetime(2026, 2, 8, 0, 0, tzinfo=PARIS), "Déclaration appelée"),
)

FAITS = (
    c.Fait("Gestionnaire", "Association Le Trait d’union"),
    c.Fait("Exercice", "2025"),
    c.Fait("Date limite", "31 mars 2026", "Une dérogation est ouverte jusqu’au 15 avril 2026."),
    c.Fait("Approbateur", ""),
)

ERREURS = (
    c.ErreurSaisie("64 – Charges de personnel : écrivez un nombre.", "id_comptes-64"),
    c.ErreurSaisie("Le total des charges diffère du total des produits."),
)

LIGNES = (
    ("Le Trait d’union", "Réelle 2025", "À corriger", "erreur", "64800"),
    ("La Passerelle", "Réelle 2025", "À approuver", "attention", "9334"),
    ("Les Deux Rives", "Prévisionnelle 2026", "Traitée", "succes", "40600.5"),
)

_POLITIQUES = (("famille", "Famille"), ("education", "Éducation"), ("social", "Social"))


def _notation(*missions: tuple[str, str, str]) -> Notation:
    """A grid scored, each mission by the scores of the three policies: « 3 2 NC »."""
    return Notation(
        _POLITIQUES,
        tuple(
            Rubrique(
                f"mission_{rang}",
                f"Mission {rang}",
                {
                    code: compter(scores.split())
                    for (code, _), scores in zip(_POLITIQUES, mission, strict=True)
                },
            )
            for rang, mission in enumerate(missions, start=1)
        ),
    )


RADAR = dessiner(
    _notation(
        ("3 2 NC 1 0 3", "2 2 1", "1 0 1"),
        ("3 3 2", "NC NC", "2 1 1"),
        ("1 2 1", "2 3 3", "2 2 3"),
        ("3 1 1", "1 1 2", "0 1 0"),
    ),
    _notation(
        ("1 2 1", "1 2 1", "1 0 0"),
        ("2 2 2", "NC NC", "1 1 1"),
        ("1 1 1", "2 2 2", "2 1 3"),
        ("1 1 1", "1 1 1", "0 0 0"),
    ),
)


class FiltresExemple(forms.Form):
    """The filters bar, over nothing."""

    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), ("a_saisir", "À saisir")]
    )
    q = forms.CharField(label="Équipement", required=False)


def contenu() -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "badges": BADGES,
        "notices": NOTICES,
        "etapes": ETAPES,
        "champs": CHAMPS,
        "estimation": ESTIMATION,
        "non_publie": NON_PUBLIE,
        "invalide": INVALIDE,
        "en_attente": EN_ATTENTE,
        "attente": ATTENTE,
        "interlocuteur": INTERLOCUTEUR,
        "evenements": EVENEMENTS,
        "faits": FAITS,
        "erreurs": ERREURS,
        "lignes": LIGNES,
        "radar": RADAR,
        "filtres": FiltresExemple(),
    }
