"""A declaration as somebody opens it, to read it or to act on it: the same questions, one answer.

``views.chargement.charger`` opens it for a page, ``services.dossier.ouvrir`` locks it for an act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from declarations.echeances import echeance_de
from declarations.models import Declaration, DemandeCorrection, SaisieAssistee, Version
from declarations.regles.compteurs import Compte
from declarations.regles.etats import ACTES, ActeurDossier, Situation
from declarations.regles.grille import VOLETS, EmplacementGrille, Grille
from declarations.regles.lecteurs import (
    Lecteur,
    lecteurs_de_piece,
    motif_est_lisible,
    tout_est_lisible,
    volet_est_lisible,
)
from declarations.services.acteurs import est_cote_caf
from declarations.services.contenu import Fige, Vivant, contenu_de
from declarations.services.contenu.base import MontantLu
from declarations.services.contenu.evaluation import Evaluation, evaluer
from declarations.services.contenu.papiers import lecteur_de_pieces
from declarations.services.situation import situation_de
from habilitations.permissions import Acteur
from portal.dossiers.regles.echeances import Echeance
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.saisie.regles.progression import Progression
from subventions.models import SuspensionDroit
from subventions.regles.estimation import Estimation
from subventions.services.suspensions import suspensions_de


@dataclass
class DossierOuvert:
    """A declaration as one person sees it now; its costly parts are computed when first read."""

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
    def cote_caf(self) -> bool:
        return est_cote_caf(self.acteurs)

    @property
    def pour_le_partenaire(self) -> bool:
        """True when the person is the adviser who types in the partner's place."""
        return ActeurDossier.SAISIE_CAF in self.acteurs

    @cached_property
    def lecteur(self) -> Lecteur:
        """This person, as a reader of figures."""
        return Lecteur(self.acteurs, self.cote_caf)

    @cached_property
    def lecteur_de_pieces(self) -> LecteurDePieces:
        """This person, as a reader of papers."""
        return lecteur_de_pieces(self.version, self.lecteur)

    # What the version at work says.

    @cached_property
    def contenu(self) -> Fige | Vivant:
        return contenu_de(self.version)

    @property
    def grille(self) -> Grille:
        return self.contenu.grille

    @cached_property
    def evaluation(self) -> Evaluation:
        """The checks run now: those of the draft, or anew on what was sent, for who may act."""
        contenu = self.contenu
        return contenu.evaluation if isinstance(contenu, Vivant) else evaluer(contenu)

    def oublier(self) -> None:
        """Something was written: what the version said before it is not read again."""
        for nom in ("contenu", "evaluation", "montant", "caches", "places_lisibles"):
            self.__dict__.pop(nom, None)

    @cached_property
    def montant(self) -> MontantLu:
        """What counts, as this person reads it."""
        return self.contenu.montant(self.lecteur)

    @cached_property
    def suspensions(self) -> Sequence[SuspensionDroit]:
        """What keeps its right from being paid, whatever its amount."""
        return suspensions_de(self.declaration.equipement.pk, self.declaration.annee)

    @property
    def est_rectificative(self) -> bool:
        """True while a version opened after a validation is at work."""
        return self.version.origine == Version.Origine.RECTIFICATIVE and not self.version.validee_le

    @property
    def titre_montant(self) -> str:
        """What the amount of the version at work is called."""
        return self.version.titre_montant

    @property
    def estimation(self) -> Estimation:
        return self.montant.estimation

    @property
    def emplacements(self) -> dict[str, EmplacementGrille]:
        """Every field of the declaration by chemin."""
        return self.contenu.emplacements

    def places(self, nature: str) -> dict[str, EmplacementGrille]:
        """Every field of a volet by chemin, those whose condition is not met included."""
        return self.contenu.places(nature)

    def progression(self, nature: str) -> Progression:
        """How far the typing of a volet has come."""
        return self.contenu.progression(nature)

    def compte(self, natures: Sequence[str] = VOLETS) -> Compte:
        """What these volets come to for this person."""
        return self.contenu.compte(self.lecteur, natures)

    # What this person may do, and by when.

    @property
    def situation(self) -> Situation:
        """What the rules need to know; the checks of a draft are run if one asks for them."""
        obstacles = (
            (lambda: self.evaluation.obstacles) if isinstance(self.contenu, Vivant) else None
        )
        return situation_de(self.declaration, self.version, self.grille, self.jour, obstacles)

    def peut(self, action: str, nature: str | None = None) -> bool:
        return ACTES.refus(action, self.situation, self.acteurs, nature) is None

    def a_le_role(self, action: str, nature: str | None = None) -> bool:
        return bool(ACTES.acteurs_de(action, nature) & self.acteurs)

    @property
    def echeance(self) -> Echeance | None:
        """When the partner must be done, None once it is out of their hands."""
        return echeance_de(self.declaration, self.jour)

    @property
    def assistance(self) -> SaisieAssistee | None:
        """The typing in the partner's place under way, if any."""
        return next((s for s in self.declaration.saisies_assistees.all() if not s.close_le), None)

    # What this person may read.

    @property
    def figures_visibles(self) -> bool:
        """The Caf does not read a draft, unless it types in the partner's place."""
        return not self.cote_caf or self.version.est_envoyee or self.pour_le_partenaire

    @cached_property
    def lit_tout(self) -> bool:
        """Tell whether no figure of the declaration is kept from this person."""
        return tout_est_lisible(self.grille, self.acteurs, self.cote_caf)

    @cached_property
    def places_lisibles(self) -> dict[str, EmplacementGrille]:
        """Fields that this person may read, among ``emplacements``."""
        return self.contenu.places_lisibles(self.lecteur)

    @cached_property
    def caches(self) -> frozenset[str]:
        """Volets and fields that this person may not read."""
        if self.lit_tout:
            return frozenset()
        champs = self.emplacements.keys() - self.places_lisibles.keys()
        return frozenset(champs) | {v for v in VOLETS if not self.lit_le_volet(v)}

    def lit_le_volet(self, nature: str) -> bool:
        """Tell whether this person reads the figures of a volet."""
        return volet_est_lisible(self.grille, nature, self.acteurs, self.cote_caf)

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

    @property
    def a_des_reserves(self) -> bool:
        """True when the grid keeps some figures from some roles of the partner (salaries)."""
        return not tout_est_lisible(self.grille, frozenset(), False)

    @property
    def piece_reservee(self) -> bool:
        """True when a paper joined by this person is kept from those who read no salary."""
        if self.cote_caf and not self.pour_le_partenaire:
            return False
        return bool(lecteurs_de_piece(self.grille, self.acteurs, self.pour_le_partenaire))
