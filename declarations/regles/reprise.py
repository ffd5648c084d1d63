"""Carrying over what describes the structure from one declaration to the next (DOMAINE §3.3).

Postes, collectifs and the fields that the grid marks ``reprise`` are carried; no hour, no child
and no amount of one year is ever taken for that of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from declarations.regles.controles.contexte import Reference
from declarations.regles.grille import ACTIVITE, EmplacementGrille, Grille, LigneGrille
from declarations.regles.lignes import nom_sans_mention
from portal.saisie.regles.valeurs import Valeur, est_rempli
from portal.socle.francais import mots


@dataclass(frozen=True)
class Reprise:
    """What carrying over adds: rows that were not there, and values by chemin, to confirm."""

    lignes: tuple[LigneGrille, ...]
    valeurs: Mapping[str, Valeur]

    @property
    def est_vide(self) -> bool:
        return not self.lignes and not self.valeurs


def preparer_reprise(
    grille: Grille,
    nature: str,
    reference: Reference,
    presentes: Sequence[LigneGrille],
    donnees: Mapping[str, object],
    postes: Mapping[int, int] | None = None,
    retirees: frozenset[str] = frozenset(),
) -> Reprise:
    """Return what ``reference`` adds to rows and figures already there; these are never replaced.

    A row of the reference is one of ``presentes`` when it has the same key, fills the same poste of
    the convention or, of those left, bears the same name: forty collectifs typed under the names of
    last year are not added twice. ``postes`` gives, for the poste of a former convention, the one
    of the present convention that bears its name. ``retirees`` are the keys of the rows withdrawn:
    they do not come back, and nothing is carried into them.
    """
    nouvelles: list[LigneGrille] = []
    valeurs: dict[str, Valeur] = {}
    cibles = _cibles(reference.lignes, presentes, postes or {}, retirees)
    for ligne in reference.lignes:
        poste = (postes or {}).get(ligne.poste_conventionne or 0)
        cible = cibles.get(ligne.cle)
        if cible is None:
            cible = replace(ligne, ouvert_le=None, ferme_le=None, poste_conventionne=poste)
            nouvelles.append(cible)
        if cible.cle in retirees:
            continue
        for place in _reprises(grille, nature, cible):
            code = place.champ.code
            _reprendre(valeurs, donnees, place, reference, grille.repetition.chemin(ligne, code))
    for place in _reprises(grille, nature, None):
        _reprendre(valeurs, donnees, place, reference, place.chemin)
    return Reprise(tuple(nouvelles), valeurs)


def _cibles(
    anciennes: Sequence[LigneGrille],
    presentes: Sequence[LigneGrille],
    postes: Mapping[int, int],
    retirees: frozenset[str],
) -> dict[str, LigneGrille]:
    """The row already there that each row of the reference stands for, by its key there.

    A key or a poste is surer than a name; a row that is there serves once, and one withdrawn is
    taken by its name only when no other bears it.
    """
    cibles: dict[str, LigneGrille] = {}
    for ligne in anciennes:
        poste = postes.get(ligne.poste_conventionne or 0)
        for presente in presentes:
            if presente.cle == ligne.cle or (poste and presente.poste_conventionne == poste):
                cibles[ligne.cle] = presente
                break
    prises = {cible.cle for cible in cibles.values()}
    libres: dict[str, list[LigneGrille]] = {}
    for presente in sorted(presentes, key=lambda p: p.cle in retirees):
        if presente.cle not in prises:
            libres.setdefault(_nom(presente), []).append(presente)
    for ligne in anciennes:
        if ligne.cle not in cibles and (memes := libres.get(_nom(ligne))):
            cibles[ligne.cle] = memes.pop(0)
    return cibles


def _nom(ligne: LigneGrille) -> str:
    """What a row is called, however it is written."""
    return mots(nom_sans_mention(ligne.libelle))


def _reprises(grille: Grille, nature: str, ligne: LigneGrille | None) -> list[EmplacementGrille]:
    """The fields to carry over, of one row or of the whole structure."""
    places = grille.emplacements(nature, [ligne] if ligne else [], ACTIVITE)
    return [e for e in places if e.champ.reprise and (e.ligne is None) == (ligne is None)]


def _reprendre(
    valeurs: dict[str, Valeur],
    donnees: Mapping[str, object],
    place: EmplacementGrille,
    reference: Reference,
    origine: str,
) -> None:
    """Carry one value, unless something is typed there already."""
    ancienne = reference.donnees.get(origine)
    if ancienne is not None and est_rempli(ancienne) and not est_rempli(donnees.get(place.chemin)):
        valeurs[place.chemin] = ancienne
