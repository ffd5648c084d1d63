"""What an adviser may ask for today: the actualisées of each dispositif they follow."""

from collections import Counter
from dataclasses import dataclass

from declarations.models import Campagne, Declaration
from declarations.models.calendrier import Nature
from declarations.presentation.calendrier import etat_campagne
from declarations.regles.actualisees import refus_fenetre
from declarations.services.actualisees import cafs_conseillees
from habilitations.models import Caf, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice


@dataclass(frozen=True)
class Possible:
    """One actualisée of the calendar: its window, how many were called, why nobody may be."""

    campagne: Campagne
    libelle: str
    etat: tuple[str, str]
    appelees: int
    refus: str


@dataclass(frozen=True)
class Offre:
    """The actualisées of one dispositif at one Caf, for the exercice under way."""

    caf: Caf
    dispositif: str
    annee: int
    suivis: int
    possibles: tuple[Possible, ...]

    @property
    def libelle(self) -> str:
        return str(Dispositif(self.dispositif).label)

    @property
    def exercice(self) -> str:
        return libelle_exercice(self.dispositif, self.annee)

    @property
    def suivant(self) -> int:
        """Number of the one that would have dates of its own."""
        return max((p.campagne.numero for p in self.possibles), default=0) + 1


def offres(acteur: Acteur) -> list[Offre]:
    """Each dispositif in the portfolios of this person, with its actualisées; three queries."""
    cafs = {caf.pk: caf for caf in cafs_conseillees(acteur)}
    suivis = Counter(
        Equipement.objects.filter(caf__in=cafs, portefeuille__in=acteur.portefeuilles).values_list(
            "caf", "dispositif"
        )
    )
    campagnes = list(
        Campagne.objects.filter(caf__in=cafs, nature=Nature.ACTUALISEE).order_by("numero")
    )
    appelees = Counter(
        Declaration.objects.filter(
            nature=Nature.ACTUALISEE,
            annee__gte=acteur.jour.year - 1,
            equipement__portefeuille__in=acteur.portefeuilles,
        ).values_list("campagne", flat=True)
    )
    ordre = list(Dispositif.values)
    cles = sorted(suivis, key=lambda cle: (cafs[cle[0]].code, ordre.index(cle[1])))
    return [
        Offre(
            cafs[caf],
            dispositif,
            annee := exercice_du(dispositif, acteur.jour),
            suivis[caf, dispositif],
            tuple(
                _possible(c, appelees[c.pk], acteur)
                for c in campagnes
                if (c.caf_id, c.dispositif, c.annee) == (caf, dispositif, annee)
            ),
        )
        for caf, dispositif in cles
    ]


def _possible(campagne: Campagne, appelees: int, acteur: Acteur) -> Possible:
    libelle = f"Actualisée n°\u00a0{campagne.numero}"
    etat = etat_campagne(campagne, acteur.jour)
    return Possible(campagne, libelle, etat, appelees, refus_fenetre(campagne.fenetre, acteur.jour))
