"""What the same équipement answered the year before, found by code and by the name of its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bilans.models import Bilan
from bilans.regles.cases import Place
from bilans.regles.questionnaire import Question, Questionnaire
from bilans.services.arrete import etat_arrete
from bilans.services.definitions import definition_du_bilan
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.francais import cle_de_tri

# The code of a question and the names of its rows: keys of rows change from one year to the next.
Cle = tuple[object, ...]


@dataclass(frozen=True)
class Reponse:
    """An answer of the year before, with the question as it was asked then."""

    champ: Question
    valeur: Valeur


@dataclass(frozen=True)
class Precedent:
    """The bilan of the exercice before, with what counts in it.

    ``lignes`` are the rows that respondents had added, by the code of their repetition and the
    names of the rows around it.
    """

    bilan: Bilan
    reponses: Mapping[Cle, Reponse] = field(default_factory=dict)
    lignes: Mapping[Cle, tuple[Ligne, ...]] = field(default_factory=dict)

    def reponse(self, place: Place) -> Reponse | None:
        """Return what was answered to the same code, on the row of the same name; None if nothing.

        A question that changed its type asks something else.
        """
        trouvee = self.reponses.get(_cle(place))
        return trouvee if trouvee and trouvee.champ.type == place.champ.type else None


def precedent_de(bilan: Bilan) -> Precedent | None:
    """Return what was sent for the exercice before, same questionnaire; None without it.

    What the Caf edited since counts. Three queries at most.
    """
    memes = {"equipement": bilan.equipement_id}
    if bilan.equipement_id is None:
        memes = {"equipement": None, "gestionnaire": bilan.gestionnaire_id, "caf": bilan.caf_id}
    avant = (
        Bilan.objects.filter(
            **memes,
            annee=bilan.annee - 1,
            version__questionnaire=bilan.version.questionnaire_id,
            dernier_envoi__isnull=False,
        )
        .exclude(etat="sans_objet")
        .select_related("version__questionnaire", "complement__questionnaire", "dernier_envoi")
        .first()
    )
    if avant is None:
        return None
    etat = etat_arrete(avant)
    return Precedent(
        avant,
        dict(_reponses(etat.emplacements, etat.comptees)),
        dict(_lignes(definition_du_bilan(avant), etat.rangees)),
    )


def _reponses(
    places: Iterable[Place], comptees: Mapping[str, Valeur]
) -> Iterable[tuple[Cle, Reponse]]:
    for place in places:
        if place.chemin in comptees:
            yield _cle(place), Reponse(place.champ, comptees[place.chemin])


def _lignes(
    questionnaire: Questionnaire, rangees: Mapping[str, tuple[Ligne, ...]]
) -> Iterable[tuple[Cle, tuple[Ligne, ...]]]:
    for chemin, lignes in rangees.items():
        if questionnaire.ajoute_des_lignes(chemin):
            yield cle_de_repetition(chemin, rangees), lignes


def cle_de_repetition(chemin: str, rangees: Mapping[str, Sequence[Ligne]]) -> Cle:
    """Name a repetition by its code and the names of the rows around it, whatever their keys.

    ``chemin`` is its path (« postes.p1.realisations »), ``rangees`` the rows of each by path.
    """
    mots = chemin.split(".")
    dehors = []
    for rang in range(1, len(mots), 2):
        autour = rangees.get(".".join(mots[:rang]), ())
        dehors.append(next((li.libelle for li in autour if li.cle == mots[rang]), mots[rang]))
    return (mots[-1], *map(cle_de_tri, dehors))


def _cle(place: Place) -> Cle:
    return (place.champ.code, *(cle_de_tri(ligne.libelle) for ligne in place.lignes))
