"""A questionnaire of our own with every trap in it, and a bilan that asks it."""

from bilans.models import Bilan, VersionQuestionnaire
from habilitations.models import Equipement
from tests.bilans.bilans import campagne, ouvrir_bilan
from tests.declarations.clas import projet_clas
from tests.monde import MAINTENANT, Monde

DEFINITION = """
code = "bilan_clas"
version = "2"
titre = "Bilan des pièges"

[cadre]
sujet = "equipement"
debut = 2024
remplit = ["fournisseur_activite"]
envoie = "approbateur"
source = "Essai"
marque = "H"
dispositif = "clas"

[[sections]]
code = "projet"
titre = "Le projet"

[[sections.champs]]
code = "bonus"
libelle = "Bonus demandé"
type = "oui_non"

[[sections.champs]]
code = "motif_bonus"
libelle = "Pourquoi ce bonus"
type = "texte"
condition = { question = "bonus", egal = "oui" }
reprise = true

[[sections.champs]]
code = "suite"
libelle = "Et ensuite"
type = "texte"
obligatoire = false
condition = { question = "motif_bonus", vide = false }

[[sections.champs]]
code = "n"
libelle = "Combien de groupes"
type = "entier"
maximum = 100
obligatoire = false
ne_sait_pas = true

[[sections.champs]]
code = "publics"
libelle = "Publics"
type = "choix_multiples"
obligatoire = false
choix = [["enfants", "Enfants"], ["parents", "Parents"], ["aucun", "Aucun"]]
exclusifs = ["aucun"]

[[sections]]
code = "groupes"
titre = "Les groupes"
repetition = { origine = "nombre", nombre = "n", singulier = "Groupe" }

[[sections.champs]]
code = "niveau"
libelle = "Niveau"
type = "choix"
obligatoire = false
choix = [["college", "Collège"], ["lycee", "Lycée"]]

[[sections.champs]]
code = "filiere"
libelle = "Filière"
type = "texte"
obligatoire = false
condition = { question = "niveau", egal = "lycee" }

[[sections.champs]]
code = "m"
libelle = "Combien de séances"
type = "entier"
obligatoire = false
maximum = 100

[[sections.champs]]
code = "seances"
type = "groupe"
titre = "Les séances"
repetition = { origine = "nombre", nombre = "m", singulier = "Séance" }

[[sections.champs.champs]]
code = "theme"
libelle = "Thème"
type = "texte"
obligatoire = false

[[sections]]
code = "lieux"
titre = "Les lieux"
repetition = { origine = "ajout", singulier = "lieu" }
condition = { question = "bonus", egal = "oui" }

[[sections.champs]]
code = "adresse"
libelle = "Adresse"
type = "texte"
obligatoire = false

[[sections.champs]]
code = "salles"
type = "groupe"
titre = "Les salles"
repetition = { origine = "ajout", singulier = "salle" }

[[sections.champs.champs]]
code = "places"
libelle = "Places"
type = "entier"
obligatoire = false
"""


def bilan_piege(monde: Monde, equipement: Equipement | None = None) -> Bilan:
    """A bilan « à remplir » on that questionnaire, for a CLAS project."""
    equipement = equipement or projet_clas(monde)
    fenetre = campagne(equipement.caf, "bilan_clas", 2025)
    VersionQuestionnaire.objects.get_or_create(
        questionnaire=fenetre.questionnaire,
        version="2",
        defaults={
            "definition": DEFINITION,
            "etat": "publiee",
            "cree_le": MAINTENANT,
            "publiee_le": MAINTENANT,
            "vaut_le": MAINTENANT.date(),
        },
    )
    return ouvrir_bilan(equipement, "bilan_clas", 2025)
