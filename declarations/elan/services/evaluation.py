"""What figures taken up from ELAN give: the estimate, and what the checks say (S)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from declarations.elan.models import RepriseElan
from declarations.regles.controles.contexte import Constat, Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.grille import PREVISIONNELLE, Grille, LigneGrille
from declarations.regles.manques import NOTIFIES
from declarations.services.contenu.chiffrage import Chiffrage, chiffrer
from declarations.services.contenu.evaluation import seuils
from declarations.services.donnees_caf import notifies_de
from habilitations.models import Dispositif, Equipement
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.valeurs import Valeur, est_rempli
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation
from subventions.services import bareme_applicable

# What misses is said beside each field: these checks would say it again.
CONTROLES_DE_FORME = ("C01", "C02")


@dataclass(frozen=True)
class EvaluationElan:
    """What the figures give: the estimate, and what the checks say without stopping anything.

    ``notifies`` holds the number of collectifs notified at its chemin, nothing without it: the
    estimate then waits.
    """

    lignes: tuple[LigneGrille, ...]
    chiffrage: Chiffrage
    constats: tuple[Constat, ...]
    notifies: Mapping[str, str]

    @property
    def estimation(self) -> Estimation:
        return self.chiffrage.estimation


@dataclass(frozen=True)
class Reperes:
    """What several projects are evaluated with: read once for all of them."""

    seuils: Mapping[str, Decimal]
    notifies: Mapping[tuple[int, int], Mapping[str, str]]
    bareme: Callable[[str, int, int], Bareme] = field(
        default_factory=lambda: cache(bareme_applicable)
    )

    @classmethod
    def de(cls, cles: Iterable[tuple[int, int]]) -> "Reperes":
        """For équipements and their exercices: two queries, and one for each barème."""
        return cls(seuils(), notifies_de(cles))


def evaluer_elan(
    equipement: Equipement,
    annee: int,
    grille: Grille,
    lignes: Sequence[LigneGrille],
    donnees: Mapping[str, Valeur],
    reperes: Reperes | None = None,
) -> EvaluationElan:
    """Estimate with the barème and the collectifs notified to date, and run the checks."""
    reperes = reperes or Reperes.de([(equipement.pk, annee)])
    notifies = reperes.notifies.get((equipement.pk, annee), {})
    tout = {**donnees, **notifies}
    bareme = reperes.bareme(Dispositif.CLAS, annee, equipement.caf_id)
    chiffrage = chiffrer(grille, annee, bareme, tuple(lignes), tout)
    contexte = Contexte(
        grille=grille,
        nature=PREVISIONNELLE,
        annee=annee,
        lignes=tuple(lignes),
        donnees=tout,
        seuils=reperes.seuils,
        estimation=chiffrage.estimation,
    )
    constats = tuple(c for c in executer(contexte) if c.code not in CONTROLES_DE_FORME)
    return EvaluationElan(tuple(lignes), chiffrage, constats, notifies)


def est_a_enregistrer(reprise: RepriseElan, notifies: Mapping[str, str]) -> bool:
    """Tell whether the Caf gives now another number of collectifs than the one kept with a reprise.

    Its amount, the right and what checks read of it are those of its last save.
    """
    garde = reprise.donnees.get(NOTIFIES) or ""
    return garde != notifies.get(NOTIFIES, "")


def chiffres_lus(
    grille: Grille, lignes: Sequence[LigneGrille], brut: Mapping[str, Valeur]
) -> dict[str, Valeur]:
    """Return the figures that can be read among raw texts, by chemin."""
    valeurs = recevoir(grille.emplacements(PREVISIONNELLE, lignes), brut).valeurs
    return {chemin: valeur for chemin, valeur in valeurs.items() if est_rempli(valeur)}
