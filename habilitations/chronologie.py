"""The journal of an équipement told in words, to the agents of its Caf."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from habilitations.models import Equipement
from habilitations.presentation.changements import en_phrase
from portal.socle.composants import Evenement
from portal.socle.formats import ESPACE_INSECABLE, citer, date_fr, nombre
from portal.socle.models import LigneJournal

Details = Mapping[str, Any]


def chronologie(equipement: Equipement) -> list[Evenement]:
    """The timeline of an équipement, latest first; one query.

    A transfer has a line in both chains: the one of the gestionnaire who takes is told.
    """
    lignes = LigneJournal.objects.sur(equipement)
    return [
        _raconter(ligne)
        for ligne in reversed(lignes)
        if ligne.details.get("vers_id") in (None, ligne.gestionnaire_id)
    ]


def _raconter(ligne: LigneJournal) -> Evenement:
    mots, ton = MOTS.get(ligne.action, (_autre, "neutre"))
    texte = mots(ligne.details)
    motif = citer(ligne.motif) if ligne.motif else ""
    return Evenement(quand=ligne.le, texte=texte, qui=ligne.auteur_libelle, detail=motif, ton=ton)


def _notification(details: Details) -> str:
    exercice, avant, apres = details["exercice"], details["avant"], details["apres"]
    combien = _collectifs(apres["collectifs"])
    if avant is None:
        return f"Notification {exercice} inscrite{ESPACE_INSECABLE}: {combien}"
    if avant["collectifs"] == apres["collectifs"]:
        return f"Notification {exercice} modifiée{ESPACE_INSECABLE}: toujours {combien}"
    return (
        f"Notification {exercice} modifiée{ESPACE_INSECABLE}: "
        f"{combien} au lieu de {avant['collectifs']}"
    )


def _collectifs(combien: int) -> str:
    pluriel = "s" if combien > 1 else ""
    return f"{combien} collectif{pluriel}"


def _poste(details: Details) -> str:
    avant, apres = details["avant"], details["apres"]
    if apres is None:
        return f"Poste conventionné retiré{ESPACE_INSECABLE}: {_en_mots(avant)}"
    if avant is None:
        return f"Poste conventionné ajouté{ESPACE_INSECABLE}: {_en_mots(apres)}"
    return (
        f"Poste conventionné modifié{ESPACE_INSECABLE}: {_en_mots(apres)} "
        f"au lieu de {_en_mots(avant)}"
    )


def _en_mots(poste: Mapping[str, str]) -> str:
    return f"{poste['intitule']}, {nombre(poste['etp'])}{ESPACE_INSECABLE}ETP"


def _prevu(details: Details) -> str:
    return (
        f"Transfert de {citer(details['de'])} à {citer(details['vers'])} prévu le {_jour(details)}"
    )


def _annule(details: Details) -> str:
    return f"Transfert à {citer(details['vers'])} annulé"


def _transfere(details: Details) -> str:
    return (
        f"Passé de {citer(details['de'])} à {citer(details['vers'])}, à compter du {_jour(details)}"
    )


def _jour(details: Details) -> str:
    return date_fr(date.fromisoformat(details["le"]))


def _fiche(titre: str) -> Callable[[Details], str]:
    """What changed in the annuaire, field by field."""

    def dire(details: Details) -> str:
        phrase = en_phrase(details.get("changements", {}))
        return f"{titre}{ESPACE_INSECABLE}: {phrase}" if phrase else titre

    return dire


def _suspendu(details: Details) -> str:
    return "Équipement suspendu par la Caf"


def _repris(details: Details) -> str:
    return "Équipement repris"


def _autre(details: Details) -> str:
    return "Fiche modifiée dans l’administration technique"


MOTS: Mapping[str, tuple[Callable[[Details], str], str]] = {
    "equipement.notification": (_notification, "info"),
    "equipement.poste": (_poste, "info"),
    "equipement.transfert_prevu": (_prevu, "attention"),
    "equipement.transfert_annule": (_annule, "neutre"),
    "equipement.transfere": (_transfere, "succes"),
    "equipement.cree": (_fiche("Équipement ajouté"), "succes"),
    "equipement.modifie": (_fiche("Équipement modifié"), "info"),
    "equipement.ferme": (_fiche("Équipement fermé"), "attention"),
    "equipement.rouvert": (_fiche("Fermeture annulée"), "info"),
    "equipement.suspendu": (_suspendu, "erreur"),
    "equipement.repris": (_repris, "succes"),
}
