"""The workbook of the figures of ELAN: « Collectifs », « Comptes », and « Projets » for the texts.

Rows are read into projects; what cannot be read is told with its sheet, line and column. Whether
a project is one's own and its figures right is for the services.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from declarations.elan.regles.saisie import PROJET, chemin_libelle
from declarations.grilles import GrilleInconnue, grille_pour
from declarations.regles.grille import PREVISIONNELLE, ChampGrille, Grille, LigneGrille
from habilitations.models import Dispositif
from habilitations.regles.exercices import libelle_exercice, lire_exercice
from portal.saisie.regles.formes import ValeurRefusee, recevoir_valeur
from portal.socle.formats import citer
from portal.socle.lecture_classeurs import Brute, FeuilleLue
from portal.socle.rangees import (
    Erreur,
    Place,
    Rangee,
    Remarques,
    cle_de_titre,
    rangees,
)

COLLECTIFS, COMPTES, PROJETS = "Collectifs", "Comptes", "Projets"
NUMERO_ELAN = "N° ELAN"
NUMERO, EXERCICE, NOM = "N° du projet", "Exercice", "Nom du collectif"
COMPTE, MONTANT = "Compte", "Montant"
NUMERO_MAX = 2**31
VIDE = "Renseignez cette cellule ; une formule sans résultat compte pour vide."


@dataclass
class ProjetLu:
    """One project as the workbook gives it: rows, texts by chemin, and where each one stands."""

    equipement: int
    annee: int
    place: Place
    lignes: list[LigneGrille] = field(default_factory=list)
    brut: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    numero_elan: str = ""


@dataclass
class ClasseurLu(Remarques):
    """The projects of a workbook, and all that it makes say, in the order of the sheets."""

    projets: dict[tuple[int, int], ProjetLu] = field(default_factory=dict)

    def projet(self, rangee: Rangee) -> ProjetLu | None:
        """The project of a row; None when the row does not say which, which is then told."""
        numero, exercice = rangee.texte(NUMERO), rangee.texte(EXERCICE)
        if not numero.isascii() or not numero.isdecimal() or not 0 < int(numero) < NUMERO_MAX:
            lu = f" ; lu : {citer(numero)}" if numero else " ; une ligne de total se supprime"
            rangee.refuser(NUMERO, f"Indiquez le numéro du projet, comme dans la liste{lu}.")
            return None
        try:
            annee = lire_exercice(Dispositif.CLAS, exercice)
            grille_pour(Dispositif.CLAS, annee)
        except (ValueError, GrilleInconnue) as refus:
            rangee.refuser(EXERCICE, str(refus))
            return None
        cle = int(numero), annee
        return self.projets.setdefault(cle, ProjetLu(*cle, rangee.place(NUMERO)))


def champs_collectif(grille: Grille) -> list[ChampGrille]:
    """What is asked of each collectif, in the order of the columns."""
    return [
        champ
        for section in grille.sections
        if section.repetition
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


def champs_projet(grille: Grille) -> list[ChampGrille]:
    """Texts asked once for the whole project."""
    return [
        champ
        for section in grille.sections
        if not section.repetition and not section.groupe
        for champ in section.champs
        if PREVISIONNELLE in champ.natures and champ.origine == "saisie"
    ]


def colonnes_projet(grille: Grille) -> tuple[str, ...]:
    """Headings of the sheet « Projets » that may be filled, or left out."""
    return (NUMERO_ELAN, *(champ.libelle for champ in champs_projet(grille)))


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
            message = f"La feuille « {titre} » manque ou est masquée : reprenez le modèle."
            lu.erreurs.append(Erreur(message, repere=Place(titre)))
            continue
        for rangee in rangees(feuille, attendues, lu):
            lecteurs[titre](rangee)
    if PROJETS in feuilles:
        _lire_projets(lu, grille, feuilles[PROJETS])
    for titre in getattr(feuilles, "masquees", ()):
        if titre not in lecteurs:
            message = f"La feuille « {titre} » est masquée : elle n’est pas lue."
            lu.avertissements.append(Erreur(message, repere=Place(titre)))
    return lu


def _lire_projets(lu: ClasseurLu, grille: Grille, feuille: FeuilleLue) -> None:
    """What is written once for a project; projects of the list that have no figures are left."""
    facultatives = colonnes_projet(grille)
    entete = {cle_de_titre(c) for c in feuille.lignes[0]} if feuille.lignes else set()
    presentes = [titre for titre in facultatives if cle_de_titre(titre) in entete]
    if not presentes:
        return
    cles = {
        (str(pk), libelle_exercice(Dispositif.CLAS, annee)): projet
        for (pk, annee), projet in lu.projets.items()
    }
    dites, servies = Remarques(), {0}
    for rangee in rangees(feuille, (NUMERO, EXERCICE), dites, facultatives):
        projet = cles.get((rangee.texte(NUMERO), rangee.texte(EXERCICE)))
        if projet is None:
            continue
        servies.add(rangee.numero)
        for champ in champs_projet(grille):
            if champ.libelle in presentes and (texte := rangee.texte(champ.libelle)):
                projet.brut[champ.code] = texte
                projet.places[champ.code] = rangee.place(champ.libelle)
        if NUMERO_ELAN in presentes:
            projet.numero_elan = rangee.texte(NUMERO_ELAN)
            try:
                recevoir_valeur(PROJET.champs[0], projet.numero_elan)
            except ValeurRefusee as refus:
                rangee.refuser(NUMERO_ELAN, refus.message)
    for lues, gardees in ((dites.erreurs, lu.erreurs), (dites.avertissements, lu.avertissements)):
        gardees.extend(dit for dit in lues if dit.place is None or dit.place.ligne in servies)


def _lire_collectif(lu: ClasseurLu, grille: Grille, rangee: Rangee) -> None:
    projet = lu.projet(rangee)
    if projet is None:
        return
    cle = f"c{len(projet.lignes) + 1}"
    projet.lignes.append(LigneGrille(cle, rangee.texte(NOM)))
    projet.places[chemin_libelle(cle)] = rangee.place(NOM)
    for champ in champs_collectif(grille):
        chemin = grille.repetition.chemin(projet.lignes[-1], champ.code)
        projet.places[chemin] = rangee.place(champ.libelle)
        projet.brut[chemin] = _code(champ, rangee, rangee.cellules[champ.libelle])


def _code(champ: ChampGrille, rangee: Rangee, cellule: Brute) -> str:
    """The text of a figure, or the code of a choice written with its label."""
    if isinstance(cellule, bool) and champ.est_numerique:
        rangee.refuser(champ.libelle, "Écrivez un nombre.")
        return ""
    texte = rangee.texte(champ.libelle)
    codes: Iterable[tuple[str, str]] = champ.options
    return next(
        (code for code, libelle in codes if cle_de_titre(libelle) == cle_de_titre(texte)), texte
    )


def _lire_compte(classeur: ClasseurLu, rangee: Rangee) -> None:
    projet = classeur.projet(rangee)
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
        lu = f" ({citer(numero)})" if numero else ""
        rangee.refuser(COMPTE, f"Ce compte n’est pas demandé{lu} : voyez la feuille « Plan ».")
    elif chemin in projet.brut:
        deja = projet.places[chemin].ligne
        rangee.refuser(COMPTE, f"Le compte {numero} de ce projet est déjà donné à la ligne {deja}.")
    else:
        projet.places[chemin] = rangee.place(MONTANT)
        projet.brut[chemin] = _montant(rangee)


def _montant(rangee: Rangee) -> str:
    montant = rangee.texte(MONTANT)
    if not montant or isinstance(rangee.cellules[MONTANT], bool):
        rangee.refuser(MONTANT, VIDE)
        return ""
    return montant
