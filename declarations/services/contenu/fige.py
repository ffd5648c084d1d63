"""What was sent: nothing here is computed again, nor read from what may have moved since."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from declarations.models import Declaration, PassageControles, Version
from declarations.regles.controles.contexte import Donnees, Reference
from declarations.regles.grille import LigneGrille
from declarations.regles.lecteurs import Lecteur, tout_est_lisible
from declarations.services.contenu.base import Constat, Contenu, MontantLu
from declarations.services.contenu.papiers import pieces_figees
from declarations.services.lignes import lignes_gardees
from portal.dossiers.models import PieceJointe
from portal.saisie.regles.progression import Progression
from subventions.regles.moteur import plafonner


class Fige(Contenu):
    """A version as its sending kept it."""

    @cached_property
    def lignes(self) -> tuple[LigneGrille, ...]:
        return lignes_gardees(self.version)

    @cached_property
    def donnees(self) -> Donnees:
        return self.version.donnees

    @cached_property
    def constats(self) -> Sequence[Constat]:
        return constats_de_l_envoi(self.version)

    @property
    def pieces(self) -> list[PieceJointe]:
        return pieces_figees(self.version)

    def avances(self, volets: Sequence[str]) -> list[Progression]:
        return []

    @property
    def montant_calcule(self) -> Decimal | None:
        """The exact amount of the frozen computation, for who reads them all; None without one."""
        return self.version.calcul_fige.montant

    def montant(self, lecteur: Lecteur) -> MontantLu:
        """The computation frozen at the sending, or its ceiling from the figures frozen with it."""
        calcul, grille = self.version.calcul_fige, self.grille
        figee = calcul.estimation
        if tout_est_lisible(grille, lecteur.roles, lecteur.cote_caf):
            return MontantLu(figee)
        return MontantLu(
            plafonner(calcul.dispositif, calcul.donnees, figee.bareme, grille.plan, calcul.annee)
        )

    def en_reference(self) -> Reference:
        """Plain figures to compare those of another declaration with, named with the real year."""
        declaration = self.declaration
        return Reference(
            nature=declaration.nature,
            annee=declaration.annee,
            libelle=declaration.libelle,
            grille=self.grille,
            lignes=self.lignes,
            donnees=self.donnees,
            montant=self.montant_calcule,
        )


def contenu_en_vigueur(declaration: Declaration) -> Fige | None:
    """Return what the version that counts says; None before the first sending."""
    version = declaration.version_en_vigueur
    if version is None:
        return None
    version.declaration = declaration
    return Fige(version)


def constats_de_l_envoi(version: Version) -> list[dict[str, object]]:
    """What the checks said at the sending, as it was kept."""
    envois = [p for p in version.passages.all() if p.moment == PassageControles.Moment.ENVOI]
    return envois[-1].constats if envois else []
