"""The windows of a Caf, and what is declared in each: a dozen files for each équipement.

The réelle at work is on exceptional dates: its deadline is the day after that of the set, so that
the evening of the deadline can be played.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from declarations.models import Campagne, RegleCalendrier
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import fenetre_de
from habilitations.models import Dispositif
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.peuplement.chaines import Journal
from portal.accueil.peuplement.registre import Registre

REELLES = 6
PREVISIONNELLES = {Dispositif.CCT: 5, Dispositif.ER: 5, Dispositif.CLAS: 5}
ACTUALISEES = (1, 2)
# The CLAS prévisionnelle has no rule: its dates are announced each year, these ones here.
PREVISION_CLAS = ((15, 5), (30, 6))
HEURE_DU_PORTAIL = 5
RECENTE = timedelta(days=300)


@dataclass(frozen=True)
class Attendue:
    """A declaration that each équipement of a dispositif owes: its window, and where it stands."""

    campagne_id: int
    dispositif: str
    nature: str
    numero: int
    annee: int
    fenetre: Fenetre
    appelee_le: datetime
    au_travail: bool
    recente: bool


def attendues(dispositif: str, jour: date) -> list[tuple[str, int, int, Fenetre, bool]]:
    """Nature, number, exercice, dates and whether they are exceptional; earliest exercice first."""
    reperes = Reperes(jour)
    reelle, prevue = reperes.reelle(dispositif), reperes.prevue(dispositif)
    combien = PREVISIONNELLES[Dispositif(dispositif)]
    rendues = [
        (Nature.REELLE, 0, annee, _dates(dispositif, Nature.REELLE, 0, annee, jour))
        for annee in range(reelle - REELLES + 1, reelle)
    ] + [
        (Nature.PREVISIONNELLE, 0, a, _dates(dispositif, Nature.PREVISIONNELLE, 0, a, jour))
        for a in range(prevue - combien + 1, prevue + 1)
    ]
    if dispositif != Dispositif.CLAS:
        rendues += [
            (Nature.ACTUALISEE, n, prevue, _dates(dispositif, Nature.ACTUALISEE, n, prevue, jour))
            for n in ACTUALISEES
        ]
    suite = [(n, numero, annee, *dates) for n, numero, annee, dates in rendues]
    suite.append((Nature.REELLE, 0, reelle, _au_travail(jour), True))
    return sorted(suite, key=lambda a: (a[2], a[3].ouvre_le))


def _au_travail(jour: date) -> Fenetre:
    return Fenetre(jour - timedelta(days=30), jour + timedelta(days=1), jour + timedelta(days=60))


def _dates(
    dispositif: str, nature: str, numero: int, annee: int, jour: date
) -> tuple[Fenetre, bool]:
    """The window that a rule gives; set earlier when it would still be open on the day."""
    dates = _de_la_regle(dispositif, nature, numero, annee)
    if dates and dates.ferme_le < jour:
        return dates, False
    if dates is None:
        debut, fin = (date(annee, mois, j) for j, mois in PREVISION_CLAS)
        if fin < jour:
            return Fenetre(debut, fin, fin), True
    debut, fin = jour - timedelta(days=120 - 40 * numero), jour - timedelta(days=80 - 30 * numero)
    return Fenetre(debut, fin, fin + timedelta(days=10)), True


def _de_la_regle(dispositif: str, nature: str, numero: int, annee: int) -> Fenetre | None:
    regle = RegleCalendrier.objects.filter(
        caf=None, dispositif=dispositif, nature=nature, numero=numero
    ).first()
    return fenetre_de(regle, annee) if regle else None


def ouvrir(
    registre: Registre, journal: Journal, caf_id: int, jour: date
) -> dict[str, list[Attendue]]:
    """Write the windows of a Caf; return what its équipements owe, by dispositif."""
    table = registre.rangee(
        Campagne,
        "caf_id dispositif nature numero annee ouvre_le echeance_le ferme_le exceptionnelle",
        200,
    )
    dues: dict[str, list[Attendue]] = {}
    for dispositif in Dispositif.values:
        suite = dues.setdefault(dispositif, [])
        for nature, numero, annee, dates, exceptionnelle in attendues(dispositif, jour):
            le = instant(dates.ouvre_le, HEURE_DU_PORTAIL - 1)
            pk = table.ajouter(
                caf_id,
                dispositif,
                nature,
                numero,
                annee,
                dates.ouvre_le,
                dates.echeance_le,
                dates.ferme_le,
                exceptionnelle,
                le=le,
            )
            if exceptionnelle:
                details = {nom: valeur.isoformat() for nom, valeur in vars(dates).items()}
                objet = (Campagne._meta.label_lower, pk)
                journal.dire("campagne.fenetre_exceptionnelle", le, None, objet=objet, **details)
            suite.append(
                Attendue(
                    pk,
                    dispositif,
                    nature,
                    numero,
                    annee,
                    dates,
                    appelee_le=instant(dates.ouvre_le, HEURE_DU_PORTAIL),
                    au_travail=dates.ferme_le >= jour,
                    recente=dates.ferme_le >= jour - RECENTE,
                )
            )
    return dues
