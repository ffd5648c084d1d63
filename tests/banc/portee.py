"""What each person of the bench has before them: files in each state, by key."""

from dataclasses import dataclass
from datetime import date

from declarations.models import Declaration, Version
from habilitations.models import Equipement, Utilisateur
from habilitations.permissions import Acteur


@dataclass(frozen=True)
class Portee:
    """One person and what they may open, as the bench asks for it."""

    acteur: Acteur

    @property
    def qui(self) -> Utilisateur:
        return self.acteur.utilisateur

    @property
    def jour(self) -> date:
        return self.acteur.jour

    def equipements(self, combien: int) -> list[int]:
        visibles = Equipement.objects.visibles_par(self.acteur)
        return list(visibles.order_by("pk").values_list("pk", flat=True)[:combien])

    def declarations(self, combien: int, **filtres: object) -> list[int]:
        """Files in scope, the latest exercices first."""
        equipements = self._suivis()
        voulues = Declaration.objects.filter(equipement__in=equipements, **filtres)
        return list(voulues.order_by("-annee", "pk").values_list("pk", flat=True)[:combien])

    def au_travail(self, combien: int, etat: str) -> list[int]:
        """Files of one state whose window is open: what is acted on tonight."""
        return self.declarations(
            combien,
            etat=etat,
            campagne__ferme_le__gte=self.jour,
            version_courante__numero=1,
        )

    def versions_envoyees(self, combien: int) -> list[tuple[int, int]]:
        """File and number of versions sent, the latest exercices first."""
        voulues = Version.objects.filter(
            declaration__equipement__in=self._suivis(), envoyee_le__isnull=False
        )
        return list(
            voulues.order_by("-declaration__annee", "pk").values_list("declaration", "numero")[
                :combien
            ]
        )

    def _suivis(self) -> list[int]:
        """Équipements of one's rights, or of one's portfolios."""
        if self.acteur.portefeuilles:
            suivis = Equipement.objects.filter(portefeuille__in=self.acteur.portefeuilles)
            return list(suivis.values_list("pk", flat=True))
        visibles = Equipement.objects.visibles_par(self.acteur)
        return list(visibles.values_list("pk", flat=True))
