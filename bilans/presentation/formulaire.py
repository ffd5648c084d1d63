"""The form of a section, made from the definition: what is shown is what ``evaluer`` shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from bilans.presentation.blocs import (
    Champs,
    Element,
    Fichiers,
    Note,
    Partie,
    Rangee,
    Repetees,
    Retiree,
    Tableau,
)
from bilans.presentation.fautes import en_francais
from bilans.presentation.pieces import fichiers_de
from bilans.presentation.questions import nom_de_ligne
from bilans.presentation.suites import genre_de, nouvelle_cle, va_avec
from bilans.regles.etats import Action
from bilans.regles.questionnaire import AJOUT, FICHIER, SCORE, Groupe, Question
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.lignes import peut_changer_les_lignes
from bilans.services.precedent import Precedent, Reponse
from bilans.services.reprise_lignes import lignes_a_reprendre
from portal.saisie.presentation.formulaire import Reste, dessiner
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.composants import ChampSaisie, Repere
from portal.socle.formats import variation

TITRE_MIN = 2
# Beyond so many characters, last year's answer is read on last year's bilan.
REPERE_MAX = 300


@dataclass
class FormulaireBilan:
    """Builds what one section shows to one person.

    ``precedent`` is the bilan of the exercice before, shown beside each question; ``reste`` what
    was just typed and not kept.
    """

    dossier: BilanOuvert
    precedent: Precedent | None = None
    reste: Reste = field(default_factory=Reste)

    def __post_init__(self) -> None:
        self.modifiable = self.dossier.peut(Action.REPONDRE)
        self._lignes_modifiables = self.modifiable and peut_changer_les_lignes(self.dossier)
        self._declares = {c.place.chemin: c for c in self.dossier.accord.chiffres}
        self._etat, self._reponses = self.dossier.etat, self.dossier.reponses

    def section(self, section: Groupe, lignes: tuple[Ligne, ...] | None = None) -> list[Element]:
        """Everything that a section shows; ``lignes`` are those of its rows that the page shows."""
        if section.repetition:
            return [self._repetees(section, "", TITRE_MIN, lignes)]
        return list(self._contenu(section, "", TITRE_MIN))

    def _contenu(self, groupe: Groupe, prefixe: str, niveau: int) -> Iterator[Element]:
        """What stands in a group, on some rows: runs of questions, tables, groups."""
        visibles = [e for e in groupe.elements if self._est_montre(e, prefixe)]
        suite: list[Question] = []
        for element, genre in [(e, genre_de(e)) for e in visibles]:
            if suite and not va_avec(suite, element, genre):
                yield from self._dessiner(suite, prefixe)
                suite = []
            if isinstance(element, Question):
                suite.append(element)
            elif element.repetition:
                yield self._repetees(element, prefixe, niveau)
            else:
                yield self._partie(element, prefixe + element.code, prefixe, niveau)
        if suite:
            yield from self._dessiner(suite, prefixe)

    def _est_montre(self, element: Question | Groupe, prefixe: str) -> bool:
        chemin = prefixe + element.code
        return chemin in self._etat.visibles or chemin in self._etat.rangees

    def _partie(
        self, groupe: Groupe, chemin: str, prefixe: str, niveau: int, ligne: Ligne | None = None
    ) -> Partie:
        contenu = tuple(self._contenu(groupe, prefixe, niveau + 1))
        titre, aide = (ligne.libelle, "") if ligne else (groupe.titre, groupe.aide)
        ajoutee = bool(ligne and groupe.repetition and groupe.repetition.origine == AJOUT)
        return Partie(chemin, titre, niveau, contenu, aide, ajoutee and self._lignes_modifiables)

    def _repetees(
        self,
        groupe: Groupe,
        prefixe: str,
        niveau: int,
        lignes: tuple[Ligne, ...] | None = None,
    ) -> Repetees:
        chemin = prefixe + groupe.code
        toutes = self._etat.rangees.get(chemin, ())
        parties = tuple(
            self._partie(groupe, f"{chemin}.{li.cle}", f"{chemin}.{li.cle}.", niveau, li)
            for li in (toutes if lignes is None else lignes)
        )
        ajout = bool(groupe.repetition and groupe.repetition.origine == AJOUT)
        ajout = ajout and self._lignes_modifiables
        retirees = self.dossier.feuille.retirees.get(chemin, ()) if ajout else ()
        return Repetees(
            chemin=chemin,
            titre=groupe.titre if prefixe or niveau > TITRE_MIN else "",
            singulier=nom_de_ligne(groupe),
            niveau=niveau,
            lignes=parties,
            aide=groupe.aide if prefixe or niveau > TITRE_MIN else "",
            cle=nouvelle_cle() if ajout else "",
            retirees=[Retiree(f"{chemin}.{cle}", libelle) for cle, libelle in retirees],
            a_reprendre=self._lignes_a_reprendre(chemin) if ajout else (),
            avant=self.precedent.bilan.exercice if self.precedent else "",
            vide=not toutes,
        )

    def _lignes_a_reprendre(self, chemin: str) -> list[str]:
        """Names of last year's rows that are not here."""
        if self.precedent is None:
            return []
        return [li.libelle for li in lignes_a_reprendre(self.dossier, self.precedent, chemin)]

    def _dessiner(self, suite: list[Question], prefixe: str) -> Iterator[Element]:
        """A run of questions of one kind, as one part of the page."""
        premiere = suite[0]
        match genre_de(premiere):
            case "fichier":
                yield self._fichiers(premiere, prefixe + premiere.code)
            case "note":
                yield Note(prefixe + premiere.code, premiere.libelle, premiere.aide)
            case "tableau":
                yield self._tableau(premiere, prefixe)
            case "score":
                yield self._scores(suite, prefixe)
            case _:
                yield Champs("", tuple(self._champ(q, prefixe + q.code) for q in suite))

    def _fichiers(self, question: Question, chemin: str) -> Fichiers:
        """The files that answer a question, and the way to join one."""
        ouvert = self.modifiable and self.dossier.est_a_completer(chemin)
        joindre = reverse("bilans:joindre", args=[self.dossier.bilan.pk, chemin]) if ouvert else ""
        pieces = fichiers_de(self.dossier, chemin, retirables=ouvert)
        return Fichiers(chemin, question, tuple(pieces), joindre)

    def _tableau(self, question: Question, prefixe: str) -> Tableau:
        """The cells of a question, row by row."""
        rangees = question.rangees or (("", ""),)
        cases = iter(question.cases)
        return Tableau(
            ancre=prefixe + question.code,
            legende=question.libelle,
            entete="",
            colonnes=tuple(colonne.libelle for colonne in question.colonnes),
            rangees=tuple(
                Rangee(
                    ".".join(filter(None, (prefixe + question.code, code))),
                    libelle,
                    tuple((c.libelle, self._case(next(cases), prefixe)) for c in question.colonnes),
                )
                for code, libelle in rangees
            ),
            aide=question.aide,
        )

    def _scores(self, suite: list[Question], prefixe: str) -> Tableau:
        """Scores of the same policies, one activity a row, each with its comment."""
        rangees = []
        for question, suivante in pairwise([*suite, None]):
            if question is None or question.type != SCORE:
                continue
            dit = suivante if suivante is not None and suivante.type != SCORE else None
            rangees.append(
                Rangee(
                    prefixe + question.code,
                    question.libelle,
                    tuple(
                        (colonne.libelle, self._case(case, prefixe))
                        for colonne, case in zip(question.colonnes, question.cases, strict=True)
                    ),
                    question.aide,
                    self._champ(dit, prefixe + dit.code) if dit else None,
                )
            )
        colonnes = tuple(colonne.libelle for colonne in suite[0].colonnes)
        return Tableau(
            prefixe + suite[0].code, "Activités et notes", "Activité", colonnes, tuple(rangees),
            scores=True,
        )  # fmt: skip

    def _case(self, question: Question, prefixe: str) -> ChampSaisie:
        return self._champ(question, prefixe + question.code, aide="")

    def _champ(self, question: Question, chemin: str, **precisions: Any) -> ChampSaisie:
        """One question at its place."""
        place, ouvert = self.dossier.emplacements[chemin], self.est_ouvert(question, chemin)
        avant = self.precedent.reponse(place) if self.precedent else None
        actuelle = self._reponses.get(chemin, "")
        champ = dessiner(
            place,
            actuelle,
            self.reste,
            ouvert=ouvert,
            exclusifs=question.exclusifs,
            reperes=[
                *([self._repere(question, avant, actuelle)] if avant else []),
                *self._declare(chemin),
            ],
            reportable=bool(ouvert and question.reprise and avant and avant.valeur != actuelle),
            repris_de=self.dossier.feuille.a_confirmer.get(chemin, "") if ouvert else "",
            **precisions,
        )
        faute = self._etat.fautes.get(chemin)
        if not faute or champ.erreurs:
            return champ
        return replace(champ, alertes=[*champ.alertes, en_francais(question, faute)])

    def est_ouvert(self, question: Question, chemin: str) -> bool:
        """Tell whether this person answers this question now, here."""
        saisi = question.est_saisi and question.type != FICHIER
        return self.modifiable and saisi and self.dossier.est_a_completer(chemin)

    def _repere(self, question: Question, avant: Reponse, actuelle: Valeur) -> Repere:
        """Last year's answer, with how far this year's figure stands from it."""
        exercice = self.precedent.bilan.exercice if self.precedent else ""
        texte = Truncator(ecrire_valeur(avant.champ, avant.valeur)).chars(REPERE_MAX, truncate=" …")
        passee, ici = lire(avant.valeur), lire(actuelle)
        if not question.est_numerique or passee is None or ici is None:
            return Repere(exercice, texte)
        return Repere(exercice, texte, variation(ici, passee))

    def _declare(self, chemin: str) -> list[Repere]:
        """The figure of the declaration that must agree, where this answer is a shared one."""
        chiffre = self._declares.get(chemin)
        if chiffre is None:
            return []
        ecrit = ecrire_valeur(chiffre.declare.place.champ, chiffre.declare.valeur)
        ecart = "diffère" if chiffre.differe else ""
        return [Repere("Déclaration", ecrit, ecart, alerte=True)] if ecrit else []
