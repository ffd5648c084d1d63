"""Checking the journal: every line, every seal, in constant memory, and the first thing wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.socle import lectures
from portal.socle.formats import date_fr
from portal.socle.journal import calculer_empreinte
from portal.socle.models import ChaineJournal, LigneJournal, SceauJournal
from portal.socle.sceaux import est_signe

RETARD = timedelta(days=2)


@dataclass(frozen=True)
class Rupture:
    """The first thing wrong in a chain: which line, and why."""

    chaine: str
    numero: int
    raison: str
    action: str = ""
    le: datetime | None = None

    @property
    def place(self) -> str:
        """Which line of which chain; number 0 stands for the whole."""
        if not self.numero:
            return self.chaine
        quoi = f" ({self.action}, {date_fr(self.le)})" if self.le else ""
        return f"{self.chaine}, ligne {self.numero}{quoi}"

    def __str__(self) -> str:
        return f"{self.place} : {self.raison}"


def premiere_rupture(chaine: ChaineJournal, purgees: date | None = None) -> Rupture | None:
    """Walk a whole chain; None when all verifies.

    ``purgees`` is ``lectures.purgees_avant()``, given by whoever walks many chains. Lines written
    during the walk are left for the next one.
    """
    return _Parcours(chaine, None, purgees or lectures.purgees_avant()).executer()


def rupture_depuis_le_sceau(chaine: ChaineJournal, purgees: date) -> Rupture | None:
    """Walk what follows the last seal, that seal and its line included."""
    dernier = chaine.sceaux.select_related("chaine").last()
    if dernier is None:
        return premiere_rupture(chaine, purgees)
    ligne = chaine.lignes.filter(numero=dernier.numero).first()
    if ligne is None:
        return Rupture(chaine.cle, dernier.numero, "la ligne scellée manque")
    if raison := _defaut_du_sceau(dernier, None, ligne):
        return _rupture(chaine, ligne, raison)
    return _Parcours(chaine, dernier, purgees).executer()


def premiere_en_retard(chaine: ChaineJournal, maintenant: datetime) -> Rupture | None:
    """The first line that has waited more than two days for a seal.

    A line dated in the days to come was written while the clock was wrong: it waits too.
    """
    dernier = chaine.sceaux.last()
    attente = chaine.lignes.filter(numero__gt=dernier.numero if dernier else 0)
    ligne = (
        attente.exclude(le__gte=maintenant - RETARD, le__lte=maintenant + RETARD)
        .order_by("numero")
        .first()
    )
    if ligne is None:
        return None
    raison = "elle attend son sceau depuis plus de deux jours (manage.py sceller_journal)"
    return _rupture(chaine, ligne, raison)


class _Parcours:
    """One walk along a chain, lines and seals side by side, from the start or from a seal."""

    def __init__(self, chaine: ChaineJournal, depart: SceauJournal | None, purgees: date) -> None:
        self.chaine = chaine
        self.purgees = purgees
        self.numero = depart.numero if depart else 0
        self.empreinte = depart.empreinte if depart else ""
        self.precedent = depart
        self.sceaux = self._sceaux(depart.rang if depart else 0)
        self.sceau = next(self.sceaux, None)

    def executer(self) -> Rupture | None:
        # The head first: a line added meanwhile stands after it.
        tete = ChaineJournal.objects.get(pk=self.chaine.pk)
        lignes = self.chaine.lignes.filter(numero__gt=self.numero, numero__lte=tete.numero)
        for ligne in lignes.order_by("numero").iterator(chunk_size=500):
            if ligne.numero != self.numero + 1:
                break
            if raison := self._defaut(ligne):
                return _rupture(self.chaine, ligne, raison)
            self.numero, self.empreinte = ligne.numero, ligne.empreinte
        return self._fin(tete)

    def _defaut(self, ligne: LigneJournal) -> str:
        if ligne.precedente != self.empreinte:
            return "elle ne suit pas la ligne précédente"
        if calculer_empreinte(ligne) != ligne.empreinte:
            return "son contenu ne correspond plus à son empreinte"
        while self.sceau is not None and self.sceau.numero <= ligne.numero:
            if raison := _defaut_du_sceau(self.sceau, self.precedent, ligne, suite=True):
                return raison
            self.precedent, self.sceau = self.sceau, next(self.sceaux, None)
        if ligne.action == lectures.ARRETEES and not lectures.sont_intactes(ligne, self.purgees):
            return f"les lectures du {ligne.details['jour']} ont été modifiées ou effacées"
        return ""

    def _fin(self, tete: ChaineJournal) -> Rupture | None:
        """What is wrong after the last line that verifies."""
        suivante = self.numero + 1
        if self.numero < tete.numero:
            return Rupture(tete.cle, suivante, "elle manque")
        if self.sceau is not None:
            return Rupture(
                tete.cle, suivante, f"elle manque, et le sceau {self.sceau.rang} la couvre"
            )
        if self.empreinte != tete.empreinte:
            return Rupture(tete.cle, self.numero, "la tête de la chaîne ne la désigne pas")
        derniere = self.chaine.lignes.order_by("numero").last()
        # Read after the line: whoever adds one moves the head in the same transaction.
        tete.refresh_from_db()
        if derniere is not None and derniere.numero > tete.numero:
            return _rupture(tete, derniere, "elle est au-delà de la tête de la chaîne")
        return None

    def _sceaux(self, rang: int) -> Iterator[SceauJournal]:
        sceaux = self.chaine.sceaux.filter(rang__gt=rang).select_related("chaine")
        return iter(sceaux.order_by("numero", "rang").iterator(chunk_size=100))


def _defaut_du_sceau(
    sceau: SceauJournal, precedent: SceauJournal | None, ligne: LigneJournal, *, suite: bool = False
) -> str:
    """Why a seal does not hold on this line; ``suite``: it must follow ``precedent`` too."""
    nom = f"le sceau {sceau.rang}, du {date_fr(timezone.localdate(sceau.scelle_le))},"
    try:
        if not est_signe(sceau):
            return f"{nom} a été modifié : sa signature n’est pas valable"
    except KeyError:
        return f"{nom} est signé par une clé inconnue ({sceau.cle})"
    if suite:
        attendu = (precedent.rang + 1, precedent.signature) if precedent else (1, "")
        if (sceau.rang, sceau.precedent) != attendu:
            return f"{nom} ne suit pas le sceau précédent : un sceau manque"
    if (sceau.numero, sceau.empreinte) != (ligne.numero, ligne.empreinte):
        return f"{nom} porte une autre empreinte : la chaîne a été réécrite avant lui"
    return ""


def _rupture(chaine: ChaineJournal, ligne: LigneJournal, raison: str) -> Rupture:
    return Rupture(chaine.cle, ligne.numero, raison, ligne.action, ligne.le)
