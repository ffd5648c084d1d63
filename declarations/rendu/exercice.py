"""One exercice side by side: each declaration in its column, and how far it moved from the first.

The first column that has figures is the one the others are compared with: the prévisionnelle,
unless nobody could read it yet. The rule of a variation is that of ``regles.total``: « n.c. » when
the first figure is missing or zero. What one nature does not ask for is compared with nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.controles.textes import typographie
from declarations.regles.grille import (
    CHARGES,
    CONTRIBUTIONS,
    PRODUITS,
    ChampGrille,
    LigneGrille,
    SectionGrille,
)
from declarations.regles.manques import Manque
from declarations.regles.total import Total, texte_variation
from declarations.regles.totaux import Totaux
from declarations.rendu.comptes import LEGENDES, totaux_de, totaux_lus
from declarations.rendu.figures import NON_REMPLI, Source
from declarations.rendu.modele import Cellule, Groupe, Rang, Tableau
from portal.saisie.regles.valeurs import est_rempli, nombre

SUBVENTION = "Subvention estimée"
# When one column is validated and another is not.
SUBVENTIONS = "Subvention, estimée ou validée"
NOTE = "Sous chaque chiffre, son écart à la colonne « {} »."


@dataclass(frozen=True)
class Colonne:
    """A declaration whose figures may be read, with its estimate and how it is written.

    ``manques`` is what the estimate of a draft still waits for;
    ``titre_montant`` what the amount is called.
    """

    libelle: str
    source: Source
    montant: Decimal | None
    montant_texte: str
    manques: tuple[Manque, ...] = ()
    titre_montant: str = SUBVENTION


@dataclass(frozen=True)
class Mesure:
    """One figure of one column; ``valeur`` when it can be compared."""

    texte: str
    valeur: Decimal | None = None


@dataclass(frozen=True)
class ExerciceRendu:
    """The tables of an exercice: key figures, each row, then the whole, accounts first."""

    synthese: Tableau
    lignes: tuple[Tableau, ...]
    ensemble: tuple[Tableau, ...]


def rendre_exercice(colonnes: Sequence[Colonne]) -> ExerciceRendu:
    """Draw the tables of at least one column; only fields that each may show are read."""
    cadre = _Cadre(tuple(colonnes), tuple(totaux_de(c.source) for c in colonnes))
    return ExerciceRendu(
        synthese=_synthese(cadre),
        lignes=tuple(_tableaux_lignes(cadre)),
        ensemble=(*_tableaux_comptes(cadre), *_tableau_ensemble(cadre)),
    )


@dataclass(frozen=True)
class _Cadre:
    """The columns with their totals, and the way to lay a line or a table across them."""

    colonnes: tuple[Colonne, ...]
    totaux: tuple[Totaux, ...]

    def tableau(self, legende: str, groupes: Iterable[Groupe], **champs: object) -> Tableau:
        seule = len(self.colonnes) == 1
        premiere = self.colonnes[0].libelle
        return Tableau(
            legende,
            tuple(c.libelle for c in self.colonnes),
            tuple(groupe for groupe in groupes if groupe.rangs),
            repere="" if seule else "Écart",
            note="" if seule else typographie(NOTE.format(premiere)),
            **champs,  # type: ignore[arg-type]
        )

    def rang(self, libelle: str, mesures: Sequence[Mesure | None], **champs: bool) -> Rang:
        """A line; None where the column does not ask for this figure."""
        premiere = mesures[0]
        cellules = [
            Cellule(
                colonne.libelle,
                mesure.texte or NON_REMPLI if mesure else NON_REMPLI,
                "" if rang == 0 else _ecart(mesure, premiere),
            )
            for rang, (colonne, mesure) in enumerate(zip(self.colonnes, mesures, strict=True))
        ]
        return Rang(libelle, tuple(cellules), **champs)

    def sections(
        self, garder: Callable[[SectionGrille], bool]
    ) -> Iterator[tuple[SectionGrille, list[ChampGrille]]]:
        """The sections of every grid, each once, with their fields in all natures, each once."""
        vues: dict[str, tuple[SectionGrille, dict[str, ChampGrille]]] = {}
        for colonne in self.colonnes:
            for section in colonne.source.grille.sections:
                if garder(section):
                    _, champs = vues.setdefault(section.code, (section, {}))
                    for champ in section.champs:
                        champs.setdefault(champ.code, champ)
        return ((section, list(champs.values())) for section, champs in vues.values())

    def totaux_de_code(self, code: str) -> list[Mesure | None]:
        return [_mesure_de(totaux.de_code(code)) for totaux in self.totaux]


def _ecart(mesure: Mesure | None, premiere: Mesure | None) -> str:
    if mesure is None or premiere is None or mesure.valeur is None:
        return ""
    return texte_variation(mesure.valeur, premiere.valeur)


def _mesure_de(total: Total | None) -> Mesure | None:
    """A total is compared once every figure of it is given."""
    return Mesure(total.texte, total.valeur if total.complet else None) if total else None


def _synthese(cadre: _Cadre) -> Tableau:
    """Activity totals, charges, produits, résultat and estimate."""
    lus = [{total.code: total for total in totaux_lus(c.source)} for c in cadre.colonnes]
    suivis = {code: total.libelle for totaux in reversed(lus) for code, total in totaux.items()}
    rangs = [
        cadre.rang(libelle, [_mesure_de(totaux.get(code)) for totaux in lus])
        for code, libelle in suivis.items()
    ]
    estimations = [Mesure(c.montant_texte, c.montant) for c in cadre.colonnes]
    titres = {c.titre_montant for c in cadre.colonnes}
    titre = titres.pop() if len(titres) == 1 else SUBVENTIONS
    rangs.append(cadre.rang(titre, estimations, est_total=True))
    return cadre.tableau("Chiffres clés", [Groupe("", tuple(rangs))], premiere="Total")


def _tableaux_lignes(cadre: _Cadre) -> Iterator[Tableau]:
    """One table for each lieu, collectif or poste of any column, called as in the last one."""
    lignes: dict[str, LigneGrille] = {}
    for colonne in cadre.colonnes:
        lignes.update({ligne.cle: ligne for ligne in colonne.source.lignes})
    for ligne in lignes.values():
        tableau = cadre.tableau(
            ligne.libelle, _groupes(cadre, _chemin_de_ligne(ligne), repetees=True)
        )
        if tableau.groupes:
            yield tableau


def _tableau_ensemble(cadre: _Cadre) -> Iterator[Tableau]:
    tableau = cadre.tableau(
        "Autres données", _groupes(cadre, lambda source, champ: champ.code, repetees=False)
    )
    if tableau.groupes:
        yield tableau


def _chemin_de_ligne(ligne: LigneGrille) -> Callable[[Source, ChampGrille], str]:
    return lambda source, champ: source.grille.repetition.chemin(ligne, champ.code)


def _groupes(
    cadre: _Cadre, chemin_de: Callable[[Source, ChampGrille], str], *, repetees: bool
) -> Iterator[Groupe]:
    """The fields filled somewhere, of each row or of the whole, under their headings."""
    for section, champs in cadre.sections(
        lambda s: bool(s.repetition) == repetees and not s.groupe
    ):
        rangs = []
        for champ in champs:
            mesures = [_lire(c.source, chemin_de(c.source, champ)) for c in cadre.colonnes]
            if any(mesure and mesure.texte for mesure in mesures):
                rangs.append(cadre.rang(champ.libelle, mesures, numerique=champ.est_numerique))
        yield Groupe(section.titre, tuple(rangs))


def _lire(source: Source, chemin: str) -> Mesure | None:
    """A figure; None when this column does not ask for it, or does not let it be read."""
    place = source.lisibles.get(chemin)
    if place is None:
        return None
    if not est_rempli(source.donnees.get(chemin)):
        return Mesure("")
    valeur = nombre(source.donnees, chemin) if place.champ.est_numerique else None
    return Mesure(source.texte(place), valeur)


def _tableaux_comptes(cadre: _Cadre) -> Iterator[Tableau]:
    """Charges, produits, contributions: the lines filled somewhere, with their totals."""
    pieds = {CHARGES: ("charges",), PRODUITS: ("produits", "resultat"), CONTRIBUTIONS: ()}
    for groupe, codes in pieds.items():
        classes = [
            _classe(cadre, section, champs)
            for section, champs in cadre.sections(lambda s, g=groupe: s.groupe == g)  # type: ignore[misc]
        ]
        pied = tuple(_rang_total(cadre, code) for code in codes)
        tableau = cadre.tableau(LEGENDES[groupe], classes, premiere="Compte", pied=pied)
        if tableau.groupes:
            yield tableau


def _classe(cadre: _Cadre, section: SectionGrille, champs: Sequence[ChampGrille]) -> Groupe:
    """A classe that is a single line needs neither heading nor total."""
    rangs = []
    for champ in champs:
        mesures = [_lire(c.source, champ.code) for c in cadre.colonnes]
        if any(mesure and mesure.texte for mesure in mesures):
            rangs.append(cadre.rang(champ.libelle, mesures))
    if len(champs) == 1 or not rangs:
        return Groupe("", tuple(rangs))
    return Groupe(section.titre, (*rangs, _rang_total(cadre, section.code, section.titre)))


def _rang_total(cadre: _Cadre, code: str, titre: str = "") -> Rang:
    libelles = [total.libelle for t in cadre.totaux if (total := t.de_code(code))]
    libelle = f"Total {titre}" if titre else libelles[0]
    return cadre.rang(libelle, cadre.totaux_de_code(code), est_total=True)
