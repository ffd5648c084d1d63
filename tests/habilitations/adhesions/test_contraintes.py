"""The database refuses what must not be, of the adhesion files and of their papers."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction

from habilitations.models import (
    DossierAdhesion,
    InvitationAdhesion,
    PieceAdhesion,
    RappelAdhesion,
)
from tests.habilitations.adhesions.dossiers import MOTIF, complet, ouvert, recue, refusee
from tests.habilitations.adhesions.liens import envoye, suivi_par
from tests.monde import DEBUT, MAINTENANT, Monde

pytestmark = pytest.mark.django_db
Acte = Callable[[Monde], models.Model]


def _dossier(**champs: object) -> Acte:
    """A file open, changed in memory."""

    def acte(monde: Monde) -> DossierAdhesion:
        dossier = ouvert(monde)
        for champ, valeur in champs.items():
            setattr(dossier, champ, getattr(monde, valeur) if valeur == "responsable" else valeur)
        return dossier

    return acte


def _piece(**champs: object) -> Acte:
    def acte(monde: Monde) -> PieceAdhesion:
        piece = recue(monde, ouvert(monde))
        for champ, valeur in champs.items():
            setattr(piece, champ, getattr(monde, valeur) if valeur == "responsable" else valeur)
        return piece

    return acte


def _lien(**champs: object) -> Acte:
    def acte(monde: Monde) -> InvitationAdhesion:
        lien = envoye(monde, ouvert(monde))
        for champ, valeur in champs.items():
            setattr(lien, champ, getattr(monde, valeur) if valeur == "responsable" else valeur)
        return lien

    return acte


def _autre_lien(monde: Monde) -> InvitationAdhesion:
    lien = envoye(monde, ouvert(monde))
    lien.pk, lien.empreinte = None, "0" * 64
    return lien


def _deja_rappele(monde: Monde) -> RappelAdhesion:
    dit = {"depuis": DEBUT, "jours": 7, "partie": "caf", "dit_le": MAINTENANT}
    rappel = RappelAdhesion.objects.create(dossier=ouvert(monde), **dit)
    rappel.pk = None
    return rappel


def _copie(monde: Monde) -> DossierAdhesion:
    dossier = ouvert(monde)
    dossier.pk = None
    return dossier


def _piece_copiee(monde: Monde, **champs: object) -> PieceAdhesion:
    """A second row for a paper, its document apart."""
    dossier = ouvert(monde, "b")
    premiere, autre = recue(monde, dossier, "pj1"), recue(monde, dossier, "pj2")
    PieceAdhesion.objects.filter(pk=autre.pk).update(
        decision="refusee", decidee_par=monde.responsable, decidee_le=MAINTENANT, motif=MOTIF
    )
    document = recue(monde, dossier, "pj3").document
    document.pk = document._state.adding = None
    document.identifiant = premiere.jeton
    document.save(force_insert=True)
    return PieceAdhesion(
        **{
            "dossier": dossier,
            "genre": "pj1",
            "document": document,
            "jeton": document.identifiant,
            "recue_par": monde.responsable,
            "recue_le": MAINTENANT,
            **champs,
        }
    )


CAS: dict[str, tuple[Acte, str]] = {
    "dossier_adhesion_un_seul_en_cours": (_copie, "déjà ouvert pour ce partenaire"),
    "dossier_adhesion_pieces_attendues": (_dossier(attendues=[]), "attend au moins une pièce"),
    "dossier_adhesion_representant": (_dossier(qualite=""), "Indiquez le représentant légal"),
    "dossier_adhesion_afas_apres_mcp": (
        _dossier(mcp_signee_le=None, afas_signe_le=DEBUT),
        "suppose une convention MCP",
    ),
    "dossier_adhesion_cas_ou_avenant": (_dossier(objets=["siret"]), "un cas, ou les objets"),
    "dossier_adhesion_nouveau_siret": (_dossier(nouveau_siret="12"), "compte 14 chiffres"),
    "dossier_adhesion_complet_signe": (
        _dossier(complet_le=MAINTENANT),
        "Un dossier complet dit quand et par qui",
    ),
    "dossier_adhesion_sans_suite_motive": (
        _dossier(sans_suite_le=MAINTENANT, sans_suite_par="responsable"),
        "porte sa date, son auteur et son motif",
    ),
    "invitation_adhesion_une_en_attente": (_autre_lien, "déjà en attente"),
    "invitation_adhesion_servie_par": (_lien(utilisee_le=MAINTENANT), "dit quand et à qui"),
    "invitation_adhesion_servie_a_temps": (
        _lien(utilisee_le=MAINTENANT + timedelta(days=4), utilisateur="responsable"),
        "ne sert plus après son terme",
    ),
    "invitation_adhesion_revocation_complete": (
        _lien(revoquee_le=MAINTENANT, revoquee_par="responsable"),
        "son auteur et son motif",
    ),
    "rappel_adhesion_une_fois": (_deja_rappele, "déjà été écrit"),
    "piece_adhesion_decision_complete": (
        _piece(decision="refusee", decidee_par="responsable", decidee_le=MAINTENANT),
        "un refus son motif",
    ),
    "piece_adhesion_une_par_genre": (
        lambda m: _piece_copiee(m, genre="pj3", jeton=uuid4()),
        "de ce genre est déjà reçue",
    ),
    "piece_adhesion_jeton_unique": (
        lambda m: _piece_copiee(m, genre="contrat_service"),
        "Cette pièce est déjà reçue",
    ),
}


# What the trigger refuses to change before the constraint is looked at.
FIGEES = (
    "dossier_adhesion_pieces_attendues",
    "dossier_adhesion_afas_apres_mcp",
    "dossier_adhesion_cas_ou_avenant",
    "dossier_adhesion_nouveau_siret",
)


@pytest.mark.parametrize("nom", CAS)
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    acte, message = CAS[nom]
    objet = acte(monde)
    contrainte = next(c for c in objet._meta.constraints if c.name == nom)

    with pytest.raises(ValidationError, match=message):
        contrainte.validate(type(objet), objet)
    if nom in FIGEES:
        objet.pk = None  # another row: of the one that is there, the trigger refuses it before
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        objet.save()


def test_toutes_les_contraintes_sont_essayees() -> None:
    declarees = {
        c.name
        for modele in (DossierAdhesion, InvitationAdhesion, PieceAdhesion, RappelAdhesion)
        for c in modele._meta.constraints
    }
    assert declarees == set(CAS)


@pytest.mark.parametrize(
    "champs",
    [
        {"cas": "a"},
        {"attendues": ["pj1"]},
        {"ouvert_le": MAINTENANT - timedelta(days=1)},
        {"mcp_signee_le": None},
    ],
    ids=str,
)
def test_ce_qui_est_ouvert_est_fige(monde: Monde, champs: dict[str, object]) -> None:
    siens = DossierAdhesion.objects.filter(pk=ouvert(monde, "b").pk)
    with pytest.raises(DatabaseError, match="dossier_adhesion_fige"), transaction.atomic():
        siens.update(**champs)


def test_un_dossier_clos_ne_change_plus_ni_ne_s_efface(monde: Monde) -> None:
    dossier = complet(monde)
    siens = DossierAdhesion.objects.filter(pk=dossier.pk)
    with pytest.raises(DatabaseError, match="dossier_adhesion_fige"), transaction.atomic():
        siens.update(representant="Paul Autre")
    with pytest.raises(DatabaseError, match="piece_adhesion_gardee"), transaction.atomic():
        dossier.pieces.update(decision="", decidee_par=None, decidee_le=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        dossier.pieces.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        siens._raw_delete("default")


def test_une_piece_refusee_le_reste(monde: Monde) -> None:
    piece = refusee(monde, ouvert(monde))
    siennes = PieceAdhesion.objects.filter(pk=piece.pk)
    with pytest.raises(DatabaseError, match="piece_adhesion_gardee"), transaction.atomic():
        siennes.update(decision="acceptee", motif="")


@pytest.mark.parametrize(
    "champs",
    [
        {"courriel": "autre@exemple.test"},
        {"expire_le": MAINTENANT + timedelta(days=30)},
        {"utilisee_le": None, "utilisateur": None},
    ],
    ids=str,
)
def test_un_lien_ne_se_prolonge_ni_ne_ressert(monde: Monde, champs: dict[str, object]) -> None:
    suivi_par(monde, ouvert(monde))
    with pytest.raises(DatabaseError, match="invitation_adhesion_fige"), transaction.atomic():
        InvitationAdhesion.objects.update(**champs)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvitationAdhesion.objects.all()._raw_delete("default")
