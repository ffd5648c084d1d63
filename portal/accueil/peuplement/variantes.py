"""The stories that équipements share: what each declares, year after year, and with which rows.

The figures are those of the demonstration's stories (``portal.accueil.demo``): plausible, coherent
from one year to the next, drawn from the name of the story.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from declarations.regles.grille import LigneGrille
from habilitations.models import Dispositif, OrganisationER
from portal.accueil.demo.activite import Site
from portal.accueil.demo.cct import Poste, RecitCct, Titulaire
from portal.accueil.demo.clas import Collectif, RecitClas
from portal.accueil.demo.recits import Recit, RecitER
from portal.accueil.peuplement.noms import COMMUNES, NOMS, PRENOMS

TOUJOURS = date(2000, 1, 1)
NIVEAUX = ("elementaire", "elementaire", "college", "lycee")
THEMATIQUES = ("enfance", "jeunesse", "parentalite", "petite_enfance", "handicap")
QUARTIERS = ("Nord", "Sud", "Centre", "des Écoles", "de la Gare", "du Lac", "des Prés", "du Parc")


@dataclass(frozen=True)
class Variante:
    """One story: its rows, under the keys that its figures bear, and what tells the figures.

    ``etp``: what the convention finances of each row, for a CCT. ``organisation``: of an ER.
    """

    dispositif: str
    rang: int
    lignes: tuple[LigneGrille, ...]
    recit: Recit
    etp: tuple[Decimal, ...] = ()
    organisation: str = ""


def variante(dispositif: str, rang: int, reference: int, graine: int) -> Variante:
    """The story of a rank; ``reference`` is the exercice around which its figures are drawn."""
    hasard = Random(f"{graine}/{dispositif}/{rang}")  # noqa: S311 (figures, not secrets)
    return _FORMES[Dispositif(dispositif)](rang, reference, hasard)


def _er(rang: int, reference: int, hasard: Random) -> Variante:
    noms = hasard.sample(QUARTIERS, 1 + rang % 3)
    sites = {
        f"l{numero}": Site(
            f"Antenne {nom}",
            hasard.randrange(220, 900),
            Decimal(hasard.randrange(-2, 4)) / 100,
            reference,
        )
        for numero, nom in enumerate(noms, start=1)
    }
    organisation = OrganisationER.ANTENNES if len(sites) > 1 else OrganisationER.MONO_LIEU
    return Variante(
        dispositif=Dispositif.ER,
        rang=rang,
        lignes=tuple(LigneGrille(cle, site.nom) for cle, site in sites.items()),
        recit=RecitER(f"Rencontres {rang}", sites, Decimal(hasard.randrange(58, 84))),
        organisation=organisation,
    )


def _clas(rang: int, reference: int, hasard: Random) -> Variante:
    ecoles = hasard.sample(COMMUNES, 1 + rang % 5)
    collectifs = tuple(
        Collectif(
            cle=f"c{numero}",
            nom=f"École de {ecole}",
            niveau=hasard.choice(NIVEAUX),
            bonus_enfants=hasard.random() < 0.6,
            bonus_parents=hasard.random() < 0.5,
            depuis=reference if rang % 8 == 7 and numero == 3 else 2000,
        )
        for numero, ecole in enumerate(ecoles, start=1)
    )
    cout = Decimal(hasard.randrange(5_800, 9_900))
    return Variante(
        dispositif=Dispositif.CLAS,
        rang=rang,
        lignes=tuple(LigneGrille(c.cle, c.nom) for c in collectifs),
        recit=RecitClas(f"Clas {rang}", collectifs, cout, reference),
    )


def _cct(rang: int, reference: int, hasard: Random) -> Variante:
    postes = tuple(
        Poste(
            cle=f"c{numero}",
            intitule=f"Chargé de coopération {theme.replace('_', ' ')}",
            etp=Decimal(hasard.choice(("0.5", "0.8", "1"))),
            salaire=Decimal(hasard.randrange(41_000, 56_000)),
            thematiques=(theme,),
            chef_de_projet=numero == 1,
            titulaires=(Titulaire(hasard.choice(PRENOMS), hasard.choice(NOMS), TOUJOURS),),
        )
        for numero, theme in enumerate(hasard.sample(THEMATIQUES, 1 + rang % 3), start=1)
    )
    return Variante(
        dispositif=Dispositif.CCT,
        rang=rang,
        lignes=tuple(
            LigneGrille(p.cle, p.intitule, poste_conventionne=rang)
            for rang, p in enumerate(postes, start=1)
        ),
        recit=RecitCct(f"Coopération {rang}", postes, reference),
        etp=tuple(p.etp for p in postes),
    )


_FORMES = {Dispositif.ER: _er, Dispositif.CLAS: _clas, Dispositif.CCT: _cct}
