"""Every value that a figure has held, with who wrote it: read from the history of volets."""

from dataclasses import dataclass

from declarations.models import Declaration, ValeurEcartee, Volet
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.auteurs import Auteur, lire_auteur, noms_de
from portal.saisie.services.historique import successives, valeurs_a_chaque_fois


@dataclass(frozen=True)
class Passage:
    """One value a field has held, or that somebody typed and gave up (``ecartee``)."""

    valeur: Valeur
    version: int
    auteur: Auteur | None
    ecartee: bool = False


def historique_du_champ(declaration: Declaration, nature: str, chemin: str) -> list[Passage]:
    """Return every value of a field over the versions of a declaration, latest first.

    A value copied from a version to the next one is told once, where it was typed.
    """
    evenements = Volet.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by pghistory
        pgh_obj__version__declaration=declaration, nature=nature
    ).order_by("pgh_obj__version__numero", "pgh_id")
    suite = successives(valeurs_a_chaque_fois(evenements, chemin, "pgh_obj__version__numero"))
    ecartees = list(
        ValeurEcartee.objects.filter(
            volet__version__declaration=declaration, volet__nature=nature, chemin=chemin
        ).select_related("par", "volet__version")
    )
    noms = noms_de({ecrit[1] for _, ecrit, _ in suite if ecrit})
    passages = [Passage(v, n, lire_auteur(ecrit, noms) if ecrit else None) for v, ecrit, n in suite]
    passages += [
        Passage(e.valeur, e.volet.version.numero, Auteur(e.par_id, str(e.par), e.le), ecartee=True)
        for e in ecartees
    ]
    return sorted(passages, key=_moment)[::-1]


def _moment(passage: Passage) -> tuple[int, float]:
    return (passage.version, passage.auteur.le.timestamp() if passage.auteur else 0.0)
