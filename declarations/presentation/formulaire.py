"""The form of a volet, made from the grid: nothing here is written by hand for one dispositif."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from declarations.models import Volet
from declarations.regles.controles.contexte import Donnees, Reference
from declarations.regles.grille import (
    CHARGES,
    CONTRIBUTIONS,
    PRODUITS,
    EmplacementGrille,
    Grille,
    LigneGrille,
    SectionGrille,
)
from declarations.regles.lecteurs import est_lisible
from declarations.regles.progression import est_exige, progression
from portal.saisie.presentation.formulaire import (
    Bloc,
    Groupe,
    Reste,
    dessiner,
    groupes_d_ensemble,
    titre_de_bloc,
)
from portal.saisie.regles.structure import Emplacement
from portal.saisie.regles.valeurs import lire
from portal.socle.composants import ChampSaisie, Repere
from portal.socle.formats import avec_unite, variation

TITRES_GROUPES = {
    CHARGES: "Charges",
    PRODUITS: "Produits",
    CONTRIBUTIONS: "Contributions volontaires",
}


@dataclass
class FormulaireVolet:
    """Builds the groups of fields of one volet for one person.

    ``reste`` holds what was just typed and not kept.
    """

    grille: Grille
    nature: str
    lignes: Sequence[LigneGrille]
    volet: Volet
    donnees: Donnees
    roles: frozenset[str]
    cote_caf: bool = False
    modifiable: bool = True
    references: Sequence[Reference] = ()
    reste: Reste = field(default_factory=Reste)
    affichees: Sequence[LigneGrille] = field(default=(), init=False)

    def groupes(self, lignes: Sequence[LigneGrille] | None = None) -> list[Groupe]:
        """Rows asked for on this page first, then the whole structure."""
        sections = self.grille.sections_de(self.volet.nature, self.nature)
        par_ligne = [s for s in sections if s.repetition]
        lignes = self.lignes if lignes is None else lignes
        self.affichees = lignes
        ensemble = [s for s in sections if s.repetition == ""]
        groupes = []
        if par_ligne:
            for ligne in lignes:
                groupes.append(self._groupe_ligne(ligne, par_ligne))
        blocs = [self._bloc(s, None) for s in ensemble]
        return groupes + groupes_d_ensemble(
            blocs, TITRES_GROUPES, "Pour l’ensemble de la structure"
        )

    def _groupe_ligne(self, ligne: LigneGrille, sections: Sequence[SectionGrille]) -> Groupe:
        return Groupe(
            f"ligne-{ligne.cle}",
            ligne.libelle,
            tuple(b for s in sections if (b := self._bloc(s, ligne)).champs),
            progression(
                self.grille, self.nature, self.lignes, self.volet.nature, self.donnees, ligne.cle
            ),
            ligne.cle,
        )

    def _bloc(self, section: SectionGrille, ligne: LigneGrille | None) -> Bloc:
        prefixe = self.grille.repetition.prefixe(ligne) if ligne else ""
        emplacements = [
            Emplacement(prefixe + champ.code, champ, section, (ligne,) if ligne else ())
            for champ in section.champs
            if self.nature in champ.natures and est_lisible(champ, self.roles, self.cote_caf)
        ]
        champs = tuple(
            self._champ(e)
            for e in emplacements
            if self.grille.est_demande(e, self.donnees) or self._est_ouvert(e)
        )
        titre = titre_de_bloc(section.titre, section.groupe, champs)
        return Bloc(titre, champs, section.aide, section.groupe)

    def _champ(self, emplacement: EmplacementGrille) -> ChampSaisie:
        champ, chemin = emplacement.champ, emplacement.chemin
        ouvert = self._est_ouvert(emplacement)
        return dessiner(
            emplacement,
            self.donnees.get(chemin, ""),
            self.reste,
            ouvert=ouvert,
            obligatoire=(champ.obligatoire or est_exige(champ))
            and not self.grille.est_dispense(emplacement, self.donnees),
            reperes=self._reperes(emplacement),
            repris_de=self.volet.a_confirmer.get(chemin, "") if ouvert else "",
            reserve=bool(champ.lecteurs),
            **self._condition(emplacement),
        )

    def _est_ouvert(self, emplacement: EmplacementGrille) -> bool:
        """Tell whether this person types in this field now."""
        return (
            self.modifiable
            and emplacement.champ.est_saisi
            and self.volet.est_ouvert(emplacement.chemin)
        )

    def _condition(self, emplacement: EmplacementGrille) -> dict[str, Any]:
        """What a field asked for under a condition tells the page, which shows or hides it."""
        condition = emplacement.champ.depend_de
        if not condition or not self._est_ouvert(emplacement):
            return {}
        ligne, repetition = emplacement.ligne, self.grille.repetition
        si = repetition.chemin(ligne, condition) if ligne else f".{condition}"
        ici = [repetition.chemin(li, condition) for li in ([ligne] if ligne else self.affichees)]
        repondues = {chemin for chemin in ici if self._est_posee(condition, chemin)}
        hors_page = {c: v for c, v in self.donnees.items() if c not in repondues}
        return {
            "si": si,
            "si_ailleurs": self.grille.est_demande(emplacement, hors_page),
            "masque": not self.grille.est_demande(emplacement, self.donnees),
        }

    def _est_posee(self, condition: str, chemin: str) -> bool:
        """Tell whether the yes/no of a row is a field to fill on this page."""
        sections = self.grille.sections_de(self.volet.nature, self.nature)
        est_ici = any(c.code == condition for s in sections for c in s.champs)
        return est_ici and self.modifiable and self.volet.est_ouvert(chemin)

    def _reperes(self, emplacement: EmplacementGrille) -> list[Repere]:
        return reperes_de(emplacement, self.donnees, self.references)


def reperes_de(
    emplacement: EmplacementGrille, donnees: Donnees, references: Sequence[Reference]
) -> list[Repere]:
    """Figures of the exercice before and of the same exercice, with their real years."""
    if not emplacement.champ.est_numerique:
        return []
    actuelle = lire(donnees.get(emplacement.chemin))
    reperes = []
    for reference in references:
        autre = lire(reference.donnees.get(emplacement.chemin))
        if autre is not None:
            reperes.append(
                Repere(
                    reference.libelle,
                    avec_unite(autre, emplacement.champ.unite),
                    variation(actuelle, autre) if actuelle is not None else "",
                )
            )
    return reperes
