"""The form of a reprise, from the fields that every form of values is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from declarations.elan.regles.saisie import NUMERO_ELAN, PROJET, chemin_libelle, places_elan
from declarations.presentation.formulaire import TITRES_GROUPES
from declarations.regles.grille import PREVISIONNELLE, Grille, LigneGrille, SectionGrille
from portal.saisie.presentation.formulaire import (
    Bloc,
    Groupe,
    Reste,
    dessiner,
    groupes_d_ensemble,
    titre_de_bloc,
)
from portal.saisie.regles.valeurs import Valeur
from portal.socle.composants import ChampSaisie, ErreurSaisie


@dataclass
class FormulaireElan:
    """Groups of fields of one project; ``reste`` is what was just typed and not kept."""

    grille: Grille
    lignes: Sequence[LigneGrille]
    valeurs: Mapping[str, Valeur]
    revision: int
    reste: Reste = field(default_factory=Reste)

    def __post_init__(self) -> None:
        self._places = places_elan(self.grille, self.lignes)

    @property
    def projet(self) -> Groupe:
        """The number of the project in ELAN, which finds it again there."""
        return Groupe("projet", PROJET.titre, (Bloc("", (self._champ(NUMERO_ELAN),)),))

    @property
    def collectifs(self) -> list[Groupe]:
        return [self._collectif(rang, ligne) for rang, ligne in enumerate(self.lignes, start=1)]

    @property
    def ensemble(self) -> list[Groupe]:
        """What is asked once for the whole project, then the accounts."""
        blocs = [self._bloc(s) for s in self.grille.sections if not s.repetition]
        return groupes_d_ensemble(blocs, TITRES_GROUPES, "Pour l’ensemble du projet")

    @property
    def resume(self) -> list[ErreurSaisie]:
        """Every message with a link to its field, in form order."""
        groupes = [self.projet, *self.collectifs, *self.ensemble]
        champs = {c.chemin: (g, c) for g in groupes for b in g.blocs for c in b.champs}
        erreurs = self.reste.erreurs
        resume = [
            ErreurSaisie(f"{groupe.titre} – {champ.libelle} : {erreurs[chemin]}", champ.id)
            for chemin, (groupe, champ) in champs.items()
            if chemin in erreurs
        ]
        autres = [m for c, m in erreurs.items() if c not in champs]
        return [*(ErreurSaisie(m, "collectifs") for m in autres), *resume]

    def _collectif(self, rang: int, ligne: LigneGrille) -> Groupe:
        nom = Bloc("", (self._champ(chemin_libelle(ligne.cle)),))
        prefixe = self.grille.repetition.prefixe(ligne)
        blocs = [self._bloc(s, prefixe) for s in self.grille.sections if s.repetition]
        titre = f"Collectif {rang}"
        return Groupe(
            f"ligne-{ligne.cle}", titre, (nom, *(b for b in blocs if b.champs)), cle=ligne.cle
        )

    def _bloc(self, section: SectionGrille, prefixe: str = "") -> Bloc:
        champs = tuple(
            self._champ(prefixe + c.code)
            for c in section.champs
            if PREVISIONNELLE in c.natures and c.est_saisi
        )
        titre = titre_de_bloc(section.titre, section.groupe, champs)
        return Bloc(titre, champs, section.aide, section.groupe)

    def _champ(self, chemin: str) -> ChampSaisie:
        return dessiner(self._places[chemin], self.valeurs.get(chemin, ""), self.reste)
