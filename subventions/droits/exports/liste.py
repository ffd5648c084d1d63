"""The rights of a Caf as a workbook: what the list shows, every page of it."""

from collections.abc import Callable, Iterator, Sequence

from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from subventions.droits.presentation.mots import etat_du_droit
from subventions.droits.regles.situation import situer
from subventions.droits.services.lectures import decision_en_vigueur, montant_retenu
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import Droit
from subventions.models.droits import DroitQuerySet

PAR_LOT = 500
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


def droits_xlsx(
    droits: DroitQuerySet, avancer: Callable[[int], None] = lambda faites: None
) -> bytes:
    """Of rights filtered with ``est_suspendu`` and ``a_signer``, of a Caf whose agents read every
    amount; in the order of the list. ``avancer`` is told how many are written, now and then."""

    def lignes() -> Iterator[tuple[Cellule, ...]]:
        ordre = droits.order_by("-annee", "-ouvert_le", "-pk")
        cles = list(ordre.values_list("pk", flat=True))
        for debut in range(0, len(cles), PAR_LOT):
            lot = cles[debut : debut + PAR_LOT]
            lus = droits.filter(pk__in=lot).pour_liste().select_related("equipement__gestionnaire")
            par_cle = {droit.pk: droit for droit in lus}
            yield from _lignes([par_cle[cle] for cle in lot if cle in par_cle])
            avancer(min(debut + PAR_LOT, len(cles)))

    return ecrire_classeur([Feuille("Droits", COLONNES, lignes())], titre="Droits à suivre")


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
