"""Figures of a version as tables: rows × lieux while they fit, else one table per lieu.

On paper, where nothing folds, many lieux stand one under the other, in one table per section.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from declarations.regles.controles.contexte import Donnees, Reference
from declarations.regles.grille import (
    ChampGrille,
    EmplacementGrille,
    Grille,
    LigneGrille,
    SectionGrille,
)
from declarations.regles.lecteurs import Lecteur
from declarations.regles.total import additionner
from declarations.rendu.modele import Cellule, Groupe, Rang, Tableau
from declarations.services.contenu import Contenu
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.valeurs import est_rempli

LIEUX_COTE_A_COTE = 5
VALEUR = "Valeur"
NON_REMPLI = "–"
TOTAL = "Total"


@dataclass(frozen=True)
class Source:
    """What the tables are drawn from; ``lisibles`` are the only fields they may show."""

    grille: Grille
    nature: str
    lignes: tuple[LigneGrille, ...]
    donnees: Donnees
    lisibles: Mapping[str, EmplacementGrille]
    reference: Reference | None = None

    @classmethod
    def de(cls, contenu: Contenu, lecteur: Lecteur, reference: Reference | None = None) -> "Source":
        """What a version says, with the only fields that this reader may be shown."""
        return cls(
            grille=contenu.grille,
            nature=contenu.declaration.nature,
            lignes=contenu.lignes,
            donnees=contenu.donnees,
            lisibles=contenu.places_lisibles(lecteur),
            reference=reference,
        )

    def texte(self, place: EmplacementGrille) -> str:
        return ecrire_valeur(place.champ, self.donnees.get(place.chemin)) or NON_REMPLI

    def texte_reference(self, place: EmplacementGrille) -> str:
        """The same figure in the reference; empty when it had none."""
        if self.reference is None:
            return ""
        return ecrire_valeur(place.champ, self.reference.donnees.get(place.chemin))

    @property
    def colonnes(self) -> tuple[str, ...]:
        """Headings of a table whose columns are the value and the reference."""
        return (VALEUR, self.reference.libelle) if self.reference else (VALEUR,)

    def rang(self, place: EmplacementGrille) -> Rang:
        """One field on its line: its value, then that of the reference."""
        textes = (self.texte(place), self.texte_reference(place) or NON_REMPLI)
        cellules = tuple(Cellule(*paire) for paire in zip(self.colonnes, textes, strict=False))
        return Rang(place.champ.libelle, cellules, place.champ.est_numerique)


def tableaux_par_ligne(
    source: Source, volet: str, *, sur_papier: bool = False
) -> tuple[Tableau, ...]:
    """What is asked of each lieu, poste or collectif: one table while they fit side by side.

    Beyond, one each on a page, where it folds, and one per section on paper.
    """
    sections = _sections(source, volet, repetees=True)
    if len(source.lignes) in range(2, LIEUX_COTE_A_COTE + 1):
        tableaux = [_cote_a_cote(source, sections)]
    elif sur_papier and len(source.lignes) > LIEUX_COTE_A_COTE:
        tableaux = [_une_section(source, section) for section in sections]
    else:
        tableaux = [_une_ligne(source, sections, ligne) for ligne in source.lignes]
    return tuple(tableau for tableau in tableaux if tableau.groupes)


def tableaux_ensemble(source: Source, volet: str) -> tuple[Tableau, ...]:
    """What is asked once for the whole structure, but for the accounts."""
    groupes = [
        Groupe(section.titre, _rangs(source, (source.lisibles.get(c.code) for c in section.champs)))
        for section in _sections(source, volet, repetees=False)
    ]
    tableau = Tableau("Pour l’ensemble", source.colonnes, _remplis(groupes))
    return (tableau,) if tableau.groupes else ()


def _sections(source: Source, volet: str, *, repetees: bool) -> list[SectionGrille]:
    sections = source.grille.sections_de(volet, source.nature)
    return [s for s in sections if bool(s.repetition) == repetees and not s.groupe]


def _cote_a_cote(source: Source, sections: Sequence[SectionGrille]) -> Tableau:
    """Fields down the side, lieux across and their sum, the reference under each figure."""
    groupes = []
    avec_total = any(_se_totalise(champ) for section in sections for champ in section.champs)
    for section in sections:
        rangs = []
        for champ in section.champs:
            places = [_place(source, champ, ligne) for ligne in source.lignes]
            if any(place and _est_montre(source, place) for place in places):
                cellules = tuple(
                    _cellule(source, ligne.libelle, place)
                    for ligne, place in zip(source.lignes, places, strict=True)
                )
                if avec_total:
                    cellules += (Cellule(TOTAL, _total(source, champ, places)),)
                rangs.append(Rang(champ.libelle, cellules, champ.est_numerique))
        groupes.append(Groupe(section.titre, tuple(rangs)))
    legende = f"Par {source.grille.repetition.libelle.lower()}"
    colonnes = tuple(ligne.libelle for ligne in source.lignes) + (TOTAL,) * avec_total
    repere = source.reference.libelle if source.reference else ""
    return Tableau(legende, colonnes, _remplis(groupes), repere=repere)


def _une_section(source: Source, section: SectionGrille) -> Tableau:
    """Lieux down the side, the fields of one section across, their sums below."""
    champs = [
        champ
        for champ in section.champs
        if any(
            place and _est_montre(source, place)
            for place in (_place(source, champ, ligne) for ligne in source.lignes)
        )
    ]
    rangs = tuple(
        Rang(
            ligne.libelle,
            tuple(_cellule(source, c.libelle, _place(source, c, ligne)) for c in champs),
        )
        for ligne in source.lignes
    )
    return Tableau(
        section.titre,
        tuple(champ.libelle for champ in champs),
        (Groupe("", rangs),) if champs else (),
        premiere=source.grille.repetition.libelle,
        pied=_pied(source, champs),
        textes=frozenset(champ.libelle for champ in champs if not champ.est_numerique),
    )


def _pied(source: Source, champs: Sequence[ChampGrille]) -> tuple[Rang, ...]:
    """The line of the sums; none where no field has one."""
    if not any(_se_totalise(champ) for champ in champs):
        return ()
    totaux = (
        Cellule(
            champ.libelle,
            _total(source, champ, [_place(source, champ, ligne) for ligne in source.lignes]),
        )
        for champ in champs
    )
    return (Rang(TOTAL, tuple(totaux), est_total=True),)


def _se_totalise(champ: ChampGrille) -> bool:
    return champ.est_numerique and not champ.sans_total


def _total(source: Source, champ: ChampGrille, places: Sequence[EmplacementGrille | None]) -> str:
    """The sum of a field over its rows, once each is given; « – » before, or where none is."""
    if not _se_totalise(champ):
        return NON_REMPLI
    chemins = [p.chemin for p in places if p and _est_montre(source, p)]
    total = additionner(champ.code, champ.libelle, champ.unite, chemins, source.donnees)
    return total.texte if total.complet and total.texte else NON_REMPLI


def _cellule(source: Source, entete: str, place: EmplacementGrille | None) -> Cellule:
    if place is None or not _est_montre(source, place):
        return Cellule(entete, NON_REMPLI)
    return Cellule(entete, source.texte(place), source.texte_reference(place))


def _une_ligne(source: Source, sections: Sequence[SectionGrille], ligne: LigneGrille) -> Tableau:
    groupes = [
        Groupe(
            section.titre,
            _rangs(source, (_place(source, champ, ligne) for champ in section.champs)),
        )
        for section in sections
    ]
    plusieurs = len(source.lignes) > 1
    return Tableau(ligne.libelle, source.colonnes, _remplis(groupes), repliable=plusieurs)


def _rangs(source: Source, places: Iterable[EmplacementGrille | None]) -> tuple[Rang, ...]:
    montrees = (place for place in places if place and _est_montre(source, place))
    return tuple(source.rang(place) for place in montrees)


def _place(source: Source, champ: ChampGrille, ligne: LigneGrille) -> EmplacementGrille | None:
    """The field of a row; None when it is not asked in this nature, or not to be read."""
    return source.lisibles.get(source.grille.repetition.chemin(ligne, champ.code))


def _est_montre(source: Source, place: EmplacementGrille) -> bool:
    """A field whose condition does not hold is left out, unless something stands there."""
    return est_rempli(source.donnees.get(place.chemin)) or source.grille.est_demande(
        place, source.donnees
    )


def _remplis(groupes: Iterable[Groupe]) -> tuple[Groupe, ...]:
    return tuple(groupe for groupe in groupes if groupe.rangs)
