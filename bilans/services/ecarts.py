"""How a bilan and the réelle of its exercice agree: both values, and why they differ (C15)."""

from dataclasses import dataclass

from bilans.models import Bilan, EcartExplique
from bilans.regles.accord import chemins_partages
from bilans.regles.etat import Etat
from bilans.regles.questionnaire import NE_SAIT_PAS, Question, Questionnaire
from declarations.models import Declaration
from declarations.regles.partages import a_reprendre, different
from declarations.services.partages import ChiffreDeclare, chiffres_declares, reelle_de
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur


@dataclass(frozen=True)
class Chiffre:
    """One shared figure: both values, and why they differ when they do.

    ``explication`` was written beside the bilan, ``justification`` beside the declaration; a gap
    stands while neither holds for the two values of now.
    """

    place: Emplacement[Question, Ligne]
    chemin: str
    du_bilan: Valeur
    declare: ChiffreDeclare
    explication: EcartExplique | None

    @property
    def differe(self) -> bool:
        return different(self.declare.place.champ, self.declare.valeur, self.du_bilan)

    @property
    def explication_tient(self) -> bool:
        dite = self.explication
        return dite is not None and (dite.declaree, dite.du_bilan) == (
            self.declare.valeur,
            self.du_bilan,
        )

    @property
    def est_un_ecart(self) -> bool:
        """True while the two values differ and nothing says why."""
        regle = self.explication_tient or self.declare.est_justifie(self.du_bilan)
        return self.differe and not regle


@dataclass(frozen=True)
class Accord:
    """A bilan beside the réelle of its exercice; ``declaration`` is None while it is not called."""

    declaration: Declaration | None
    chiffres: tuple[Chiffre, ...]

    @property
    def ecarts(self) -> tuple[Chiffre, ...]:
        return tuple(c for c in self.chiffres if c.est_un_ecart)

    @property
    def a_reprendre(self) -> dict[str, Valeur]:
        """Declared figures that the bilan lacks, by chemin of the bilan."""
        declares = {c.place.chemin: c.declare.valeur for c in self.chiffres}
        return a_reprendre(declares, {c.place.chemin: c.du_bilan for c in self.chiffres})


def accord_de(bilan: Bilan, questionnaire: Questionnaire, etat: Etat) -> Accord:
    """Return how a bilan and its réelle agree, as both stand now; ``etat`` is that of its sheet."""
    if bilan.equipement_id is None:
        return Accord(None, ())
    places = {e.chemin: e for e in etat.emplacements}
    partages = chemins_partages(questionnaire, etat.emplacements)
    reelle = reelle_de(bilan.equipement_id, bilan.annee) if partages else None
    if reelle is None:
        return Accord(None, ())
    declares = chiffres_declares(reelle, bilan.pk)
    explications = {e.chemin: e for e in bilan.ecarts_expliques.select_related("par")}
    chiffres = (
        Chiffre(
            places[ici],
            la,
            figure_de(etat.comptees.get(ici, "")),
            declares[la],
            explications.get(la),
        )
        for ici, la in partages.items()
        if la in declares
    )
    return Accord(reelle, tuple(chiffres))


def figure_de(reponse: Valeur) -> Valeur:
    """A shared answer as a figure; not to know is none."""
    return "" if reponse == NE_SAIT_PAS else reponse
