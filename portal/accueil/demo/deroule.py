"""The story itself: windows open, declarations are called, people act, in the order of dates."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count

from django.utils import timezone

from declarations.models import Campagne, Declaration
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import generer_campagnes, generer_et_lancer, lancer_campagne
from declarations.services.fenetres import fixer_fenetre
from habilitations.models import Caf, Dispositif
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.evenements import evenements
from portal.accueil.demo.parcours import Parcours
from portal.accueil.demo.reperes import instant, jour_ouvre
from portal.accueil.demo.scenarios import SCENARIOS
from portal.accueil.demo.selection import appeler_la_selection
from portal.accueil.demo.terrain import Terrain
from portal.dossiers.services.nouvelles import Voix, parler

PASSE = "validee"
# What was done since is in the lists of notices.
JOURS_D_AVIS = 30
HEURE_DU_PORTAIL, HEURE_DES_GENS = 5, 9
# The dates of a CLAS prévisionnelle are announced each year: no rule gives those of the past (S).
PREVISION_CLAS = ((5, 15), (6, 30))


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
        for terrain in self.decor.terrains.values():
            for quand, acte in evenements(terrain, self.decor.reperes):
                self.prevoir(quand, acte)
        for caf in self.decor.cafs.values():
            self._ouvrir_fenetres(caf)
        while self._actes:
            quand, _, acte = heapq.heappop(self._actes)
            with parler(self._voix(quand)):
                acte(quand)
        # What the daily task would do today: it will find nothing left to do.
        generer_et_lancer(self.decor.reperes.jour)

    def _voix(self, quand: datetime) -> Voix:
        """What is told of a past act: notices when it is recent; its e-mails would leave today."""
        recent = timezone.localdate(quand) >= self.decor.reperes.dans(-JOURS_D_AVIS)
        return Voix.AVIS if recent else Voix.RIEN

    def _ouvrir_fenetres(self, caf: Caf) -> None:
        """Windows of the past by the rules; those at work on exceptional dates, around today."""
        for dispositif, nature, annee, dates in self._fenetres_fixees(caf):
            campagne = fixer_fenetre(
                caf,
                dispositif,
                nature,
                annee,
                dates,
                numero=int(nature == Nature.ACTUALISEE),
                maintenant=instant(dates.ouvre_le, HEURE_DU_PORTAIL),
            )
            self._annoncer(campagne)
        reperes = self.decor.reperes
        annees = [reperes.premiere(d) for d in Dispositif.values]
        for annee in range(min(annees), reperes.jour.year + 1):
            for campagne in generer_campagnes(caf, annee):
                passee = campagne.annee < self._au_travail(campagne.dispositif, campagne.nature)
                if passee and campagne.annee >= reperes.premiere(campagne.dispositif):
                    self._annoncer(campagne)

    def _fenetres_fixees(self, caf: Caf) -> Iterator[tuple[str, str, int, Fenetre]]:
        """Windows that no rule gives: dispositif, nature, exercice, dates."""
        reperes = self.decor.reperes
        for (code, dispositif, nature), dates in self.decor.fenetres.items():
            if code != caf.code:
                continue
            annee = self._au_travail(dispositif, nature)
            if nature == Nature.ACTUALISEE:  # Only of an exercice that has begun.
                dates = replace(dates, ouvre_le=max(dates.ouvre_le, date(annee, 1, 1)))
            yield dispositif, nature, annee, dates
            if (dispositif, nature) == (Dispositif.CLAS, Nature.PREVISIONNELLE):
                for annee in range(reperes.premiere(dispositif), reperes.prevue(dispositif)):
                    debut, fin = (date(annee, mois, jour) for mois, jour in PREVISION_CLAS)
                    yield dispositif, nature, annee, Fenetre(debut, fin, fin)

    def _au_travail(self, dispositif: str, nature: str) -> int:
        """The exercice that is being declared today."""
        reperes = self.decor.reperes
        reelle = nature == Nature.REELLE
        return reperes.reelle(dispositif) if reelle else reperes.prevue(dispositif)

    def _annoncer(self, campagne: Campagne) -> None:
        ouverture = instant(campagne.ouvre_le, HEURE_DU_PORTAIL)
        if campagne.nature != Nature.ACTUALISEE:
            self.prevoir(ouverture, lambda quand: self._lancer(campagne, quand))
        elif campagne.exceptionnelle and campagne.ouvre_le < self.decor.reperes.jour:
            heure = instant(campagne.ouvre_le, HEURE_DES_GENS)
            self.prevoir(heure, lambda quand: self._appeler_la_selection(campagne, quand))

    def _lancer(self, campagne: Campagne, quand: datetime) -> None:
        for declaration in lancer_campagne(campagne, campagne.ouvre_le, quand):
            self._ecrire_la_suite(declaration, campagne)

    def _appeler_la_selection(self, campagne: Campagne, quand: datetime) -> None:
        for declaration in appeler_la_selection(campagne, self.decor.terrains, quand):
            self._ecrire_la_suite(declaration, campagne)

    def _ecrire_la_suite(self, declaration: Declaration, campagne: Campagne) -> None:
        """Plan what happens to a declaration that has just been called."""
        terrain = self._terrain(declaration)
        parcours, reperes = Parcours(declaration, terrain), self.decor.reperes
        for rang, (jours, acte) in enumerate(SCENARIOS[self._scenario(declaration)]):
            jour = self._jour(declaration, campagne, jours)
            if jour >= reperes.jour:  # Still to come: a window that opened on the 1st of January.
                break
            self.prevoir(
                instant(jour, HEURE_DES_GENS + rang, declaration.pk % 60),
                partial(acte, parcours, reperes),
            )

    def _terrain(self, declaration: Declaration) -> Terrain:
        """Where a declaration is filled in; each of them has an équipement."""
        return self.decor.terrains[declaration.equipement_id or 0]

    def _est_au_travail(self, declaration: Declaration) -> bool:
        return declaration.annee == self._au_travail(declaration.dispositif, declaration.nature)

    def _scenario(self, declaration: Declaration) -> str:
        etapes = self._terrain(declaration).etapes
        if self._est_au_travail(declaration):
            return etapes[declaration.nature]
        derniere = declaration.annee == self.decor.reperes.reelle(declaration.dispositif) - 1
        if derniere and declaration.nature == Nature.REELLE:
            return etapes.get("passe", PASSE)
        return PASSE

    def _jour(self, declaration: Declaration, campagne: Campagne, jours: int) -> date:
        """Days count from the opening, twice as slow in the past; negative, back from today."""
        if jours < 0:
            return self.decor.reperes.dans(jours)
        rythme = 1 if self._est_au_travail(declaration) else 2
        return jour_ouvre(campagne.ouvre_le + timedelta(days=jours * rythme))
