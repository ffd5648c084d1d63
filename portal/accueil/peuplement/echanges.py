"""What is written between a partner and its Caf, and how far each side has read."""

from datetime import timedelta
from random import Random
from uuid import UUID

from habilitations.models import Role
from portal.accueil.peuplement.redaction import Redaction
from portal.accueil.peuplement.registre import Registre
from portal.dossiers.models import LectureMessages, MessageDossier

PARTENAIRE = (
    "Bonjour, notre expert-comptable remet les comptes à la fin de la semaine : l’envoi suivra.",
    "Bonjour, pouvez-vous nous dire où porter la subvention du Département ?",
    "Merci, c’est corrigé.",
)
CAF = (
    "Bonjour, n’oubliez pas de confirmer les effectifs avant de signer le volet activité.",
    "Bonjour, la subvention du Département se porte au compte 743.",
    "Bonjour, avez-vous pu joindre votre expert-comptable ?",
)
# Part of the files that were written about, at work and before.
AU_TRAVAIL, PASSES = 0.3, 0.06
LUS = 0.7


class Echanges:
    """Writes the messages of one Caf."""

    def __init__(self, registre: Registre, hasard: Random) -> None:
        self._hasard = hasard
        self._messages = registre.rangee(
            MessageDossier, "dossier_id auteur_id cote_caf texte le jeton", 12_000
        )
        self._lectures = registre.rangee(
            LectureMessages, "utilisateur_id dossier_id jusqu_a", 12_000
        )

    def ecrire(self, redaction: Redaction) -> None:
        """Now and then, a few messages; most of them are read, but not all."""
        part = AU_TRAVAIL if redaction.due.au_travail else PASSES
        if self._hasard.random() >= part:
            return
        partenaire, conseiller = redaction.qui(Role.FOURNISSEUR_FINANCES), redaction.conseiller
        le = redaction.due.appelee_le + timedelta(days=3)
        pk = 0
        for _ in range(self._hasard.randrange(1, 4)):
            cote_caf = self._hasard.random() < 0.5
            auteur = conseiller if cote_caf else partenaire
            texte = self._hasard.choice(CAF if cote_caf else PARTENAIRE)
            jeton = UUID(int=self._hasard.getrandbits(128), version=4)
            pk = self._messages.ajouter(redaction.pk, auteur.pk, cote_caf, texte, le, jeton)
            le += timedelta(hours=self._hasard.randrange(2, 60))
        for qui in (partenaire, conseiller):
            if self._hasard.random() < LUS:
                self._lectures.ajouter(qui.pk, redaction.pk, pk)
