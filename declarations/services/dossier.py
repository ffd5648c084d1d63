"""A file as the services see it: locked declaration, actors, situation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from declarations.echeances import saisie_ouverte
from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Version
from declarations.regles.etats import ACTES, ActeurDossier, Action, Etat, Situation
from declarations.regles.grille import FINANCES
from declarations.regles.lecteurs import Lecteur, volet_du_montant
from declarations.services.contenu import contenu_de
from declarations.services.contenu.evaluation import Evaluation, evaluer
from habilitations.models import ROLES_DECLARATION, Role
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import ActionRefusee

_ACTEUR_DU_ROLE = {
    Role.FOURNISSEUR_ACTIVITE: ActeurDossier.FOURNISSEUR_ACTIVITE,
    Role.FOURNISSEUR_FINANCES: ActeurDossier.FOURNISSEUR_FINANCES,
    Role.APPROBATEUR: ActeurDossier.APPROBATEUR,
}


def acteurs_sur(acteur: Acteur, declaration: Declaration) -> frozenset[str]:
    """Return what this person is for this file: roles of the partner, adviser, other reader."""
    equipement = declaration.equipement
    trouves = {
        _ACTEUR_DU_ROLE[Role(r)] for r in acteur.roles_sur(equipement) if r in ROLES_DECLARATION
    }
    if acteur.suit(equipement):
        trouves.add(ActeurDossier.CONSEILLER)
        if est_assistee(declaration):
            trouves.add(ActeurDossier.SAISIE_CAF)
    elif acteur.fonctions_sur(equipement) & set(FONCTIONS_INSTRUCTION):
        trouves.add(ActeurDossier.LECTEUR_CAF)
    return frozenset(trouves)


def est_cote_caf(acteurs: frozenset[str]) -> bool:
    """Tell whether a file is shown with the labels of the Caf."""
    return bool(acteurs & {ActeurDossier.CONSEILLER, ActeurDossier.LECTEUR_CAF})


def est_assistee(declaration: Declaration) -> bool:
    """Tell whether the adviser types in the partner's place now."""
    return any(s.close_le is None for s in declaration.saisies_assistees.all())


def situation_de(
    declaration: Declaration, version: Version, jour: date, evaluation: Evaluation | None = None
) -> Situation:
    """Gather what the transition rules need to know."""
    volets = list(version.volets.all())
    grille = grille_par_reference(version.grille, declaration.annee)
    return Situation(
        etat=declaration.etat,
        fenetre_ouverte=saisie_ouverte(declaration, jour),
        correction=version.est_correction,
        volets_ouverts=frozenset(v.nature for v in volets if v.champs_ouverts != []),
        volets_signes=frozenset(v.nature for v in volets if v.signe_le),
        obstacles=evaluation.obstacles if evaluation else {},
        version_validee=any(v.validee_le for v in declaration.versions.all()),
        etat_precedent=declaration.etat_precedent,
        assistee=est_assistee(declaration),
        finances_reservees=volet_du_montant(grille) == FINANCES,
    )


@dataclass
class Dossier:
    """A declaration locked for one act, with the person who acts and the moment."""

    declaration: Declaration
    version: Version
    acteur: Acteur
    acteurs: frozenset[str]

    @property
    def maintenant(self) -> datetime:
        return self.acteur.maintenant

    @property
    def jour(self) -> date:
        return self.acteur.jour

    @property
    def lecteur(self) -> Lecteur:
        """The person who acts, as a reader of figures."""
        return Lecteur(self.acteurs, est_cote_caf(self.acteurs))

    def situation(self, evaluation: Evaluation | None = None) -> Situation:
        return situation_de(self.declaration, self.version, self.jour, evaluation)

    def evaluer(self) -> Evaluation:
        return evaluer(contenu_de(self.version))

    def exiger(
        self, action: str, volet: str | None = None, evaluation: Evaluation | None = None
    ) -> Situation:
        """Raise ActionRefusee unless the action is accepted; return the situation before it."""
        situation = self.situation(evaluation)
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
        """Move to the state that an act accepted in this situation reaches, and tell it."""
        self.passer_a(ACTES.arrivee(action, situation, volet))
        if volet:
            details["volet"] = volet
        self.journaliser(ACTES[action].verbe, motif, **details)

    @property
    def pour_le_partenaire(self) -> bool:
        """True when the person acts as the adviser who types in the partner's place."""
        return ActeurDossier.SAISIE_CAF in self.acteurs

    def commencer_saisie(self, nature: str) -> None:
        """Leave « à saisir » at the first thing typed in a volet."""
        if self.declaration.etat == Etat.A_SAISIR:
            self.passer_a(ACTES.arrivee(Action.SAISIR, self.situation(), nature))
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


def ouvrir(declaration_id: int, acteur: Acteur) -> Dossier:
    """Lock a declaration for one act. To be called inside a transaction.

    The row is locked by its key, then the person's rights, read once, tell who they are for it:
    nobody (``acteurs_sur``), and the file does not exist for them.

    Raises Declaration.DoesNotExist when this person may not know of it (the caller answers 404).
    """
    declaration = (
        Declaration.objects.select_related(
            "campagne", "equipement__portefeuille", "gestionnaire", "caf"
        )
        .prefetch_related("saisies_assistees", "versions")
        .verrouillees()
        .get(pk=declaration_id)
    )
    acteurs = acteurs_sur(acteur, declaration)
    if not acteurs:
        raise Declaration.DoesNotExist
    a_l_oeuvre = declaration.version_courante_id
    version = next(v for v in declaration.versions.all() if v.pk == a_l_oeuvre)
    prefetch_related_objects([version], "volets")
    return Dossier(declaration, version, acteur, acteurs)
