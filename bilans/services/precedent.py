"""What the same équipement answered the year before, found by code and by the name of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bilans.models import Bilan
from bilans.regles.cases import Place
from bilans.regles.questionnaire import Question
from bilans.services.arrete import etat_arrete
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
    """The bilan of the exercice before, with what counts in it."""

    bilan: Bilan
    reponses: Mapping[Cle, Reponse] = field(default_factory=dict)

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
    return Precedent(avant, dict(_reponses(etat.emplacements, etat.comptees)))


def _reponses(
    places: Iterable[Place], comptees: Mapping[str, Valeur]
) -> Iterable[tuple[Cle, Reponse]]:
    for place in places:
        if place.chemin in comptees:
            yield _cle(place), Reponse(place.champ, comptees[place.chemin])


def _cle(place: Place) -> Cle:
    return (place.champ.code, *(cle_de_tri(ligne.libelle) for ligne in place.lignes))
