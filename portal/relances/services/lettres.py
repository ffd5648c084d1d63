"""What is said to whom: one file one person is to be reminded of, one e-mail of them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from habilitations.models import Utilisateur
from habilitations.rappels import RappelDeDroits
from portal.dossiers.attendus import Fiche
from portal.dossiers.presentation.limites import Limite
from portal.relances.models import Envoi, ReglageCampagne, Relance
from portal.relances.regles.etapes import libelle_etape

A_ENVOYER = "a_envoyer"
EN_PAUSE = "en_pause"
ECARTEE = "ecartee"
FAITE = "faite"

Cle = tuple[int, int, date, int]


@dataclass(frozen=True)
class Objet:
    """One file one person is to be reminded of: why today, what is missing, where things stand."""

    destinataire: Utilisateur
    dossier: Fiche
    etape: int
    limite: Limite
    manque: str
    adresse: str
    consequence: str = ""
    statut: str = A_ENVOYER
    relance: Relance | None = None
    reglage: ReglageCampagne | None = None

    @property
    def cle(self) -> Cle:
        """What the database holds unique: person, file, deadline, step."""
        return (self.destinataire.pk, self.dossier.pk, self.limite.le, self.etape)

    @property
    def est_en_pause(self) -> bool:
        """Tell whether an adviser holds the reminders of its campaign back."""
        return bool(self.reglage and self.reglage.suspendue_le)

    @property
    def libelle_etape(self) -> str:
        return libelle_etape(self.etape)

    def a_ecrire(self, envoi: Envoi) -> Relance:
        """What is kept of it in an e-mail; not saved."""
        return self._relance(envoi=envoi)

    def a_ecarter(self, par: Utilisateur, le: datetime, motif: str) -> Relance:
        """What is kept of it once it is set aside; not saved."""
        return self._relance(ecartee_par=par, ecartee_le=le, ecartee_motif=motif)

    def _relance(self, **suite: Any) -> Relance:
        return Relance(
            utilisateur=self.destinataire,
            dossier_id=self.dossier.pk,
            echeance=self.limite.le,
            etape=self.etape,
            manque=self.manque,
            **suite,
        )


@dataclass(frozen=True)
class Lettre:
    """One e-mail: a person, and all they are to be reminded of, most pressing first.

    ``droits``: what it says beside the files (``services.droits``).
    """

    destinataire: Utilisateur
    objets: tuple[Objet, ...]
    droits: tuple[RappelDeDroits, ...] = ()


def a_envoyer(lettres: Iterable[Lettre]) -> list[Lettre]:
    """Keep what nobody paused, set aside or sent; people left without anything are left out."""
    gardees = (
        Lettre(lettre.destinataire, tuple(o for o in lettre.objets if o.statut == A_ENVOYER))
        for lettre in lettres
    )
    return [lettre for lettre in gardees if lettre.objets]
