"""The columns of a list, as each person wants them: a taste, which no journal tells."""

from collections.abc import Collection, Iterable

from habilitations.permissions import Acteur
from portal.dossiers.models import ColonnesChoisies


def choisir_colonnes(
    liste: str, voulues: Iterable[str], offertes: Collection[str], *, acteur: Acteur
) -> None:
    """Keep which columns of a list this person shows, among those offered; others are left out."""
    gardees = [colonne for colonne in offertes if colonne in set(voulues)]
    ColonnesChoisies.objects.update_or_create(
        utilisateur=acteur.utilisateur, liste=liste, defaults={"colonnes": gardees}
    )


def colonnes_choisies(
    liste: str, offertes: Collection[str], defaut: Collection[str], acteur: Acteur
) -> frozenset[str]:
    """Columns that this person shows of a list: what they chose, else those by default."""
    choix = ColonnesChoisies.objects.filter(utilisateur=acteur.utilisateur, liste=liste).first()
    return frozenset(offertes) & frozenset(choix.colonnes if choix else defaut)
