"""A grid put in words, for people who have not opened the form yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from declarations.regles.grille import (
    ACTIVITE,
    ACTUALISEE,
    CHARGES,
    CONTRIBUTIONS,
    FINANCES,
    LIBELLES_NATURE,
    NATURES,
    PREVISIONNELLE,
    PRODUITS,
    REELLE,
    VOLETS,
    ChampGrille,
    Grille,
    SectionGrille,
)
from habilitations.regles.exercices import bornes_exercice, libelle_exercice
from portal.saisie.regles.champs import DECIMALES
from portal.saisie.regles.formes import LONGUEURS
from portal.socle.formats import avec_unite, date_fr, nombre

TITRE = "Cartographie des données à saisir"
DOCUMENTS = {
    PREVISIONNELLE: "Budget prévisionnel",
    ACTUALISEE: "Budget prévisionnel actualisé",
    REELLE: "Compte de résultat",
}
TITRES_VOLET = {ACTIVITE: "Activité", FINANCES: "Finances"}
FOURNISSEURS = {
    ACTIVITE: "Fournisseur de données d’activité",
    FINANCES: "Fournisseur de données financières",
}
# Who fills a figure, in few words: the heading of the column is « Fournisseur ».
QUI = {
    (ACTIVITE, "saisie"): "Données d’activité",
    (FINANCES, "saisie"): "Données financières",
    (ACTIVITE, "convention"): "La Caf (convention)",
    (ACTIVITE, "notification"): "La Caf (notification)",
}
REPONSES = {
    "entier": "Nombre entier",
    "mois": "Nombre de mois",
    "jours": "Nombre de jours",
    "heures": "Heures",
    "etp": "Équivalent temps plein",
    "euros": "Euros et centimes",
    "texte": "Texte court",
    "texte_long": "Texte",
    "date": "Date",
    "oui_non": "Oui ou non",
    "choix": "Un choix : ",
    "choix_multiples": "Un ou plusieurs choix : ",
}
TITRES_GROUPE = {
    CHARGES: "Charges",
    PRODUITS: "Produits",
    CONTRIBUTIONS: "Contributions volontaires en nature",
}
EQUILIBRES = {
    (PRODUITS, PREVISIONNELLE): "Le total des produits est égal au total des charges.",
    (PRODUITS, ACTUALISEE): "Le total des produits est égal au total des charges.",
    **{
        (CONTRIBUTIONS, nature): "Les classes 86 et 87 ont le même total, compté à part."
        for nature in NATURES
    },
}


@dataclass(frozen=True)
class Question:
    """One figure asked for, in words; ``intertitre`` stands above the first of a classe."""

    code: str
    libelle: str
    aide: str
    reponse: str
    obligatoire: str
    qui: str
    intertitre: str = ""


@dataclass(frozen=True)
class Groupe:
    """Questions under one heading, and how many times they are asked."""

    titre: str
    portee: str
    aide: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Partie:
    """A volet."""

    titre: str
    presentation: str
    groupes: tuple[Groupe, ...]


@dataclass(frozen=True)
class Carte:
    """The whole document."""

    titre: str
    dispositif: str
    declaration: str
    faits: tuple[tuple[str, str], ...]
    introduction: str
    parties: tuple[Partie, ...]

    @property
    def titre_complet(self) -> str:
        return f"{self.titre} – {self.dispositif} – {self.declaration}"


def decrire(grille: Grille, nature: str, annee: int) -> Carte:
    """Put in words what a declaration of this nature asks for."""
    exercice = libelle_exercice(grille.dispositif, annee)
    debut, fin = bornes_exercice(grille.dispositif, annee)
    return Carte(
        titre=TITRE,
        dispositif=grille.libelle,
        declaration=f"{LIBELLES_NATURE[nature]} {exercice}",
        faits=(
            ("Déclaration", f"{LIBELLES_NATURE[nature]} {exercice}"),
            ("Période", f"du {date_fr(debut)} au {date_fr(fin)}"),
            ("Document financier", DOCUMENTS[nature]),
            ("Version de la grille", grille.reference),
        ),
        introduction=(
            "Ce document dresse la liste de ce qui vous sera demandé, pour rassembler les "
            "données avant d’ouvrir la saisie. Il ne se renvoie pas : la déclaration se fait "
            "sur le portail. Aucun nom d’enfant ni de parent n’est demandé."
        ),
        parties=tuple(_partie(grille, volet, nature) for volet in VOLETS),
    )


def _partie(grille: Grille, volet: str, nature: str) -> Partie:
    groupes = tuple(_groupes(grille, volet, nature))
    nombre_donnees = sum(len(groupe.questions) for groupe in groupes)
    return Partie(
        titre=TITRES_VOLET[volet],
        presentation=(
            f"{nombre_donnees} données, réunies par le "
            f"{FOURNISSEURS[volet][0].lower()}{FOURNISSEURS[volet][1:]}."
        ),
        groupes=groupes,
    )


def _groupes(grille: Grille, volet: str, nature: str) -> Iterator[Groupe]:
    """Sections as they come, the accounts of one group brought together."""
    sections = grille.sections_de(volet, nature)
    for (groupe, _), suite in groupby(sections, key=lambda s: (s.groupe, s.groupe or s.code)):
        reunies = tuple(suite)
        titre = TITRES_GROUPE[groupe] if groupe else reunies[0].titre
        aides = [section.aide for section in reunies if section.aide]
        if groupe in grille.au_moins_un:
            aides.append("Une ligne au moins est à remplir.")
        aides.append(EQUILIBRES.get((groupe, nature), ""))
        yield Groupe(
            titre=titre,
            portee=_portee(grille, reunies[0]),
            aide=" ".join(aide for aide in aides if aide),
            questions=tuple(q for section in reunies for q in _questions(grille, section, nature)),
        )


def _portee(grille: Grille, section: SectionGrille) -> str:
    if not section.repetition:
        return "Une fois, pour l’ensemble"
    return f"Pour chaque {grille.repetition.libelle[0].lower()}{grille.repetition.libelle[1:]}"


def _questions(grille: Grille, section: SectionGrille, nature: str) -> Iterator[Question]:
    champs = [champ for champ in section.champs if nature in champ.natures]
    for rang, champ in enumerate(champs):
        annonce = section.groupe and len(champs) > 1 and rang == 0
        yield Question(
            code=champ.code,
            libelle=champ.libelle,
            aide=champ.aide,
            reponse=_reponse(champ),
            obligatoire=_obligatoire(grille, champ),
            qui=QUI.get((champ.volet, champ.origine), "La Caf"),
            intertitre=section.titre if annonce else "",
        )


def _reponse(champ: ChampGrille) -> str:
    """What is written in the field: kind, limits, choices."""
    reponse = REPONSES[champ.type]
    if champ.type in LONGUEURS:
        return f"{reponse} ({nombre(LONGUEURS[champ.type])} caractères au plus)"
    if champ.type in DECIMALES:
        if champ.maximum is not None:
            reponse += f", {avec_unite(champ.maximum, champ.unite)} au plus"
        return reponse if champ.minimum is not None else f"{reponse}, négatif permis"
    if champ.choix:
        libelles = [libelle for _, libelle in champ.options]
        return reponse + ", ".join(libelles)
    return reponse


def _obligatoire(grille: Grille, champ: ChampGrille) -> str:
    """Yes, no, or when: a conditional field is asked only if a row answers « oui »."""
    if champ.origine != "saisie":
        return "–"
    if champ.condition:
        libelles = {c.code: c.libelle for s in grille.sections for c in s.champs}
        return f"Si « {libelles[champ.depend_de]} »"
    if champ.dispense:
        libelles = {c.code: c.libelle for s in grille.sections for c in s.champs}
        return f"Sauf si « {libelles[champ.dispense]} » vaut 0"
    return "Oui" if champ.obligatoire else "Non"
