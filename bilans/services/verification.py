"""All the sendings of bilans, checked against their hash and the journal, and the other way."""

from collections.abc import Iterator

from bilans.models import EnvoiBilan
from bilans.services.empreintes import est_altere
from portal.socle.fautes import Faute
from portal.socle.models import LigneJournal

LOT = 200
ENVOI, OBJET = "bilan.transmis", "bilans.bilan"


def bilans_alteres() -> Iterator[Faute]:
    """Sendings that no longer say what was sent, or that the journal does not tell as they are.

    A line of the journal whose sending is gone is one more. By batches, read only.
    """
    dites = dict(
        LigneJournal.objects.filter(action=ENVOI, objet_type=OBJET)
        .order_by("pk")
        .values_list("details__empreinte", "objet_id")
    )
    envois = EnvoiBilan.objects.select_related("bilan__version__questionnaire").order_by("pk")
    for envoi in envois.iterator(chunk_size=LOT):
        dite = dites.pop(envoi.empreinte, None)
        if est_altere(envoi):
            yield Faute("bilan", _nom(envoi), "son contenu ne correspond plus à son empreinte")
        if dite != envoi.bilan_id:
            yield Faute("bilan", _nom(envoi), "le journal ne dit pas cet envoi")
    for bilan_id in dites.values():
        yield Faute("bilan", f"bilan n° {bilan_id}", "le journal dit un envoi qui n’existe plus")


def _nom(envoi: EnvoiBilan) -> str:
    return f"{envoi.bilan.reference}, envoi {envoi.numero}"
