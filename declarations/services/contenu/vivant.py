"""What a draft says now: rows and figures of the Caf as they stand, checks run, estimate made."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from declarations.regles.controles.contexte import Donnees
from declarations.regles.grille import LigneGrille
from declarations.regles.lecteurs import Lecteur, tout_est_lisible
from declarations.regles.manques import codes_du_plafond, codes_manquants, manques_des_lignes
from declarations.services.contenu.base import Constat, Contenu, MontantLu
from declarations.services.contenu.evaluation import Evaluation, evaluer
from declarations.services.contenu.papiers import pieces_de
from declarations.services.donnees_caf import avec_donnees_de_la_caf
from declarations.services.lignes import donnees_presentes, lignes_du_moment
from portal.dossiers.models import PieceJointe
from portal.saisie.regles.progression import Progression
from subventions.regles.estimation import BAREME_NON_PUBLIE, EN_ATTENTE, Estimation
from subventions.regles.moteur import plafonner


class Vivant(Contenu):
    """A version at work. What was written since it was first asked is not seen: ask again."""

    @cached_property
    def lignes(self) -> tuple[LigneGrille, ...]:
        return lignes_du_moment(self.declaration, self.version)

    @cached_property
    def donnees(self) -> Donnees:
        """Figures typed, with what the Caf gives today: one query, none for an ER."""
        presentes = donnees_presentes(self.grille, self.version)
        return avec_donnees_de_la_caf(self.declaration, self.grille, self.lignes, presentes)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Estimate, checks and totals: the whole cost of a draft is here."""
        return evaluer(self)

    @cached_property
    def constats(self) -> Sequence[Constat]:
        return [suivi.en_json() for suivi in self.evaluation.constats]

    @cached_property
    def pieces(self) -> list[PieceJointe]:
        return pieces_de(self.version)

    def avances(self, volets: Sequence[str]) -> list[Progression]:
        return [self.progression(volet) for volet in volets]

    def montant(self, lecteur: Lecteur) -> MontantLu:
        """The live estimate, or its ceiling with the barème in force."""
        grille, chiffrage = self.grille, self.evaluation.chiffrage
        if tout_est_lisible(grille, lecteur.roles, lecteur.cote_caf):
            return MontantLu(chiffrage.estimation, chiffrage.attendus, chiffrage.base)
        codes = codes_du_plafond(grille.dispositif, chiffrage.bareme)
        attendus = tuple(manques_des_lignes(grille, self.lignes, self.donnees, codes))
        if attendus and chiffrage.estimation.statut == BAREME_NON_PUBLIE:
            return MontantLu(replace(chiffrage.estimation, est_plafond=True))
        if attendus:
            codes_attendus = codes_manquants(attendus)
            en_attente = Estimation(EN_ATTENTE, manquants=codes_attendus, est_plafond=True)
            return MontantLu(en_attente, attendus)
        entrees, annee = chiffrage.entrees, self.declaration.annee
        plafond = plafonner(grille.dispositif, entrees, chiffrage.bareme, grille.plan, annee)
        return MontantLu(plafond)
