"""The database refuses what must not be of a file of any kind: each constraint by its name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from portal.dossiers import models as modeles
from portal.dossiers.models import (
    ColonnesChoisies,
    Dossier,
    LectureMessages,
    MessageDossier,
    PieceJointe,
)
from tests.dossiers.fabriques import avis, derogation, dossier, message
from tests.dossiers.pieces import piece, retiree
from tests.monde import MAINTENANT, Monde


def contraintes() -> dict[str, models.BaseConstraint]:
    """Every constraint that the models of the application declare."""
    classes = [getattr(modeles, nom) for nom in modeles.__all__]
    classes = [c for c in classes if issubclass(c, models.Model)]
    return {c.name: c for classe in classes for c in classe._meta.constraints}


def _deux_sur_l_equipement(monde: Monde) -> None:
    dossier(monde)
    dossier(monde)


def _deux_sans_equipement(monde: Monde) -> None:
    dossier(monde, equipement=None)
    dossier(monde, equipement=None)


def _message_double(monde: Monde) -> None:
    un_dossier = dossier(monde)
    message(monde, un_dossier)
    message(monde, un_dossier)


def _lecture_double(monde: Monde) -> None:
    un_dossier = dossier(monde)
    for _ in range(2):
        LectureMessages.objects.create(utilisateur=monde.conseiller, dossier=un_dossier)


def _colonnes_doubles(monde: Monde) -> None:
    for _ in range(2):
        ColonnesChoisies.objects.create(utilisateur=monde.conseiller, liste="declarations:file")


def _piece_double(monde: Monde) -> None:
    un_dossier = dossier(monde)
    piece(monde, un_dossier)
    piece(monde, un_dossier)


def _piece_de_trop(monde: Monde) -> None:
    un_dossier = dossier(monde)
    piece(monde, un_dossier, message=message(monde, un_dossier), cle="C06:charges")


CAS: dict[str, Callable[[Monde], object]] = {
    "dossier_unique": _deux_sur_l_equipement,
    "dossier_sans_equipement_unique": _deux_sans_equipement,
    "dossier_nature_et_etat_presents": lambda m: dossier(m, etat=""),
    "dossier_sans_objet_motive": lambda m: dossier(m, etat="sans_objet"),
    "derogation_retrait_complet": lambda m: derogation(m, dossier(m), retiree_le=MAINTENANT),
    "avis_dit_quelque_chose": lambda m: avis(m, dossier(m), phrase=""),
    "avis_mene_au_portail": lambda m: avis(m, dossier(m), chemin="//ailleurs.test/"),
    "avis_lu_apres": lambda m: avis(m, dossier(m), lu_le=MAINTENANT - timedelta(seconds=1)),
    "avis_chez_qui": lambda m: avis(m, None, gestionnaire=m.er.gestionnaire),
    "derogation_motivee": lambda m: derogation(m, dossier(m), ""),
    "message_jeton_unique": _message_double,
    "message_texte_present": lambda m: message(m, dossier(m), ""),
    "lecture_messages_unique": _lecture_double,
    "colonnes_choisies_uniques": _colonnes_doubles,
    "piece_jeton_unique": _piece_double,
    "piece_libelle_present": lambda m: piece(m, dossier(m), libelle=""),
    "piece_constat_ou_message": _piece_de_trop,
    "piece_retrait_complet": lambda m: piece(m, dossier(m), **retiree(m) | {"retrait_motif": ""}),
}


def test_chaque_contrainte_a_son_cas_et_se_dit_en_francais() -> None:
    assert set(contraintes()) == set(CAS)
    assert all(
        c.violation_error_message != c.default_violation_error_message
        for c in contraintes().values()
    )


@pytest.mark.parametrize("nom", sorted(CAS))
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        CAS[nom](monde)


def test_ce_que_deux_dossiers_peuvent_partager(monde: Monde) -> None:
    dossier(monde)
    dossier(monde, nature="autre")
    dossier(monde, numero=1)
    dossier(monde, annee=2026)
    dossier(monde, equipement=None)

    assert Dossier.objects.filter(gestionnaire=monde.er.gestionnaire).count() == 5


def test_un_message_ne_change_plus(monde: Monde) -> None:
    un_message = message(monde, dossier(monde))
    for acte in (un_message.delete, lambda: MessageDossier.objects.update(texte="Autre")):
        with pytest.raises(DatabaseError, match="ajout_seul"), transaction.atomic():
            acte()


def test_une_piece_ne_se_retire_pas_avant_d_etre_jointe(monde: Monde) -> None:
    with pytest.raises(IntegrityError, match="piece_retrait_complet"), transaction.atomic():
        piece(monde, dossier(monde), version=2, **retiree(monde, version=1))


def test_une_piece_se_retire_une_fois_et_ne_s_efface_pas(monde: Monde) -> None:
    piece(monde, dossier(monde))
    pieces = PieceJointe.objects.all()
    for acte in (pieces.delete, lambda: pieces.update(libelle="Autre")):
        with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
            acte()
    pieces.update(**retiree(monde))
    with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
        pieces.update(retrait_motif="Autre motif")
