"""Calendar, declarations, versions, volets, justifications and lists taken away."""

from datetime import date, timedelta

from declarations.models import (
    Campagne,
    ChiffrePartage,
    Declaration,
    DemandeCorrection,
    ExportListe,
    Justification,
    RegleCalendrier,
    SaisieAssistee,
    ValeurEcartee,
    Version,
    Volet,
)
from tests.declarations.contraintes.acte import Acte
from tests.monde import JOUR, MAINTENANT, Monde, campagne_er


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


def _justification(
    monde: Monde, declaration: Declaration, texte: str = "Texte", motif: str = "autre"
) -> None:
    Justification.objects.create(
        version=declaration.version_courante,
        cle="C06:charges",
        motif=motif,
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


def _version_double(monde: Monde, declaration: Declaration) -> None:
    Version.objects.create(declaration=declaration, numero=1, grille="er-1", cree_le=MAINTENANT)


def _volet_double(monde: Monde, declaration: Declaration) -> None:
    Volet.objects.create(version=declaration.version_courante, nature="activite")


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


def _chiffre(declaration: Declaration, valeur: str = "12") -> None:
    ChiffrePartage.objects.create(
        dossier=declaration,
        equipement=declaration.equipement,
        annee=declaration.annee,
        chemin="collectifs.c1.enfants",
        valeur=valeur,
        libelle="Bilan 2025",
        adresse="/bilans/1/accord/",
        le=MAINTENANT,
    )


def _chiffre_double(monde: Monde, declaration: Declaration) -> None:
    _chiffre(declaration)
    _chiffre(declaration)


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
    "declaration_etat_connu": lambda m, d: Declaration.objects.update(
        etat="perdue", version_en_vigueur=d.version_courante
    ),
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
    "valeur_ecartee_d_un_champ": _ecartee_sans_champ,
    "justification_texte_present": lambda m, d: _justification(m, d, ""),
    "chiffre_partage_unique": _chiffre_double,
    "chiffre_partage_present": lambda m, d: _chiffre(d, ""),
    "justification_motif_connu": lambda m, d: _justification(m, d, motif="inventé"),
}
