"""Who keeps the annuaire, and of which Cafs."""

from django.db.models import QuerySet

from habilitations.models import Adhesion, Caf, Equipement, Fonction, Gestionnaire
from habilitations.permissions import Acteur
from portal.socle.refus import ROLE, ActionRefusee, Refus, interdit

RESERVE = (
    "L’annuaire est tenu par le responsable des habilitations de la Caf et par l’administrateur "
    "national."
)


def cafs_administrees(acteur: Acteur) -> QuerySet[Caf]:
    """Cafs whose annuaire a person keeps: those of which they are responsable; nationally, all."""
    if acteur.est_national:
        return Caf.objects.all()
    return Caf.objects.filter(pk__in=acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))


def administre(acteur: Acteur, caf_id: int) -> bool:
    siennes = acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS])
    return acteur.est_national or caf_id in siennes


def exiger_administrateur(acteur: Acteur, caf_id: int) -> None:
    """Raise a 403 unless this person keeps the annuaire of that Caf."""
    if not administre(acteur, caf_id):
        raise interdit(RESERVE)


def tient(acteur: Acteur, equipement: Equipement) -> bool:
    """Tell whether a person writes lieux and conventions of an équipement: who keeps the annuaire
    of its Caf, or the gestionnaire conseil who follows it."""
    return administre(acteur, equipement.caf_id) or acteur.suit(equipement)


def exiger_tenu(acteur: Acteur, equipement: Equipement) -> None:
    if not tient(acteur, equipement):
        raise interdit(
            "Le gestionnaire conseil qui suit cet équipement et le responsable des habilitations "
            "de la Caf écrivent ici."
        )


def gestionnaires_de(caf_id: int) -> QuerySet[Gestionnaire]:
    """Partners of a Caf: an adhesion or an équipement there. Two queries for their ids.

    By ids: the database reads them as they are, where conditions on other tables would have it
    read every partner of the country.
    """
    ids = set(Adhesion.objects.filter(caf=caf_id).values_list("gestionnaire", flat=True))
    ids.update(Equipement.objects.filter(caf=caf_id).values_list("gestionnaire", flat=True))
    return Gestionnaire.objects.filter(pk__in=ids)


def cafs_du(gestionnaire: Gestionnaire) -> frozenset[int]:
    """Ids of the Cafs that know a partner."""
    adhesions = Adhesion.objects.filter(gestionnaire=gestionnaire).values_list("caf", flat=True)
    equipements = Equipement.objects.filter(gestionnaire=gestionnaire).values_list("caf", flat=True)
    return frozenset((*adhesions, *equipements.distinct()))


def refus_d_identite(acteur: Acteur, gestionnaire: Gestionnaire) -> Refus | None:
    """Why a person may not change who a partner is: another Caf knows it too."""
    cafs = cafs_du(gestionnaire)
    if acteur.est_national or all(administre(acteur, caf) for caf in cafs):
        return None
    return Refus(
        ROLE,
        "Une autre Caf suit aussi ce partenaire : l’administrateur national change son identité.",
    )


def exiger_identite(acteur: Acteur, gestionnaire: Gestionnaire) -> None:
    if refus := refus_d_identite(acteur, gestionnaire):
        raise ActionRefusee(refus)
