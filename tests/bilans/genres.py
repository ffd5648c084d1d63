"""One question of each kind, without code nor label; ``SIMPLES`` are those of XLSForm too."""

from decimal import Decimal

from bilans.regles.questionnaire import Colonne, Question

CHOIX = (("rouge", "Rouge"), ("vert", "Vert"), ("aucun", "Aucun"))
# What a constraint forbids to answer.
VALEURS: dict[str, str | Decimal] = {"entier": Decimal(13), "texte": "interdit"}
SIMPLES = (
    Question("", "", "texte"),
    Question("", "", "texte_long"),
    Question("", "", "entier"),
    Question("", "", "entier", minimum=None),
    Question("", "", "entier", minimum=Decimal(1), maximum=Decimal(12)),
    Question("", "", "date"),
    Question("", "", "oui_non"),
    Question("", "", "choix", choix=CHOIX),
    Question("", "", "choix_multiples", choix=CHOIX),
    Question("", "", "fichier"),
    Question("", "", "note"),
)
TOUTES = (
    *SIMPLES,
    Question("", "", "etp", unite="ETP", reprise=True, partage="etp"),
    Question("", "", "oui_non", ne_sait_pas=True),
    Question("", "", "choix_multiples", choix=CHOIX, moins=1, plus=2, exclusifs=("aucun",)),
    Question(
        "", "", "score", colonnes=(Colonne("famille", "Famille"), Colonne("social", "Social"))
    ),
    Question("", "", "score"),
    Question(
        "",
        "",
        "tableau",
        colonnes=(Colonne("etp", "ETP", "etp"), Colonne("nom", "Nom", "texte")),
        rangees=(("cadres", "Cadres"), ("autres", "Autres")),
    ),
)
