"""What a page of a file shows: its states, its steps, its people, what happened to it."""

from datetime import datetime

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

LIGNES = (
    ("Le Trait d’union", "Réelle 2025", "À corriger", "erreur", "64800"),
    ("La Passerelle", "Réelle 2025", "À approuver", "attention", "9334"),
    ("Les Deux Rives", "Prévisionnelle 2026", "Traitée", "succes", "40600.5"),
)
