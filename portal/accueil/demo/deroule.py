"""The story itself: windows open, declarations are called, people act, in the order of dates."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count

from declarations.models import Campagne, Declaration
from declarations.models.calendrier import Nature
from declarations.services.campagnes import generer_campagnes, generer_et_lancer, lancer_campagne
from declarations.services.fenetres import fixer_fenetre
from habilitations.models import Caf, Dispositif
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.parcours import Parcours
from portal.accueil.demo.reperes import instant, jour_ouvre
from portal.accueil.demo.scenarios import SCENARIOS

PASSE = "validee"
HEURE_DU_PORTAIL, HEURE_DES_GENS = 5, 9


class Deroule:
    """Acts to come, the earliest first; an act may add others."""

    def __init__(self, decor: Decor) -> None:
        self.decor = decor
        self._rang = count()
        self._actes: list[tuple[datetime, int, Callable[[datetime], None]]] = []

    def prevoir(self, quand: datetime, acte: Callable[[datetime], None]) -> None:
        heapq.heappush(self._actes, (quand, next(self._rang), acte))

    def jouer(self) -> None:
        """Open the windows of all the years told, then let everything happen."""
        for caf in self.decor.cafs.values():
            self._ouvrir_fenetres(caf)
        while self._actes:
            quand, _, acte = heapq.heappop(self._actes)
            acte(quand)
        # What the daily task would do today: it will find nothing left to do.
        generer_et_lancer(self.decor.reperes.jour)

    def _ouvrir_fenetres(self, caf: Caf) -> None:
        """Windows of the past by the rules; those at work on exceptional dates, around today."""
        reperes = self.decor.reperes
        travail = {
            Nature.REELLE.value: reperes.annee_reelle,
            Nature.PREVISIONNELLE.value: reperes.annee_prevue,
        }
        for nature, annee in travail.items():
            dates = self.decor.fenetres[caf.code, nature]
            self._annoncer(
                fixer_fenetre(
                    caf,
                    Dispositif.ER,
                    nature,
                    annee,
                    dates,
                    maintenant=instant(dates.ouvre_le, HEURE_DU_PORTAIL),
                )
            )
        for annee in range(reperes.premiere_annee, reperes.annee_prevue + 1):
            for campagne in generer_campagnes(caf, annee):
                if annee < travail.get(campagne.nature, 0):
                    self._annoncer(campagne)

    def _annoncer(self, campagne: Campagne) -> None:
        if campagne.dispositif == Dispositif.ER:
            ouverture = instant(campagne.ouvre_le, HEURE_DU_PORTAIL)
            self.prevoir(ouverture, lambda quand: self._lancer(campagne, quand))

    def _lancer(self, campagne: Campagne, quand: datetime) -> None:
        for declaration in lancer_campagne(campagne, campagne.ouvre_le, quand):
            self._ecrire_la_suite(declaration, campagne)

    def _ecrire_la_suite(self, declaration: Declaration, campagne: Campagne) -> None:
        """Plan what happens to a declaration that has just been called."""
        terrain = self.decor.terrains[declaration.equipement_id]
        parcours, reperes = Parcours(declaration, terrain), self.decor.reperes
        for rang, (jours, acte) in enumerate(SCENARIOS[self._scenario(declaration, campagne)]):
            jour = self._jour(campagne, jours)
            self.prevoir(
                instant(jour, HEURE_DES_GENS + rang, declaration.pk % 60),
                lambda quand, acte=acte: acte(parcours, reperes, quand),
            )

    def _scenario(self, declaration: Declaration, campagne: Campagne) -> str:
        etapes = self.decor.terrains[declaration.equipement_id].etapes
        if campagne.exceptionnelle:
            return etapes[declaration.nature]
        derniere = declaration.annee == self.decor.reperes.annee_reelle - 1
        if derniere and declaration.nature == Nature.REELLE:
            return etapes.get("passe", PASSE)
        return PASSE

    def _jour(self, campagne: Campagne, jours: int) -> date:
        """Days count from the opening, twice as slow in the past; negative, back from today."""
        if jours < 0:
            return self.decor.reperes.dans(jours)
        rythme = 1 if campagne.exceptionnelle else 2
        return jour_ouvre(campagne.ouvre_le + timedelta(days=jours * rythme))
