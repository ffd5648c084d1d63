"""The whole journal checked: every chain, its seals, what belongs to none, and the witness."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.socle import journal, lectures, temoin
from portal.socle.formats import date_fr
from portal.socle.francais import compter
from portal.socle.models import ChaineJournal, LigneJournal, SceauJournal
from portal.socle.temoin import Citation
from portal.socle.verification import RETARD, Rupture, premiere_en_retard, premiere_rupture

TEMOIN = "témoin"
# A witness begun again is a fault as long as somebody may still find the former one.
RECOMMENCE = timedelta(days=2)
# Seals are cited at the end of their run, which has this long at most.
SCELLEMENT = timedelta(hours=1)


def ruptures_du_journal(chaine: str = "") -> Iterator[Rupture]:
    """What is wrong in all the chains, or in one: the first thing of each. Constant memory."""
    chaines = ChaineJournal.objects.order_by("cle")
    if chaine:
        chaines = chaines.filter(cle=chaine)
    purgees, maintenant = lectures.purgees_avant(), timezone.now()
    for une in chaines.iterator(chunk_size=500):
        rupture = premiere_rupture(une, purgees) or premiere_en_retard(une, maintenant)
        if rupture is not None:
            yield rupture
    if not chaine:
        yield from _orphelins()
        yield from _lectures_non_dites(timezone.localdate(maintenant))


def ruptures_du_temoin(chaine: str = "") -> Iterator[Rupture]:
    """Compare with the witness that the portal keeps, and say when it is missing or behind."""
    cite = temoin.dernier_sceau_cite()
    if cite is None:
        if SceauJournal.objects.exists():
            yield Rupture(TEMOIN, 0, f"il manque ({temoin.chemin()}), et des sceaux ont été posés")
        return
    maintenant = timezone.now()
    if (recommence := temoin.recommence_le()) and maintenant - recommence[0] < RECOMMENCE:
        le, sceaux = recommence
        quand = date_fr(timezone.localdate(le))
        existaient = compter(sceaux, "sceau existait", "sceaux existaient")
        yield Rupture(TEMOIN, 0, f"commencé le {quand} alors que {existaient}")
    if SceauJournal.objects.filter(pk__gt=cite, scelle_le__lt=maintenant - SCELLEMENT).exists():
        yield Rupture(TEMOIN, 0, "il ne cite pas les derniers sceaux (manage.py sceller_journal)")
    yield from dementis(temoin.chemin(), chaine)


def dementis(fichier: Path, chaine: str = "") -> Iterator[Rupture]:
    """Compare the journal with what a file kept elsewhere cites. Raises OSError.

    Of each chain, the first line that is belied, as the walk names its first rupture.
    """
    dites: set[str] = set()
    for lot in temoin.citations(fichier):
        citees = [c for c in lot if not chaine or c.chaine == chaine]
        for rupture in _dementis(citees):
            if rupture.chaine not in dites:
                dites.add(rupture.chaine)
                yield rupture


def _dementis(lot: list[Citation]) -> Iterator[Rupture]:
    """One query for a batch of citations."""
    ordre = """
        SELECT cite.chaine, cite.numero, cite.empreinte, ligne.empreinte, ligne.action, ligne.le
          FROM unnest(%s::text[], %s::bigint[], %s::text[])
               WITH ORDINALITY AS cite (chaine, numero, empreinte, rang)
          LEFT JOIN socle_chainejournal chaine ON chaine.cle = cite.chaine
          LEFT JOIN socle_lignejournal ligne
                 ON ligne.chaine_id = chaine.id AND ligne.numero = cite.numero
         WHERE ligne.empreinte IS DISTINCT FROM cite.empreinte
         ORDER BY cite.rang
    """
    colonnes: Sequence[Any] = [
        [c.chaine for c in lot],
        [c.numero for c in lot],
        [c.empreinte for c in lot],
    ]
    with connection.cursor() as curseur:
        curseur.execute(ordre, colonnes)
        for chaine, numero, _, trouvee, action, le in curseur.fetchall():
            if trouvee is None:
                yield Rupture(chaine, numero, "le témoin la cite, et elle manque")
            else:
                raison = "son empreinte n’est pas celle que cite le témoin"
                yield Rupture(chaine, numero, raison, action, le)


def _orphelins() -> Iterator[Rupture]:
    """Lines and seals whose chain was taken away with its head."""
    existe = Exists(ChaineJournal.objects.filter(pk=OuterRef("chaine_id")))
    ligne = LigneJournal.objects.filter(~existe).order_by("chaine_id", "numero").first()
    if ligne is not None:
        nom = f"chaîne effacée (n° {ligne.chaine_id})"
        raison = "la ligne n’appartient plus à aucune chaîne"
        yield Rupture(nom, ligne.numero, raison, ligne.action, ligne.le)
        return
    sceau = SceauJournal.objects.filter(~existe).order_by("chaine_id", "rang").first()
    if sceau is not None:
        nom = f"chaîne effacée (n° {sceau.chaine_id})"
        yield Rupture(nom, sceau.numero, f"le sceau {sceau.rang} n’appartient plus à aucune chaîne")


def _lectures_non_dites(jour: date) -> Iterator[Rupture]:
    """Sensitive readings of days long finished that no line arrests: it was taken away."""
    dites = lectures.jours_arretes()
    for caf, lu in lectures.jours_lus(avant=jour - RETARD):
        if (caf, lu) not in dites:
            cle = journal.chaine_de(None, caf)
            yield Rupture(cle, 0, f"aucune ligne n’arrête les lectures du {date_fr(lu)}")
