"""The journal of one Caf: its lines, put in order and chained, each chain sealed once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from habilitations.models import Utilisateur
from portal.accueil.peuplement.registre import Registre
from portal.socle import sceaux
from portal.socle.journal import calculer_empreinte, chaine_de
from portal.socle.models import ChaineJournal, LigneJournal, SceauJournal

PORTAIL = (None, "Portail")
OBJETS_MAX = 3_000


@dataclass(slots=True)
class Ligne:
    """One line, as ``journal.calculer_empreinte`` reads it."""

    le: datetime
    action: str
    auteur_id: int | None
    auteur_libelle: str
    gestionnaire_id: int | None
    caf_id: int | None
    objet_type: str = ""
    objet_id: int | None = None
    motif: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    numero: int = 0
    precedente: str = ""


class Journal:
    """Lines of one Caf, kept by chain until they are closed."""

    def __init__(self, registre: Registre, caf_id: int, scelle_le: datetime) -> None:
        self._caf_id, self._scelle_le = caf_id, scelle_le
        self._lignes: dict[str, list[Ligne]] = defaultdict(list)
        self._chaines = registre.rangee(ChaineJournal, "cle numero empreinte", OBJETS_MAX)
        self._table = registre.rangee(
            LigneJournal,
            "chaine_id numero le action auteur_id auteur_libelle gestionnaire_id caf_id "
            "objet_type objet_id motif details precedente empreinte",
            300_000,
        )
        self._sceaux = registre.rangee(
            SceauJournal,
            "chaine_id rang jour numero empreinte scelle_le precedent cle signature",
            OBJETS_MAX,
        )

    def dire(
        self,
        action: str,
        le: datetime,
        auteur: Utilisateur | None,
        gestionnaire_id: int | None = None,
        objet: tuple[str, int | None] = ("", None),
        motif: str = "",
        **details: Any,
    ) -> None:
        """Keep one line; ``objet`` is a model's label and an id."""
        auteur_id, nom = (auteur.pk, str(auteur)) if auteur else PORTAIL
        ligne = Ligne(
            le, action, auteur_id, nom, gestionnaire_id, self._caf_id, *objet, motif, details
        )
        self._lignes[chaine_de(gestionnaire_id, self._caf_id)].append(ligne)

    def clore(self) -> None:
        """Chain what was kept, seal each head, and begin again with nothing."""
        for cle, lignes in self._lignes.items():
            self._clore(cle, sorted(lignes, key=lambda ligne: ligne.le))
        self._lignes.clear()

    def _clore(self, cle: str, lignes: list[Ligne]) -> None:
        chaine = ChaineJournal(pk=self._chaines.reserver(), cle=cle)
        for numero, ligne in enumerate(lignes, start=1):
            ligne.numero, ligne.precedente = numero, chaine.empreinte
            chaine.numero, chaine.empreinte = numero, calculer_empreinte(ligne)
            self._table.ajouter(
                chaine.pk,
                numero,
                ligne.le,
                ligne.action,
                ligne.auteur_id,
                ligne.auteur_libelle,
                ligne.gestionnaire_id,
                ligne.caf_id,
                ligne.objet_type,
                ligne.objet_id,
                ligne.motif,
                ligne.details,
                ligne.precedente,
                chaine.empreinte,
            )
        self._chaines.poser(chaine.pk, cle, chaine.numero, chaine.empreinte)
        sceau = sceaux.preparer(chaine, None, self._scelle_le)
        self._sceaux.ajouter(
            chaine.pk,
            sceau.rang,
            sceau.jour,
            sceau.numero,
            sceau.empreinte,
            sceau.scelle_le,
            sceau.precedent,
            sceau.cle,
            sceau.signature,
        )
