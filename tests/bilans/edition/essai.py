"""A small questionnaire to edit: a group, a repetition, and questions that cite others."""

from bilans.definitions import lire
from bilans.regles.questionnaire import Questionnaire

TEXTE = """
code = "essai"
version = "1"
titre = "Essai"

[cadre]
sujet = "equipement"
dispositif = "clas"
debut = 2025
remplit = ["fournisseur_activite"]
envoie = "approbateur"
source = "essai"
marque = "H"
ouverture = [14, 6, 1]
fermeture = [15, 7, 1]

[[sections]]
code = "structure"
titre = "Structure"

[[sections.champs]]
code = "nom"
libelle = "Nom de la structure"
type = "texte"

[[sections.champs]]
code = "bonus"
libelle = "Bonus parents demandé"
type = "oui_non"

[[sections.champs]]
code = "combien"
libelle = "Nombre de groupes"
type = "entier"

[[sections.champs]]
code = "bloc"
type = "groupe"
titre = "Parents"
condition = { question = "bonus", egal = "oui" }

[[sections.champs.champs]]
code = "actions"
libelle = "Actions avec les parents"
type = "choix_multiples"
choix = [["cafe", "Café des parents"], ["atelier", "Atelier"], ["aucune", "Aucune"]]
exclusifs = ["aucune"]

[[sections.champs.champs]]
code = "detail"
libelle = "Détail de l’atelier"
type = "texte_long"
condition = { question = "actions", contient = "atelier" }

[[sections]]
code = "groupes"
titre = "Groupes"
repetition = { origine = "nombre", nombre = "combien", singulier = "groupe" }

[[sections.champs]]
code = "enfants"
libelle = "Enfants"
type = "entier"
maximum = 40

[[sections.champs]]
code = "pourquoi"
libelle = "Pourquoi aucun enfant ?"
type = "texte"
condition = { question = "enfants", egal = 0 }
"""


def essai() -> Questionnaire:
    return lire(TEXTE)
