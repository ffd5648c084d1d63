"""What a person is told, on their first page, of an access that the Caf has suspended."""

from dataclasses import dataclass

from habilitations.models import Caf, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif
from portal.socle.francais import chez, de_la

SUSPENSIONS = frozenset({Motif.SUSPENDU, Motif.BASE_SUSPENDUE})


@dataclass(frozen=True)
class Suspension:
    """One sentence, and the Caf to call."""

    phrase: str
    caf: Caf


def suspensions_de(acteur: Acteur) -> list[Suspension]:
    """Never the reason, which the Caf keeps; one query at most besides the rights read already."""
    dites: dict[str, Suspension] = {}
    for examen in acteur.examens:
        droit = examen.droit
        if examen.motif == Motif.BASE_SUSPENDUE:
            phrase = f"La {droit.caf} a suspendu les accès {de_la(droit.gestionnaire.nom)}."
        elif examen.motif == Motif.SUSPENDU:
            phrase = (
                f"La {droit.caf} a suspendu votre droit « {droit.get_role_display()} » "
                f"{chez(droit.gestionnaire.nom)}."
            )
        else:
            continue
        dites.setdefault(phrase, Suspension(phrase, droit.caf))
    for equipement in _equipements_suspendus(acteur):
        phrase = f"La {equipement.caf} a suspendu l’accès à « {equipement} »."
        dites.setdefault(phrase, Suspension(phrase, equipement.caf))
    return list(dites.values())


def _equipements_suspendus(acteur: Acteur) -> list[Equipement]:
    """Among those that one's rights in force cover."""
    tenues = {(h.caf_id, h.gestionnaire_id) for h in acteur.habilitations}
    if not tenues:
        return []
    suspendus = Equipement.objects.filter(
        gestionnaire__in={gestionnaire for _, gestionnaire in tenues}, suspendu_le__isnull=False
    ).select_related("caf")
    return [
        e
        for e in suspendus
        if any(
            (h.caf_id, h.gestionnaire_id) == (e.caf_id, e.gestionnaire_id)
            and (h.tous_equipements or e in h.equipements.all())
            for h in acteur.habilitations
        )
    ]
