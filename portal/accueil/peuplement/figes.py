"""What is frozen with a version that is sent: volets, computation, all that its hash covers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from declarations.services.empreintes import instant_fige
from habilitations.models import Caf
from portal.accueil.peuplement.redaction import Redaction
from portal.accueil.peuplement.registre import Registre
from subventions.models import Calcul

# The former formula, by which what was sent for years is verified: names are not kept with it.
FORMULE = 1


@dataclass(frozen=True)
class Etat:
    """A volet as it stands at a moment; ``donnees`` and ``auteurs`` are as kept."""

    donnees: dict[str, Any]
    auteurs: dict[str, Any]
    revision: int = 0
    modifie_le: datetime | None = None
    modifie_par: int | None = None
    signe_le: datetime | None = None
    signe_par: int | None = None
    champs_ouverts: Any = None


class Calculs:
    """Writes the computations of one Caf."""

    def __init__(self, registre: Registre, caf: Caf) -> None:
        self._caf = caf
        self._table = registre.rangee(
            Calcul,
            "gestionnaire_id caf_id equipement_id dispositif annee statut montant donnees bareme "
            "etapes manquants mesures empreinte cree_le",
            12_000,
        )

    def figer(self, redaction: Redaction, le: datetime) -> Calcul:
        """Write the computation of a version sent, and return it with its hash."""
        patron, due = redaction.patron, redaction.due
        calcul = Calcul(
            pk=self._table.reserver(),
            gestionnaire_id=redaction.terrain.partenaire.pk,
            caf_id=self._caf.pk,
            equipement_id=redaction.terrain.pk,
            dispositif=due.dispositif,
            annee=due.annee,
            statut=patron.estimation.statut,
            montant=patron.estimation.montant,
            donnees=patron.entrees,
            bareme=patron.calcul["bareme"],
            etapes=patron.calcul["etapes"],
            manquants=patron.calcul["manquants"],
            mesures=patron.calcul["mesures"],
            cree_le=le,
        )
        calcul.empreinte = calcul.calculer_empreinte()
        self._table.poser(
            calcul.pk,
            calcul.gestionnaire_id,
            calcul.caf_id,
            calcul.equipement_id,
            calcul.dispositif,
            calcul.annee,
            calcul.statut,
            calcul.montant,
            *patron.calcul_ecrit,
            calcul.empreinte,
            le,
        )
        return calcul


def contenu_fige(
    redaction: Redaction,
    caf: Caf,
    numero: int,
    etats: dict[str, Etat],
    calcul: str,
    envoyee_le: datetime,
) -> dict[str, Any]:
    """What the hash of a version covers (``declarations.services.empreintes``), by FORMULE."""
    declaration, due = redaction.declaration, redaction.due
    return {
        "reference": declaration.reference,
        "version": numero,
        "gestionnaire": redaction.terrain.partenaire.siret,
        "caf": caf.code,
        "equipement": redaction.terrain.pk,
        "exercice": declaration.exercice,
        "nature": due.nature,
        "numero": due.numero,
        "grille": redaction.patron.grille,
        "lignes": redaction.lignes,
        "volets": {
            volet: {
                "donnees": etat.donnees,
                "signe_le": instant_fige(etat.signe_le or envoyee_le),
                "signe_par": etat.signe_par,
            }
            for volet, etat in etats.items()
        },
        "controles": redaction.constats,
        "calcul": calcul,
        "envoyee_le": instant_fige(envoyee_le),
        "envoyee_par": redaction.approbateur.pk,
        "echeance": due.fenetre.echeance_le.isoformat(),
    }
