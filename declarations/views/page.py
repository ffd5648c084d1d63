"""A declaration as one person sees it: what every view of a file shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from declarations.models import Declaration, DemandeCorrection, SaisieAssistee, Version, Volet
from declarations.presentation.attente import Attente, adresse_dans, attente
from declarations.presentation.suite import libelle_etat, ton_etat
from declarations.regles.compteurs import Compte
from declarations.regles.etats import ACTES, ActeurDossier, Action, Situation
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS, EmplacementGrille, Grille
from declarations.regles.lecteurs import (
    Lecteur,
    lecteurs_de_piece,
    motif_est_lisible,
    tout_est_lisible,
    volet_est_lisible,
)
from declarations.services.ajout_lignes import lignes_modifiables
from declarations.services.contenu import Fige, Vivant, contenu_de
from declarations.services.contenu.base import MontantLu
from declarations.services.contenu.evaluation import Evaluation, evaluer
from declarations.services.dossier import Dossier, est_cote_caf, situation_de
from declarations.services.integrite import VersionAlteree, exiger_intacte
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from portal.saisie.regles.progression import Progression
from portal.socle.composants import Interlocuteur
from subventions.regles.estimation import Estimation


@dataclass
class Page:
    """A declaration as one person sees it now; its costly parts are computed when first read."""

    declaration: Declaration
    version: Version
    acteur: Acteur
    acteurs: frozenset[str]

    @classmethod
    def de(cls, dossier: Dossier) -> "Page":
        """What a service has just left, shown as it is: nothing is read again."""
        return cls(dossier.declaration, dossier.version, dossier.acteur, dossier.acteurs)

    @property
    def cote_caf(self) -> bool:
        return est_cote_caf(self.acteurs)

    @cached_property
    def lecteur(self) -> Lecteur:
        """This person, as a reader of figures."""
        return Lecteur(self.acteurs, self.cote_caf)

    @cached_property
    def contenu(self) -> Fige | Vivant:
        """What the version at work says."""
        return contenu_de(self.version)

    @property
    def grille(self) -> Grille:
        return self.contenu.grille

    @cached_property
    def evaluation(self) -> Evaluation:
        """The checks run now: those of the draft, or anew on what was sent, for who may act."""
        contenu = self.contenu
        return contenu.evaluation if isinstance(contenu, Vivant) else evaluer(contenu)

    @cached_property
    def situation(self) -> Situation:
        en_cours = self.evaluation if isinstance(self.contenu, Vivant) else None
        return situation_de(self.declaration, self.version, self.acteur.jour, en_cours)

    @cached_property
    def montant(self) -> MontantLu:
        """What counts, as this person reads it."""
        return self.contenu.montant(self.lecteur)

    @property
    def estimation(self) -> Estimation:
        return self.montant.estimation

    @cached_property
    def alteree(self) -> bool:
        """True when the version at work was sent, and is no longer what was sent: it is told."""
        try:
            exiger_intacte(self.version)
        except VersionAlteree:
            return True
        return False

    @cached_property
    def attente(self) -> Attente:
        """What the live estimate waits for, or is computed on so far; nothing once sent."""
        if isinstance(self.contenu, Fige):
            return Attente()
        lignes = self.contenu.lignes
        return attente(
            self.montant.manques,
            self.grille.repetition,
            lignes,
            adresse_dans(self.declaration.pk, lignes),
            None if self.version.volet(FINANCES).signe_le else self.montant.base,
        )

    @cached_property
    def lit_tout(self) -> bool:
        """Tell whether no figure of the declaration is kept from this person."""
        return tout_est_lisible(self.grille, self.acteurs, self.cote_caf)

    @cached_property
    def caches(self) -> frozenset[str]:
        """Volets and fields that this person may not read."""
        if self.lit_tout:
            return frozenset()
        champs = self.emplacements.keys() - self.places_lisibles.keys()
        return frozenset(champs) | {v for v in VOLETS if not self.lit_le_volet(v)}

    @property
    def demande(self) -> DemandeCorrection | None:
        """What the Caf asked for again with the version at work, when this person may read it."""
        return self.demande_de(self.version)

    def demande_de(self, version: Version) -> DemandeCorrection | None:
        """Why a version was asked for, unless its reason is about figures kept from this person."""
        demande: DemandeCorrection | None = next(iter(version.demandes_origine.all()), None)
        if demande and motif_est_lisible([*demande.volets, *demande.champs], self.caches):
            return demande
        return None

    def lit_le_volet(self, nature: str) -> bool:
        """Tell whether this person reads the figures of a volet."""
        return volet_est_lisible(self.grille, nature, self.acteurs, self.cote_caf)

    @cached_property
    def places_lisibles(self) -> dict[str, EmplacementGrille]:
        """Fields that this person may read, among ``emplacements``."""
        return self.contenu.places_lisibles(self.lecteur)

    @property
    def a_des_reserves(self) -> bool:
        """True when the grid keeps some figures from some roles of the partner (salaries)."""
        return not tout_est_lisible(self.grille, frozenset(), False)

    @property
    def piece_reservee(self) -> bool:
        """True when a paper joined by this person is kept from those who read no salary."""
        saisie_caf = ActeurDossier.SAISIE_CAF in self.acteurs
        if self.cote_caf and not saisie_caf:
            return False
        return bool(lecteurs_de_piece(self.grille, self.acteurs, saisie_caf))

    @property
    def libelle_etat(self) -> str:
        return libelle_etat(self.declaration.etat, self.cote_caf)

    @property
    def ton_etat(self) -> str:
        return ton_etat(self.declaration.etat, self.cote_caf)

    def peut(self, action: str, nature: str | None = None) -> bool:
        return ACTES.refus(action, self.situation, self.acteurs, nature) is None

    def a_le_role(self, action: str, nature: str | None = None) -> bool:
        return bool(ACTES.acteurs_de(action, nature) & self.acteurs)

    def volet(self, nature: str) -> Volet:
        """Return a volet of the version at work; 404 when there is none of this name."""
        if nature not in VOLETS:
            raise Http404("Ce volet n’existe pas.")
        return self.version.volet(nature)

    def places(self, nature: str) -> dict[str, EmplacementGrille]:
        """Every field of a volet by chemin, those whose condition is not met included."""
        return self.contenu.places(nature)

    @property
    def emplacements(self) -> dict[str, EmplacementGrille]:
        """Every field of the declaration by chemin."""
        return self.contenu.emplacements

    def progression(self, nature: str) -> Progression:
        """How far the typing of a volet has come."""
        return self.contenu.progression(nature)

    def compte(self, natures: Sequence[str] = VOLETS) -> Compte:
        """What these volets come to for this person."""
        return self.contenu.compte(self.lecteur, natures)

    @property
    def figures_visibles(self) -> bool:
        """The Caf does not read a draft, unless it types in the partner's place."""
        return (
            not self.cote_caf
            or self.version.est_envoyee
            or ActeurDossier.SAISIE_CAF in self.acteurs
        )

    @property
    def assistance(self) -> SaisieAssistee | None:
        """The typing in the partner's place under way, if any."""
        return next((s for s in self.declaration.saisies_assistees.all() if not s.close_le), None)

    @cached_property
    def lignes_modifiables(self) -> bool:
        """Tell whether this person may add or withdraw rows now."""
        activite, finances = (self.version.volet(v) for v in VOLETS)
        return self.peut(Action.SAISIR, ACTIVITE) and lignes_modifiables(
            self.grille, activite, finances, self.declaration.nature
        )

    @cached_property
    def interlocuteur(self) -> Interlocuteur:
        return interlocuteur(self.declaration.equipement, self.acteur.jour)
