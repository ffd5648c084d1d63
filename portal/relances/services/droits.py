"""What the day's e-mail says of rights beside the files: reviews to answer, adhesions that wait.

They go to people, not to files of ``portal.dossiers``: they have no ``Relance``, no campaign that
an adviser pauses. What was told is kept on their own rows, once the e-mail is written.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from habilitations.adhesions.services import rappels as adhesions
from habilitations.models import ROLES_DECLARATION, Habilitation
from habilitations.rappels import ADHESION, REVUE, RappelDeDroits
from habilitations.revues.services import rappels as revues
from portal.relances.services.lettres import Lettre


def candidats(jour: date, caf_id: int) -> list[int]:
    """Ids of the people of a Caf who are awaited for rights, and declare nothing at any Caf.

    The others are written to with the Caf of ``plan.declarants``.
    """
    dus = [
        *revues.rappels_des_revues(jour, depuis=jour, caf_id=caf_id),
        *adhesions.rappels_des_adhesions(jour, depuis=jour, caf_id=caf_id),
    ]
    gens = dict.fromkeys(rappel.personne.pk for rappel in dus)
    if not gens:
        return []
    droits = Habilitation.objects.actives(jour).filter(
        role__in=ROLES_DECLARATION, utilisateur__in=gens
    )
    ailleurs = set(droits.values_list("utilisateur", flat=True))
    return [pk for pk in gens if pk not in ailleurs]


def rappels_de(
    jour: date, personnes: Collection[int], *, depuis: date | None = None
) -> dict[int, tuple[RappelDeDroits, ...]]:
    """What these people are awaited for on a day, by person; what is late first.

    ``depuis``: what was told from that day on is told again, that day by default – to another
    person of the partner, or in an e-mail that has not left.
    """
    if not personnes:
        return {}
    depuis = depuis or jour
    dus = [
        *revues.rappels_des_revues(jour, depuis=depuis, personnes=personnes),
        *adhesions.rappels_des_adhesions(jour, depuis=depuis, personnes=personnes),
    ]
    siens: dict[int, list[RappelDeDroits]] = {}
    for rappel in sorted(dus, key=lambda r: not r.en_retard):
        siens.setdefault(rappel.personne.pk, []).append(rappel)
    return {pk: tuple(rappels) for pk, rappels in siens.items()}


def joindre(
    lettres: Iterable[Lettre], rappels: dict[int, tuple[RappelDeDroits, ...]]
) -> list[Lettre]:
    """The same letters with what these people are awaited for, and one for each of the others."""
    restants = dict(rappels)
    jointes = [
        Lettre(x.destinataire, x.objets, restants.pop(x.destinataire.pk, ())) for x in lettres
    ]
    return jointes + [Lettre(siens[0].personne, (), siens) for siens in restants.values()]


def noter(lettres: Iterable[Lettre], jour: date, maintenant: datetime) -> None:
    """Keep that these letters tell what they tell of rights."""
    dits = [rappel for lettre in lettres for rappel in lettre.droits]
    revues.noter([r for r in dits if r.genre == REVUE], jour)
    adhesions.noter([r for r in dits if r.genre == ADHESION], maintenant)
