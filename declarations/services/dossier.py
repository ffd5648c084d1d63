"""A declaration locked for one act: what may be done is asked again, written and told."""

from declarations.models import Declaration
from declarations.regles.etats import ACTES, Action, Etat, Situation
from declarations.services import rangees
from declarations.services.acteurs import acteurs_sur
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.nouvelles import annoncer_acte
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import ActionRefusee


class DossierVerrouille(DossierOuvert):
    """A declaration that nobody else changes until the end of the transaction: one may act."""

    def exiger(self, action: str, volet: str | None = None) -> Situation:
        """Raise ActionRefusee unless the action is accepted; return the situation before it."""
        situation = self.situation
        refus = ACTES.refus(action, situation, self.acteurs, volet)
        if refus:
            raise ActionRefusee(refus, action, volet)
        return situation

    def passer_a(self, etat: str) -> None:
        """Move the declaration to a state, and note since when."""
        if self.declaration.etat != etat:
            self.declaration.etat = etat
            self.declaration.etat_depuis = self.maintenant
            self.declaration.save(update_fields=["etat", "etat_depuis"])

    def accomplir(
        self,
        action: str,
        situation: Situation,
        motif: str = "",
        volet: str | None = None,
        **details: object,
    ) -> None:
        """Move to the state that an act accepted in this situation reaches, and tell it.

        In the journal, and to whom it concerns (``nouvelles``).
        """
        self.passer_a(ACTES.arrivee(action, situation, volet))
        if volet:
            details["volet"] = volet
        self.journaliser(ACTES[action].verbe, motif, **details)
        annoncer_acte(self, action, details)

    def commencer_saisie(self, nature: str) -> None:
        """Leave « à saisir » at the first thing typed in a volet."""
        if self.declaration.etat == Etat.A_SAISIR:
            self.passer_a(ACTES.arrivee(Action.SAISIR, self.situation, nature))
            self.journaliser("saisie_commencee", volet=nature)

    def journaliser(self, action: str, motif: str = "", **details: object) -> None:
        """Tell the act in the journal of the gestionnaire."""
        journal.ecrire(
            f"declaration.{action}",
            auteur=self.acteur.utilisateur,
            objet=self.declaration,
            gestionnaire_id=self.declaration.gestionnaire_id,
            caf_id=self.declaration.caf_id,
            motif=motif,
            details={"version": self.version.numero, **self._au_nom_du_partenaire, **details},
            le=self.maintenant,
        )

    @property
    def _au_nom_du_partenaire(self) -> dict[str, bool]:
        return {"pour_le_partenaire": True} if self.pour_le_partenaire else {}


def ouvrir(declaration_id: int, acteur: Acteur) -> DossierVerrouille:
    """Lock a declaration for one act. To be called inside a transaction.

    The row is locked by its key, then the person's rights, read once, tell who they are for it:
    nobody (``acteurs_sur``), and the file does not exist for them.

    Raises Declaration.DoesNotExist when this person may not know of it (the caller answers 404).
    """
    declaration = rangees.verrouiller(declaration_id)
    acteurs = acteurs_sur(acteur, declaration)
    if not acteurs:
        raise Declaration.DoesNotExist
    return DossierVerrouille(declaration, declaration.version_courante, acteur, acteurs)
