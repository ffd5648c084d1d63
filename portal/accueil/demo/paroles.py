"""What people write in a bilan, in their own words: invented, and of no one in particular."""

# Short answers, by a part of the code of the question.
_COURTES = (
    ("nom", ("Maison des familles", "Le Relais", "Espace Simone-Veil")),
    ("commune", ("Val-des-Tilleuls", "Saint-Aubin-le-Haut", "Roche-Claire")),
    ("telephone", ("01 23 45 67 89", "04 56 78 90 12")),
    ("courriel", ("contact@demo.example",)),
    ("fonction", ("coordinatrice", "directeur du centre social", "responsable enfance")),
    ("intitule", ("Chargée de coopération", "Chef de projet CTG")),
)
_DIVERSES = (
    "Un temps commun chaque mois",
    "Deux ateliers par trimestre",
    "Avec l’école et la médiathèque",
    "À la demande des familles",
)
_LONGUES = (
    "Les enfants viennent plus régulièrement depuis que les séances ont lieu à la médiathèque ; "
    "les bénévoles notent une lecture plus assurée et moins d’appréhension devant les consignes.",
    "Les parents participent davantage aux temps de restitution. Le café mensuel a réuni neuf "
    "familles en moyenne, dont quatre que l’école ne rencontrait pas.",
    "Le partenariat avec le collège s’est resserré : un référent par niveau, un point à chaque "
    "fin de trimestre, et des devoirs transmis chaque semaine.",
    "Sur le territoire, deux communes mettent désormais une salle à disposition. Reste à trouver "
    "une solution de transport pour les enfants du hameau.",
    "Trois réunions de réseau ont permis d’harmoniser les inscriptions. L’an prochain, nous "
    "voulons y associer les assistantes maternelles.",
)


def parole(code: str, tirage: int, *, long: bool) -> str:
    """An answer in words to a question: one line, or a few."""
    if long:
        return _LONGUES[tirage % len(_LONGUES)]
    for mot, reponses in _COURTES:
        if mot in code:
            return reponses[tirage % len(reponses)]
    return _DIVERSES[tirage % len(_DIVERSES)]
