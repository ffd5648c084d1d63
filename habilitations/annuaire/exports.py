"""The annuaire as spreadsheets: the model to fill, and what is there, in the same columns."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from habilitations.annuaire.regles.rubriques import (
    EQUIPEMENTS_FEUILLE,
    FEUILLES,
    GESTIONNAIRES,
    LIEUX,
    NUMERO,
    PAR_CODE,
    PERSONNES,
    ROLES,
    SEPARATEUR,
    TOUS,
    FeuilleAnnuaire,
    ecrire_equipement,
)
from habilitations.annuaire.services.acces import gestionnaires_de
from habilitations.annuaire.services.droits import droits_en_cours
from habilitations.models import (
    Caf,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
    Utilisateur,
)
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

LARGEURS = {"nom": 40, "adresse": 45, "equipements": 50, "equipement": 45, "siret": 20}
Lignes = Iterator[Sequence[Cellule]]


def modele() -> bytes:
    """The blank workbook: one sheet for each kind of fiche, and how to fill it."""
    consignes = Feuille(
        "Mode d’emploi",
        (Colonne("Feuille", 18), Colonne("Colonne", 26), Colonne("À écrire", 80)),
        _consignes(),
    )
    vides = (_feuille(feuille, iter(())) for feuille in FEUILLES)
    return ecrire_classeur((*vides, consignes), titre="Import de l’annuaire")


def _consignes() -> Lignes:
    for feuille in FEUILLES:
        for rubrique in feuille.rubriques:
            dits = [rubrique.aide] if rubrique.aide else []
            if rubrique.choix:
                dits.append(" ou ".join(f"« {nom} »" for nom in rubrique.choix.values()))
            dits.append("Obligatoire." if rubrique.obligatoire else "Facultatif.")
            yield feuille.titre, rubrique.titre, " ".join(dits)


def annuaire_xlsx(caf: Caf, jour: date) -> bytes:
    """The whole annuaire of a Caf, in the columns of the model."""
    return ecrire_classeur(
        (
            _feuille(PAR_CODE[GESTIONNAIRES], lignes_gestionnaires(gestionnaires_de(caf.pk))),
            _feuille(
                PAR_CODE[EQUIPEMENTS_FEUILLE],
                lignes_equipements(Equipement.objects.filter(caf=caf)),
            ),
            _feuille(PAR_CODE[LIEUX], lignes_lieux(Lieu.objects.filter(equipement__caf=caf))),
            _feuille(PAR_CODE[PERSONNES], lignes_personnes(caf, jour)),
            _feuille(PAR_CODE[ROLES], lignes_roles(caf, jour)),
        ),
        titre=f"Annuaire – {caf}",
    )


def gestionnaires_xlsx(gestionnaires: QuerySet[Gestionnaire]) -> bytes:
    feuille = _feuille(PAR_CODE[GESTIONNAIRES], lignes_gestionnaires(gestionnaires))
    return ecrire_classeur([feuille], titre="Gestionnaires")


def equipements_xlsx(equipements: QuerySet[Equipement]) -> bytes:
    """The équipements of a list, and their lieux."""
    ids = list(equipements.values_list("pk", flat=True))
    return ecrire_classeur(
        (
            _feuille(PAR_CODE[EQUIPEMENTS_FEUILLE], lignes_equipements(equipements)),
            _feuille(PAR_CODE[LIEUX], lignes_lieux(Lieu.objects.filter(equipement__in=ids))),
        ),
        titre="Équipements",
    )


def lieux_xlsx(lieux: QuerySet[Lieu]) -> bytes:
    feuille = _feuille(PAR_CODE[LIEUX], lignes_lieux(lieux))
    return ecrire_classeur([feuille], titre="Lieux d’accueil")


def lignes_gestionnaires(gestionnaires: QuerySet[Gestionnaire]) -> Lignes:
    for g in gestionnaires.order_by("nom", "pk"):
        yield g.siret, g.nom, g.get_nature_display(), g.adresse


def lignes_equipements(equipements: QuerySet[Equipement]) -> Lignes:
    charges = equipements.select_related("gestionnaire", "portefeuille")
    for e in charges.order_by("nom", "pk"):
        yield (
            str(e.pk),
            e.gestionnaire.siret,
            e.nom,
            e.get_dispositif_display(),
            e.get_organisation_display(),
            e.portefeuille.nom,
            e.ouvert_le,
            e.ferme_le,
        )


def lignes_lieux(lieux: QuerySet[Lieu]) -> Lignes:
    for lieu in lieux.select_related("equipement__gestionnaire").order_by("equipement", "nom"):
        equipement = lieu.equipement
        yield (
            str(lieu.pk),
            equipement.gestionnaire.siret,
            ecrire_equipement(equipement.pk, equipement.nom),
            lieu.nom,
            lieu.adresse,
            lieu.ouvert_le,
            lieu.ferme_le,
        )


def lignes_personnes(caf: Caf, jour: date) -> Lignes:
    ids = {droit.utilisateur_id for droit in droits_en_cours(caf, jour)}
    for p in Utilisateur.objects.filter(pk__in=ids).order_by("nom", "prenom", "pk"):
        yield p.email, p.prenom, p.nom, p.telephone


def lignes_roles(caf: Caf, jour: date) -> Lignes:
    for droit in droits_en_cours(caf, jour):
        yield (
            droit.utilisateur.email,
            droit.gestionnaire.siret,
            droit.get_role_display(),
            _couverts(droit),
            droit.du,
            droit.au,
        )


def _couverts(droit: Habilitation) -> str:
    if droit.tous_equipements:
        return TOUS
    siens: Iterable[Equipement] = droit.equipements.all()
    ecrits = (ecrire_equipement(e.pk, e.nom) for e in sorted(siens, key=lambda e: e.pk))
    return f"{SEPARATEUR} ".join(ecrits)


def _feuille(feuille: FeuilleAnnuaire, lignes: Lignes) -> Feuille:
    colonnes = [
        Colonne(r.titre, 10 if r.genre == NUMERO else LARGEURS.get(r.code, 26))
        for r in feuille.rubriques
    ]
    return Feuille(feuille.titre, colonnes, lignes)
