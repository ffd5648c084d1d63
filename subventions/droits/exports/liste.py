"""The rights of a Caf as a workbook: what the list shows, every page of it."""

from collections.abc import Iterator, Sequence

from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from subventions.droits.presentation.mots import etat_du_droit
from subventions.droits.regles.situation import situer
from subventions.droits.services.lectures import decision_en_vigueur, montant_retenu
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import Droit
from subventions.models.droits import DroitQuerySet

# More would hold a page back: one narrows the list first.
DROITS_IMMEDIATS = 3000
COLONNES = (
    Colonne("Partenaire", 40),
    Colonne("SIRET", 18),
    Colonne("Équipement", 40),
    Colonne("Dispositif", 30),
    Colonne("Exercice", 12),
    Colonne("Droit", 18),
    Colonne("Situation", 18),
    Colonne("Calculé", 14, euros=True),
    Colonne("Décidé", 14, euros=True),
    Colonne("Retenu", 14, euros=True),
    Colonne("Décision à confirmer", 14),
    Colonne("Versé pour l’exercice", 14, euros=True),
    Colonne("À venir pour l’exercice", 14, euros=True),
    Colonne("Ouvert le", 14),
    Colonne("Définitif le", 14),
)


def droits_xlsx(droits: DroitQuerySet) -> bytes:
    """Of rights filtered with ``est_suspendu`` and ``a_signer``, of a Caf whose agents read every
    amount; in the order of the list, DROITS_IMMEDIATS at most."""
    charges = droits.pour_liste().select_related("equipement__gestionnaire")
    lus = list(charges.order_by("-annee", "-ouvert_le", "-pk")[:DROITS_IMMEDIATS])
    return ecrire_classeur([Feuille("Droits", COLONNES, _lignes(lus))], titre="Droits à suivre")


def _lignes(droits: Sequence[Droit]) -> Iterator[tuple[Cellule, ...]]:
    payes = mouvements_de({(d.equipement_id, d.annee) for d in droits})
    for droit in droits:
        mouvements = payes.get((droit.equipement_id, droit.annee))
        decision = decision_en_vigueur(droit)
        mot = situer(
            droit.etat,
            est_suspendu=droit.est_suspendu,  # type: ignore[attr-defined]
            mouvements=mouvements,
        )
        yield (
            droit.equipement.gestionnaire.nom,
            droit.equipement.gestionnaire.siret,
            droit.equipement.nom,
            droit.get_dispositif_display(),
            droit.exercice,
            droit.libelle_nature,
            etat_du_droit(mot)[0],
            droit.calcul.montant,
            decision.montant_accepte if decision else None,
            montant_retenu(droit),
            "oui" if droit.a_signer else "",  # type: ignore[attr-defined]
            mouvements.verse if mouvements else None,
            mouvements.a_venir if mouvements else None,
            droit.ouvert_le,
            droit.definitif_le,
        )
