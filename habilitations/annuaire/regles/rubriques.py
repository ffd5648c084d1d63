"""The sheets of the annuaire as spreadsheets carry them: one definition for model, import, export.

Pure data. A sheet has the columns of a kind of fiche; headings are compared without accents,
capitals nor punctuation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TEXTE, SIRET, DATE, CHOIX, NUMERO, COURRIEL, EQUIPEMENT, EQUIPEMENTS, TELEPHONE = (
    "texte",
    "siret",
    "date",
    "choix",
    "numero",
    "courriel",
    "equipement",
    "equipements",
    "telephone",
)
GESTIONNAIRES, EQUIPEMENTS_FEUILLE, LIEUX, PERSONNES, ROLES = (
    "gestionnaires",
    "equipements",
    "lieux",
    "personnes",
    "roles",
)
TOUS = "Tous"
# Between the équipements of a role, and before the number of one.
SEPARATEUR, MARQUE_NUMERO = ";", "n°"


@dataclass(frozen=True, eq=False)
class Rubrique:
    """A column: its code, its heading, what it holds. ``choix``: code → label, in order.

    ``longueur``: characters at most of a text. ``aide``: what the model says under the heading.
    """

    code: str
    titre: str
    genre: str = TEXTE
    obligatoire: bool = False
    longueur: int = 200
    choix: Mapping[str, str] | None = None
    aide: str = ""


@dataclass(frozen=True)
class FeuilleAnnuaire:
    """A sheet: its code, its title, its columns."""

    code: str
    titre: str
    rubriques: tuple[Rubrique, ...]

    def rubrique(self, code: str) -> Rubrique:
        return next(r for r in self.rubriques if r.code == code)


NATURES = {"association": "Association", "collectivite": "Collectivité"}
DISPOSITIFS = {
    "cct": "Chargés de coopération CTG",
    "clas": "Contrat local d’accompagnement à la scolarité",
    "er": "Espace de rencontre",
}
ORGANISATIONS = {
    "mono_lieu": "Un seul lieu",
    "itinerance": "Plusieurs lieux, en itinérance",
    "antennes": "Plusieurs lieux, en antennes",
}
NOMS_DES_ROLES = {
    "fournisseur_activite": "Fournisseur de données d’activité",
    "fournisseur_finances": "Fournisseur de données financières",
    "approbateur": "Approbateur",
    "gestionnaire_habilitations": "Gestionnaire des habilitations",
}
_NUMERO = Rubrique(
    "numero", "Numéro", NUMERO, aide="Celui d’un export ; laissez vide pour une nouvelle fiche."
)
_SIRET = Rubrique("siret", "SIRET du gestionnaire", SIRET, obligatoire=True, aide="Format Texte.")
_OUVERT = Rubrique("ouvert_le", "Ouvert le", DATE, aide="JJ/MM/AAAA")
_FERME = Rubrique("ferme_le", "Fermé le", DATE, aide="JJ/MM/AAAA")
_COURRIEL = Rubrique("email", "Adresse électronique", COURRIEL, obligatoire=True, longueur=254)

FEUILLES: tuple[FeuilleAnnuaire, ...] = (
    FeuilleAnnuaire(
        GESTIONNAIRES,
        "Gestionnaires",
        (
            Rubrique("siret", "SIRET", SIRET, obligatoire=True, aide="14 chiffres, format Texte."),
            Rubrique("nom", "Nom", obligatoire=True),
            Rubrique("nature", "Nature", CHOIX, obligatoire=True, choix=NATURES),
            Rubrique("adresse", "Adresse", longueur=300),
        ),
    ),
    FeuilleAnnuaire(
        EQUIPEMENTS_FEUILLE,
        "Équipements",
        (
            _NUMERO,
            _SIRET,
            Rubrique("nom", "Nom", obligatoire=True),
            Rubrique("dispositif", "Dispositif", CHOIX, obligatoire=True, choix=DISPOSITIFS),
            Rubrique("organisation", "Organisation", CHOIX, choix=ORGANISATIONS),
            Rubrique("portefeuille", "Portefeuille", obligatoire=True, longueur=100),
            _OUVERT,
            _FERME,
        ),
    ),
    FeuilleAnnuaire(
        LIEUX,
        "Lieux",
        (
            _NUMERO,
            _SIRET,
            Rubrique(
                "equipement",
                "Équipement",
                EQUIPEMENT,
                obligatoire=True,
                longueur=400,
                aide="Son nom, ou « n° 12 » d’après un export.",
            ),
            Rubrique("nom", "Nom du lieu", obligatoire=True, longueur=150),
            Rubrique("adresse", "Adresse", longueur=300),
            _OUVERT,
            _FERME,
        ),
    ),
    FeuilleAnnuaire(
        PERSONNES,
        "Personnes",
        (
            _COURRIEL,
            Rubrique("prenom", "Prénom", obligatoire=True, longueur=100),
            Rubrique("nom", "Nom", obligatoire=True, longueur=100),
            Rubrique("telephone", "Téléphone", TELEPHONE, longueur=30),
        ),
    ),
    FeuilleAnnuaire(
        ROLES,
        "Rôles",
        (
            _COURRIEL,
            _SIRET,
            Rubrique("role", "Rôle", CHOIX, obligatoire=True, choix=NOMS_DES_ROLES),
            Rubrique(
                "equipements",
                "Équipements",
                EQUIPEMENTS,
                obligatoire=True,
                longueur=4000,
                aide="« Tous », ou leurs noms séparés par des points-virgules.",
            ),
            Rubrique("du", "Du", DATE, obligatoire=True, aide="JJ/MM/AAAA"),
            Rubrique("au", "Au", DATE, aide="JJ/MM/AAAA ; vide : sans fin connue."),
        ),
    ),
)
PAR_CODE: Mapping[str, FeuilleAnnuaire] = {feuille.code: feuille for feuille in FEUILLES}


def ecrire_equipement(numero: int, nom: str) -> str:
    """« n° 12 – Le Lac »: the number names it, whatever its name holds."""
    propre = nom.replace(SEPARATEUR, ",")
    return f"{MARQUE_NUMERO} {numero} – {propre}"
