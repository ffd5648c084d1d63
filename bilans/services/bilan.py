"""A bilan locked for one act: what may be done is asked again, written and told."""

from collections.abc import Collection

from bilans.models import Bilan
from bilans.regles.etats import ACTES, ActeurBilan, Action, Etat, Situation
from bilans.services import rangees
from bilans.services.acteurs import acteurs_sur
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.nouvelles import annoncer_acte
from bilans.services.suspensions import accorder_le_droit
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import ActionRefusee


class BilanVerrouille(BilanOuvert):
    """A bilan that nobody else changes until the end of the transaction: one may act."""

    def exiger(self, action: str) -> Situation:
        """Raise ActionRefusee unless the action is accepted; return the situation before it."""
        situation = self.situation
        refus = ACTES.refus(action, situation, self.acteurs)
        if refus:
            raise ActionRefusee(refus, action)
        return situation

    def passer_a(self, etat: str) -> None:
        """Move the bilan to a state, and note since when."""
        if self.bilan.etat != etat:
            self.bilan.etat = etat
            self.bilan.etat_depuis = self.maintenant
            self.bilan.save(update_fields=["etat", "etat_depuis"])

    def accomplir(
        self,
        action: str,
        situation: Situation,
        motif: str = "",
        *,
        autrement: Collection[Utilisateur] = (),
        **details: object,
    ) -> None:
        """Move to the state that an act accepted in this situation reaches, and tell it."""
        self.passer_a(ACTES.arrivee(action, situation))
        self.raconter(action, motif, autrement=autrement, **details)

    def raconter(
        self,
        action: str,
        motif: str = "",
        *,
        autrement: Collection[Utilisateur] = (),
        **details: object,
    ) -> None:
        """Tell an act just done: the journal, the right that waits for it, whom it concerns.

        ``autrement`` are those to whom an e-mail of its own says it.
        """
        self.journaliser(ACTES[action].verbe, motif, **details)
        self.suivre_le_droit()
        annoncer_acte(self, action, details, autrement)

    def suivre_le_droit(self) -> None:
        """Suspend or restore the right that waits for this bilan, as it stands now (CLAS)."""
        accorder_le_droit(self.bilan, self.jour, self.maintenant, self.acteur.utilisateur)

    def commencer(self) -> None:
        """Leave « à remplir » at the first answer."""
        if self.bilan.etat == Etat.A_REMPLIR:
            self.passer_a(ACTES.arrivee(Action.REPONDRE, self.situation))
            self.journaliser("commence")

    def journaliser(self, action: str, motif: str = "", **details: object) -> None:
        """Tell the act in the journal of the gestionnaire, and whether the Caf did it with them."""
        if ActeurBilan.ACCOMPAGNANT in self.acteurs:
            details["par_la_caf"] = True
        journal.ecrire(
            f"bilan.{action}",
            auteur=self.acteur.utilisateur,
            objet=self.bilan,
            gestionnaire_id=self.bilan.gestionnaire_id,
            caf_id=self.bilan.caf_id,
            motif=motif,
            details=details,
            le=self.maintenant,
        )


def ouvrir(bilan_id: int, acteur: Acteur) -> BilanVerrouille:
    """Lock a bilan for one act. To be called inside a transaction.

    Raises Bilan.DoesNotExist when this person may not know of it (the caller answers 404).
    """
    bilan = rangees.verrouiller(bilan_id)
    acteurs = acteurs_sur(acteur, bilan)
    if not acteurs:
        raise Bilan.DoesNotExist
    return BilanVerrouille(bilan, acteur, acteurs)
