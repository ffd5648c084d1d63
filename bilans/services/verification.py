"""All the sendings of bilans, checked against their hash and the journal, and the other way.

By batches, read only: a run may be stopped and begun again.
"""

from collections.abc import Collection, Iterator
from itertools import islice

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform

from bilans.models import EnvoiBilan
from bilans.services.empreintes import est_altere, lire_les_pieces
from portal.socle.fautes import Faute
from portal.socle.models import LigneJournal

LOT = 200
ENVOI, OBJET = "bilan.transmis", "bilans.bilan"

CONTENU = "son contenu ne correspond plus à son empreinte"
SANS_LIGNE = "le journal ne dit pas cet envoi"
SANS_ENVOI = "le journal dit un envoi qui n’existe plus"


def bilans_alteres() -> Iterator[Faute]:
    """Sendings that no longer say what was sent, or that the journal does not tell as they are.

    A line of the journal whose sending is gone is one more.
    """
    envois = EnvoiBilan.objects.select_related("bilan__version__questionnaire").order_by("pk")
    lus = envois.iterator(chunk_size=LOT)
    while lot := list(islice(lus, LOT)):
        for envoi, raison in fautes_des(lot):
            yield Faute("bilan", f"{envoi.bilan.reference}, envoi {envoi.numero}", raison)
    yield from _lignes_sans_envoi()


def fautes_des(envois: Collection[EnvoiBilan]) -> Iterator[tuple[EnvoiBilan, str]]:
    """What belies many sendings, each with its own: papers and journal are read once.

    The lines of the journal are taken at their word: the chains are walked by a check of their own.
    """
    lire_les_pieces(envois)
    lignes = LigneJournal.objects.filter(
        action=ENVOI, objet_type=OBJET, objet_id__in={envoi.bilan_id for envoi in envois}
    )
    dites = set(lignes.values_list("objet_id", "details__empreinte"))
    for envoi in envois:
        if est_altere(envoi):
            yield envoi, CONTENU
        if (envoi.bilan_id, envoi.empreinte) not in dites:
            yield envoi, SANS_LIGNE


def _lignes_sans_envoi() -> Iterator[Faute]:
    envoi = EnvoiBilan.objects.filter(
        bilan_id=OuterRef("objet_id"), empreinte=OuterRef("empreinte_dite")
    )
    lignes = (
        LigneJournal.objects.filter(action=ENVOI, objet_type=OBJET)
        .annotate(empreinte_dite=KeyTextTransform("empreinte", "details"))
        .filter(~Exists(envoi))
        .order_by("pk")
    )
    for bilan_id in lignes.values_list("objet_id", flat=True).iterator(chunk_size=LOT):
        yield Faute("bilan", f"bilan n° {bilan_id}", SANS_ENVOI)
