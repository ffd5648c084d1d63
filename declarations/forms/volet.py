"""The form of a volet, made from the grid: nothing here is written by hand for one dispositif."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from declarations.models import Volet
from declarations.regles.controles.contexte import Donnees, Reference
from declarations.regles.grille import (
    CHARGES,
    CONTRIBUTIONS,
    PRODUITS,
    ChampGrille,
    EmplacementGrille,
    Grille,
    LigneGrille,
    SectionGrille,
)
from declarations.regles.lecteurs import est_lisible
from declarations.regles.progression import Progression, est_exige, progression
from portal.saisie.regles.structure import Emplacement
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.composants import ChampSaisie, Repere
from portal.socle.formats import avec_unite, nombre, variation

TITRES_GROUPES = {
    CHARGES: "Charges",
    PRODUITS: "Produits",
    CONTRIBUTIONS: "Contributions volontaires",
}

ALERTE_CONFLIT = "Deux valeurs saisies en même temps : choisissez-en une en haut de la page."


@dataclass(frozen=True)
class Bloc:
    """Fields under one heading."""

    titre: str
    champs: tuple[ChampSaisie, ...]
    aide: str = ""
    groupe: str = ""


@dataclass(frozen=True)
class Groupe:
    """One row (lieu, poste, collectif) with its blocs, or the whole structure."""

    ancre: str
    titre: str
    blocs: tuple[Bloc, ...]
    progression: Progression | None = None
    cle: str = ""


@dataclass
class FormulaireVolet:
    """Builds the groups of fields of one volet for one person.

    ``saisie`` holds what was just typed and not kept (refused or in conflict), shown again as it
    was typed; ``erreurs`` and ``conflits`` go beside their fields.
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
    saisie: Mapping[str, Valeur] = field(default_factory=dict)
    erreurs: Mapping[str, str] = field(default_factory=dict)
    conflits: Collection[str] = ()
    affichees: set[str] = field(default_factory=set, init=False)

    def groupes(self, lignes: Sequence[LigneGrille] | None = None) -> list[Groupe]:
        """Rows asked for on this page first, then the whole structure."""
        sections = self.grille.sections_de(self.volet.nature, self.nature)
        par_ligne = [s for s in sections if s.repetition]
        lignes = self.lignes if lignes is None else lignes
        self.affichees = {ligne.cle for ligne in lignes}
        ensemble = [s for s in sections if s.repetition == ""]
        groupes = []
        if par_ligne:
            for ligne in lignes:
                groupes.append(self._groupe_ligne(ligne, par_ligne))
        blocs = [b for s in ensemble if (b := self._bloc(s, None)).champs]
        for groupe in dict.fromkeys(b.groupe for b in blocs):
            du_groupe = tuple(b for b in blocs if b.groupe == groupe)
            titre = TITRES_GROUPES.get(groupe) or self._titre_ensemble(du_groupe)
            groupes.append(Groupe(f"ensemble-{groupe}".rstrip("-"), titre, du_groupe))
        return groupes

    @staticmethod
    def _titre_ensemble(blocs: Sequence[Bloc]) -> str:
        return blocs[0].titre if len(blocs) == 1 else "Pour l’ensemble de la structure"

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
        # An account class of one line bears the same name as its line: said once.
        seul = len(champs) == 1 and bool(section.groupe)
        return Bloc("" if seul else section.titre, champs, section.aide, section.groupe)

    def _champ(self, emplacement: EmplacementGrille) -> ChampSaisie:
        champ, chemin = emplacement.champ, emplacement.chemin
        ouvert = self._est_ouvert(emplacement)
        valeur = self.donnees.get(chemin, "")
        # A read-only field is formatted by its component.
        valeur = self.saisie.get(chemin, valeur_saisie(champ, valeur) if ouvert else valeur)
        return ChampSaisie(
            chemin=chemin,
            libelle=champ.libelle,
            type=champ.type if not champ.est_numerique else "nombre",
            valeur=valeur,
            unite=champ.unite,
            aide=champ.aide,
            obligatoire=champ.obligatoire or est_exige(champ),
            # An account left empty is worth zero: said once for all of them, not on each line.
            signaler_facultatif=not emplacement.section.groupe,
            lecture_seule=not ouvert,
            choix=champ.options,
            erreurs=[self.erreurs[chemin]] if chemin in self.erreurs else [],
            alertes=[ALERTE_CONFLIT] if chemin in self.conflits else [],
            reperes=self._reperes(emplacement),
            repris_de=self.volet.a_confirmer.get(chemin, "") if ouvert else "",
            reserve=bool(champ.lecteurs),
            **self._condition(emplacement),
        )

    def _est_ouvert(self, emplacement: EmplacementGrille) -> bool:
        """Tell whether this person types in this field now."""
        return (
            self.modifiable
            and emplacement.champ.origine == "saisie"
            and self.volet.est_ouvert(emplacement.chemin)
        )

    def _condition(self, emplacement: EmplacementGrille) -> dict[str, Any]:
        """What a field asked for under a condition tells the page, which shows or hides it."""
        condition = emplacement.champ.condition
        if not condition or not self._est_ouvert(emplacement):
            return {}
        debut = f"{self.grille.repetition.code}."
        if emplacement.ligne:
            si, ici = f"{debut}{emplacement.ligne.cle}.{condition}", {emplacement.ligne.cle}
        else:
            si, ici = f".{condition}", self.affichees
        repondues = {f"{debut}{cle}.{condition}" for cle in ici if self._est_posee(condition, cle)}
        hors_page = {c: v for c, v in self.donnees.items() if c not in repondues}
        return {
            "si": si,
            "si_ailleurs": self.grille.est_demande(emplacement, hors_page),
            "masque": not self.grille.est_demande(emplacement, self.donnees),
        }

    def _est_posee(self, condition: str, cle: str) -> bool:
        """Tell whether the yes/no of a row is a field to fill on this page."""
        sections = self.grille.sections_de(self.volet.nature, self.nature)
        est_ici = any(c.code == condition for s in sections for c in s.champs)
        chemin = f"{self.grille.repetition.code}.{cle}.{condition}"
        return est_ici and self.modifiable and self.volet.est_ouvert(chemin)

    def _reperes(self, emplacement: EmplacementGrille) -> list[Repere]:
        """Figures of the exercice before and of the same exercice, with their real years."""
        if not emplacement.champ.est_numerique:
            return []
        actuelle = lire(self.donnees.get(emplacement.chemin))
        reperes = []
        for reference in self.references:
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


def valeur_saisie(champ: ChampGrille, valeur: Valeur) -> Valeur:
    """Write a kept value as people type it: numbers in French, others as they are."""
    lu = lire(valeur) if champ.est_numerique else None
    return nombre(lu) if lu is not None else valeur
