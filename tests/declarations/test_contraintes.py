"""The database refuses what must not be: each constraint of the declarations, by its name."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from declarations import models as modeles
from declarations.models import (
    Campagne,
    Declaration,
    DemandeCorrection,
    Derogation,
    ExportListe,
    ImportElan,
    Justification,
    LectureMessages,
    MessageDossier,
    PieceJointe,
    RegleCalendrier,
    RepriseElan,
    SaisieAssistee,
    ValeurEcartee,
    Version,
    Volet,
)
from portal.socle.models import Document
from tests.monde import JOUR, MAINTENANT, Monde, campagne_er

Acte = Callable[[Monde, Declaration], object]


def _derogation(monde: Monde, declaration: Declaration) -> None:
    Derogation.objects.create(
        declaration=declaration,
        motif="",
        accordee_par=monde.conseiller,
        accordee_le=MAINTENANT,
        expire_le=JOUR,
    )


def _demande(monde: Monde, declaration: Declaration, motif: str = "Motif") -> None:
    DemandeCorrection.objects.create(
        version=declaration.version_courante,
        motif=motif,
        demandee_par=monde.conseiller,
        demandee_le=MAINTENANT,
        pour_le=JOUR,
    )


def _demande_double(monde: Monde, declaration: Declaration) -> None:
    _demande(monde, declaration)
    _demande(monde, declaration)


def _ecartee_sans_champ(monde: Monde, declaration: Declaration) -> None:
    ValeurEcartee.objects.create(
        volet=declaration.version_courante.volets.get(nature="activite"),
        chemin="",
        valeur="12",
        revision=1,
        par=monde.passerelles.activite,
        le=MAINTENANT,
    )


def _justification(monde: Monde, declaration: Declaration, texte: str = "Texte") -> None:
    Justification.objects.create(
        version=declaration.version_courante,
        cle="C06:charges",
        motif="autre",
        texte=texte,
        par=monde.conseiller,
        le=MAINTENANT,
    )


def _justification_double(monde: Monde, declaration: Declaration) -> None:
    _justification(monde, declaration)
    _justification(monde, declaration)


def _regle_double(monde: Monde, declaration: Declaration) -> None:
    for _ in range(2):
        RegleCalendrier.objects.create(
            dispositif="er",
            nature="reelle",
            ouverture_jour=1,
            ouverture_mois=1,
            echeance_jour=1,
            echeance_mois=2,
            source="Essai",
            marque="H",
        )


def _declaration_double(monde: Monde, declaration: Declaration) -> None:
    declaration.pk = declaration.version_courante = None
    declaration.save(force_insert=True)


def _version_double(monde: Monde, declaration: Declaration) -> None:
    Version.objects.create(declaration=declaration, numero=1, grille="er-1", cree_le=MAINTENANT)


def _volet_double(monde: Monde, declaration: Declaration) -> None:
    Volet.objects.create(version=declaration.version_courante, nature="activite")


def _reprise(monde: Monde, **champs: object) -> None:
    defauts = {
        "annee": 2024,
        "grille": "clas-1",
        "lignes": [{"cle": "c1", "libelle": "Les Alizés"}],
        "donnees": {"comptes.60": "1"},
        "origine": "saisie",
    }
    RepriseElan.objects.create(
        caf=monde.caf,
        gestionnaire=monde.er.gestionnaire,
        equipement=monde.er,
        reprise_le=MAINTENANT,
        reprise_par=monde.conseiller,
        **(defauts | champs),
    )


def _reprise_double(monde: Monde, declaration: Declaration) -> None:
    _reprise(monde)
    _reprise(monde)


def _import_vide(monde: Monde, declaration: Declaration) -> None:
    ImportElan.objects.create(
        depose_par=monde.conseiller,
        depose_le=MAINTENANT,
        fichier_nom="elan.xlsx",
        fichier_empreinte="0" * 64,
    )


def _saisie_assistee(monde: Monde, declaration: Declaration, motif: str = "Absence.") -> None:
    SaisieAssistee.objects.create(
        declaration=declaration,
        motif=motif,
        ouverte_le=MAINTENANT,
        ouverte_par=monde.conseiller,
    )


def _saisie_assistee_double(monde: Monde, declaration: Declaration) -> None:
    _saisie_assistee(monde, declaration)
    _saisie_assistee(monde, declaration)


def _saisie_assistee_a_l_envers(monde: Monde, declaration: Declaration) -> None:
    _saisie_assistee(monde, declaration)
    SaisieAssistee.objects.update(close_le=MAINTENANT - timedelta(days=1))


def _volet_signe_a_confirmer(monde: Monde, declaration: Declaration) -> None:
    Volet.objects.update(
        signe_le=MAINTENANT, signe_par=monde.conseiller, a_confirmer={"postes.c1.nom": "Réelle"}
    )


def _message(monde: Monde, declaration: Declaration, texte: str = "Bonjour") -> MessageDossier:
    return MessageDossier.objects.create(
        declaration=declaration,
        auteur=monde.conseiller,
        cote_caf=True,
        texte=texte,
        le=MAINTENANT,
        jeton=UUID(int=1),
    )


def _message_double(monde: Monde, declaration: Declaration) -> None:
    _message(monde, declaration)
    _message(monde, declaration)


def _lecture_double(monde: Monde, declaration: Declaration) -> None:
    for _ in range(2):
        LectureMessages.objects.create(utilisateur=monde.conseiller, declaration=declaration)


def _piece(monde: Monde, declaration: Declaration, **champs: object) -> PieceJointe:
    document = Document.objects.create(
        identifiant=uuid4(),
        nom="bilan.pdf",
        taille=1,
        type="pdf",
        sha256="0" * 64,
        depose_par_id=monde.conseiller.pk,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        depose_le=MAINTENANT,
    )
    return PieceJointe.objects.create(
        **{
            "declaration": declaration,
            "version": declaration.version_courante,
            "document": document,
            "libelle": "Bilan",
            "cote_caf": False,
            "jeton": UUID(int=1),
            "jointe_par": monde.conseiller,
            "jointe_le": MAINTENANT,
            **champs,
        }
    )


def _piece_double(monde: Monde, declaration: Declaration) -> None:
    _piece(monde, declaration)
    _piece(monde, declaration)


def _piece_de_trop(monde: Monde, declaration: Declaration) -> None:
    _piece(monde, declaration, message=_message(monde, declaration), cle="C06:charges")


def _export(monde: Monde, **champs: object) -> None:
    ExportListe.objects.create(
        demandeur=monde.conseiller, demande_le=MAINTENANT, **({"total": 1} | champs)
    )


CAS: dict[str, Acte] = {
    "export_avancement_borne": lambda m, d: _export(m, faites=2),
    "export_pret_a_un_fichier": lambda m, d: _export(m, prete_le=MAINTENANT),
    "saisie_assistee_ouverte_unique": _saisie_assistee_double,
    "saisie_assistee_motivee": lambda m, d: _saisie_assistee(m, d, ""),
    "saisie_assistee_dates_ordonnees": _saisie_assistee_a_l_envers,
    "volet_signe_confirme": _volet_signe_a_confirmer,
    "regle_calendrier_unique": _regle_double,
    "campagne_unique": lambda m, d: campagne_er(m.caf),
    "campagne_dates_ordonnees": lambda m, d: Campagne.objects.update(ferme_le=date(2000, 1, 1)),
    "campagne_numero_actualisee": lambda m, d: Campagne.objects.update(numero=1),
    "derogation_motivee": _derogation,
    "declaration_unique": _declaration_double,
    "declaration_etat_connu": lambda m, d: Declaration.objects.update(
        etat="perdue", version_en_vigueur=d.version_courante
    ),
    "declaration_sans_objet_motivee": lambda m, d: Declaration.objects.update(etat="sans_objet"),
    "declaration_envoyee_a_une_version": lambda m, d: Declaration.objects.update(etat="transmise"),
    "declaration_numero_actualisee": lambda m, d: Declaration.objects.update(numero=2),
    "version_numero_unique": _version_double,
    "version_envoi_complet": lambda m, d: Version.objects.update(envoyee_le=MAINTENANT),
    "version_validation_complete": lambda m, d: Version.objects.update(validee_le=MAINTENANT),
    "volet_unique": _volet_double,
    "volet_nature_connue": lambda m, d: Volet.objects.filter(nature="activite").update(
        nature="autre"
    ),
    "volet_signature_complete": lambda m, d: Volet.objects.update(signe_le=MAINTENANT),
    "volet_modification_complete": lambda m, d: Volet.objects.update(modifie_le=MAINTENANT),
    "demande_correction_unique": _demande_double,
    "demande_correction_motivee": lambda m, d: _demande(m, d, ""),
    "justification_unique": _justification_double,
    "message_jeton_unique": _message_double,
    "message_texte_present": lambda m, d: _message(m, d, ""),
    "lecture_messages_unique": _lecture_double,
    "piece_jeton_unique": _piece_double,
    "piece_libelle_present": lambda m, d: _piece(m, d, libelle=""),
    "piece_constat_ou_message": _piece_de_trop,
    "piece_retrait_complet": lambda m, d: _piece(m, d, retiree_le=MAINTENANT),
    "reprise_elan_unique": _reprise_double,
    "reprise_elan_annee_plausible": lambda m, d: _reprise(m, annee=1999),
    "reprise_elan_origine_complete": lambda m, d: _reprise(m, origine="import"),
    "reprise_elan_revision_positive": lambda m, d: _reprise(m, revision=0),
    "reprise_elan_remplie": lambda m, d: _reprise(m, lignes=[]),
    "import_elan_confirme_ou_en_attente": _import_vide,
    "valeur_ecartee_d_un_champ": _ecartee_sans_champ,
    "justification_texte_present": lambda m, d: _justification(m, d, ""),
}


def contraintes() -> dict[str, models.BaseConstraint]:
    """Every constraint that the models of the application declare."""
    classes = [getattr(modeles, nom) for nom in modeles.__all__]
    return {c.name: c for classe in classes for c in classe._meta.constraints}


def test_chaque_contrainte_a_son_cas() -> None:
    assert set(contraintes()) == set(CAS)


@pytest.mark.parametrize("nom", sorted(CAS))
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    declaration = monde.declaration()

    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        CAS[nom](monde, declaration)


def test_les_contraintes_se_disent_en_francais() -> None:
    """Unique constraints on plain fields use Django's own sentence, which is French too."""
    muettes = {
        nom
        for nom, contrainte in contraintes().items()
        if contrainte.violation_error_message == contrainte.default_violation_error_message
    }

    assert muettes == {
        "version_numero_unique",
        "volet_unique",
        "demande_correction_unique",
        "justification_unique",
    }


def test_un_message_ne_change_plus(monde: Monde) -> None:
    message = _message(monde, monde.declaration())
    for acte in (message.delete, lambda: MessageDossier.objects.update(texte="Autre")):
        with pytest.raises(DatabaseError, match="ajout_seul"), transaction.atomic():
            acte()


def test_une_piece_se_retire_une_fois_et_ne_s_efface_pas(monde: Monde) -> None:
    declaration = monde.declaration()
    _piece(monde, declaration)
    pieces = PieceJointe.objects.all()
    retrait = {
        "retiree_le": MAINTENANT,
        "retiree_par": monde.conseiller,
        "retiree_version": declaration.version_courante,
        "retrait_motif": "Doublon",
    }
    for acte in (pieces.delete, lambda: pieces.update(libelle="Autre")):
        with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
            acte()
    pieces.update(**retrait)
    with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
        pieces.update(retrait_motif="Autre motif")
