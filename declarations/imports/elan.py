"""The workbook of the figures of ELAN: two sheets, « Collectifs » and « Comptes ».

Rows are read into projects; what cannot be read is told with its sheet, line and column. Whether
a project is one's own and its figures right is for the services.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from declarations.grilles import GrilleInconnue, grille_pour
from declarations.regles.elan import chemin_libelle
from declarations.regles.grille import PREVISIONNELLE, Champ, Grille, Ligne
from declarations.regles.lecture import choix_de
from habilitations.models import Dispositif
from habilitations.regles.exercices import lire_exercice
from portal.socle.francais import cle_de_tri
from portal.socle.lecture_classeurs import Brute, CelluleRefusee, FeuilleLue, en_texte

COLLECTIFS, COMPTES = "Collectifs", "Comptes"
NUMERO, EXERCICE, NOM = "N° du projet", "Exercice", "Nom du collectif"
COMPTE, MONTANT = "Compte", "Montant"
NUMERO_MAX = 2**31
VIDE = "Renseignez cette cellule ; une formule sans résultat compte pour vide."


@dataclass(frozen=True)
class Place:
    """A cell, as people find it."""

    feuille: str
    ligne: int
    colonne: str


@dataclass(frozen=True)
class Erreur:
    """A mistake, at a cell or about a whole sheet."""

    message: str
    place: Place | None = None

    def __str__(self) -> str:
        if self.place is None:
            return self.message
        ou = f"{self.place.feuille}, ligne {self.place.ligne}, colonne {self.place.colonne}"
        return f"{ou} : {self.message}"


@dataclass
class ProjetLu:
    """One project as the workbook gives it: rows, texts by chemin, and where each one stands."""

    equipement: int
    annee: int
    place: Place
    lignes: list[Ligne] = field(default_factory=list)
    brut: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


@dataclass
class ClasseurLu:
    """The projects of a workbook, and every mistake found, in the order of the sheets."""

    projets: dict[tuple[int, int], ProjetLu] = field(default_factory=dict)
    erreurs: list[Erreur] = field(default_factory=list)

    def projet(self, rangee: "Rangee") -> ProjetLu | None:
        """The project of a row; None when the row does not say which, which is then told."""
        numero, exercice = rangee.texte(NUMERO), rangee.texte(EXERCICE)
        if not numero.isascii() or not numero.isdecimal() or not 0 < int(numero) < NUMERO_MAX:
            rangee.refuser(NUMERO, "Indiquez le numéro du projet, comme dans la liste.")
            return None
        try:
            annee = lire_exercice(Dispositif.CLAS, exercice)
            grille_pour(Dispositif.CLAS, annee)
        except (ValueError, GrilleInconnue) as refus:
            rangee.refuser(EXERCICE, str(refus))
            return None
        cle = int(numero), annee
        return self.projets.setdefault(cle, ProjetLu(*cle, rangee.place(NUMERO)))


@dataclass(frozen=True)
class Rangee:
    """One row of a sheet, its cells by heading."""

    feuille: str
    numero: int
    cellules: Mapping[str, Brute]
    erreurs: list[Erreur]

    def place(self, colonne: str) -> Place:
        return Place(self.feuille, self.numero, colonne)

    def refuser(self, colonne: str, message: str) -> None:
        self.erreurs.append(Erreur(message, self.place(colonne)))

    def texte(self, colonne: str) -> str:
        """The text of a cell; empty when it holds something else, which is then told."""
        try:
            return en_texte(self.cellules[colonne])
        except CelluleRefusee as refus:
            self.refuser(colonne, str(refus))
            return ""


def champs_collectif(grille: Grille) -> list[Champ]:
    """What is asked of each collectif, in the order of the columns."""
    return [
        champ
        for section in grille.sections
        if section.portee == "ligne"
        for champ in section.champs
        if PREVISIONNELLE in champ.natures
    ]


def colonnes(grille: Grille) -> dict[str, tuple[str, ...]]:
    """Headings of both sheets."""
    libelles = (champ.libelle for champ in champs_collectif(grille))
    return {
        COLLECTIFS: (NUMERO, EXERCICE, NOM, *libelles),
        COMPTES: (NUMERO, EXERCICE, COMPTE, MONTANT),
    }


def lire_elan(feuilles: Mapping[str, FeuilleLue], annee: int) -> ClasseurLu:
    """Read the visible sheets of a workbook; ``annee`` tells which grid gives the headings."""
    grille = grille_pour(Dispositif.CLAS, annee)
    lu = ClasseurLu()
    lecteurs: dict[str, Callable[[Rangee], None]] = {
        COLLECTIFS: lambda rangee: _lire_collectif(lu, grille, rangee),
        COMPTES: lambda rangee: _lire_compte(lu, rangee),
    }
    for titre, attendues in colonnes(grille).items():
        feuille = feuilles.get(titre)
        if feuille is None:
            lu.erreurs.append(
                Erreur(f"La feuille « {titre} » manque ou est masquée : reprenez le modèle.")
            )
            continue
        for rangee in _rangees(feuille, attendues, lu.erreurs):
            lecteurs[titre](rangee)
    return lu


def _rangees(
    feuille: FeuilleLue, attendues: Sequence[str], erreurs: list[Erreur]
) -> Iterator[Rangee]:
    """The rows under the headings; empty ones are passed over."""
    entete = [_cle(cellule) for cellule in feuille.lignes[0]] if feuille.lignes else []
    absentes = [titre for titre in attendues if entete.count(_cle(titre)) != 1]
    for titre in absentes:
        combien = "est en double" if _cle(titre) in entete else "manque"
        erreurs.append(Erreur(f"{feuille.titre}, ligne 1 : la colonne « {titre} » {combien}."))
    if absentes:
        return
    rangs = {titre: entete.index(_cle(titre)) for titre in attendues}
    vide = True
    for numero, ligne in enumerate(feuille.lignes[1:], start=2):
        cellules = {titre: ligne[rang] for titre, rang in rangs.items()}
        if any(valeur != "" and str(valeur).strip() for valeur in cellules.values()):
            vide = False
            yield Rangee(feuille.titre, numero, cellules, erreurs)
    if vide:
        erreurs.append(Erreur(f"La feuille « {feuille.titre} » ne contient aucune ligne."))


def _cle(titre: Brute) -> object:
    """A heading whatever its capitals, accents and spaces."""
    return cle_de_tri(str(titre))[0]


def _lire_collectif(lu: ClasseurLu, grille: Grille, rangee: Rangee) -> None:
    projet = lu.projet(rangee)
    if projet is None:
        return
    cle = f"c{len(projet.lignes) + 1}"
    projet.lignes.append(Ligne(cle, rangee.texte(NOM)))
    projet.places[chemin_libelle(cle)] = rangee.place(NOM)
    for champ in champs_collectif(grille):
        chemin = f"{grille.ligne.pluriel}.{cle}.{champ.code}"
        projet.places[chemin] = rangee.place(champ.libelle)
        projet.brut[chemin] = _code(champ, rangee, rangee.cellules[champ.libelle])


def _code(champ: Champ, rangee: Rangee, cellule: Brute) -> str:
    """The text of a figure, or the code of a choice written with its label."""
    if isinstance(cellule, bool) and champ.est_numerique:
        rangee.refuser(champ.libelle, "Écrivez un nombre.")
        return ""
    texte = rangee.texte(champ.libelle)
    codes: Iterable[tuple[str, str]] = choix_de(champ)
    return next((code for code, libelle in codes if _cle(libelle) == _cle(texte)), texte)


def _lire_compte(lu: ClasseurLu, rangee: Rangee) -> None:
    projet = lu.projet(rangee)
    if projet is None:
        return
    numero = (rangee.texte(COMPTE).split() or [""])[0]
    chemin = f"comptes.{numero}"
    connus = {
        champ.code
        for section in grille_pour(Dispositif.CLAS, projet.annee).sections
        if section.groupe
        for champ in section.champs
    }
    if chemin not in connus:
        rangee.refuser(COMPTE, "Ce compte n’est pas demandé : voyez la feuille « Plan ».")
    elif chemin in projet.brut:
        deja = projet.places[chemin].ligne
        rangee.refuser(COMPTE, f"Le compte {numero} de ce projet est déjà donné à la ligne {deja}.")
    else:
        projet.places[chemin] = rangee.place(MONTANT)
        projet.brut[chemin] = _montant(rangee)


def _montant(rangee: Rangee) -> str:
    cellule = rangee.cellules[MONTANT]
    if isinstance(cellule, bool) or not str(cellule).strip():
        rangee.refuser(MONTANT, VIDE)
        return ""
    return rangee.texte(MONTANT)
