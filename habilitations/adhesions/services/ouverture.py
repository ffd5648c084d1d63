"""Opening the adhesion of a partner: its case derived from what the Caf holds (DOMAINE §2, S)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.regles.cas import Tenus, cas_de
from habilitations.adhesions.regles.pieces import attendues
from habilitations.adhesions.services.acces import exiger_responsable, exiger_vivante, raconter
from habilitations.models import Adhesion, Gestionnaire
from habilitations.models.sirets import valider_siret
from habilitations.permissions import Acteur
from portal.socle.formats import date_fr
from portal.socle.refus import DemandeInvalide


@dataclass(frozen=True)
class Demande:
    """What the Caf types to open an adhesion.

    ``nom``, ``nature`` and ``adresse`` are those of a partner that the portal does not know yet.
    ``mcp_signee_le`` and ``afas_signe_le`` tell what the Caf holds on paper; ``mode`` the level of
    delegation asked for.
    """

    siret: str
    nom: str
    nature: str
    adresse: str
    representant: str
    qualite: str
    courriel: str
    mode: str
    mcp_signee_le: date | None = None
    afas_signe_le: date | None = None


def ce_que_tient(adhesion: Adhesion | None, demande: Demande) -> Tenus:
    """An adhesion that was complete rests on both papers; else what the Caf holds, as typed."""
    if adhesion and adhesion.complete_le:
        return Tenus(mcp=True, afas=True)
    return Tenus(mcp=demande.mcp_signee_le is not None, afas=demande.afas_signe_le is not None)


@transaction.atomic
def ouvrir(demande: Demande, *, caf_id: int, acteur: Acteur) -> DossierAdhesion:
    """Open the file of a partner; the same demand again by the same person gives the first one.

    A partner known keeps its name and address. Raises ActionRefusee (not the responsable of this
    Caf; adhesion suspended or over), DemandeInvalide (SIRET, names, dates; a file is open).
    """
    exiger_responsable(caf_id, acteur)
    _exiger_lisible(demande, acteur.jour)
    gestionnaire = _partenaire(demande)
    Adhesion.objects.get_or_create(
        caf_id=caf_id, gestionnaire=gestionnaire, defaults={"mode": Adhesion.Mode.NON_DELEGUE}
    )
    adhesion = Adhesion.objects.select_for_update(no_key=True).get(
        caf=caf_id, gestionnaire=gestionnaire
    )
    if deja := adhesion.dossiers.en_cours().first():
        return _le_meme(deja, demande, acteur)
    exiger_vivante(adhesion, acteur.jour)
    cas = cas_de(ce_que_tient(adhesion, demande))
    dossier = DossierAdhesion.objects.create(
        caf_id=caf_id,
        gestionnaire=gestionnaire,
        adhesion=adhesion,
        cas=cas,
        attendues=list(attendues(genres().values(), cas)),
        mcp_signee_le=demande.mcp_signee_le,
        afas_signe_le=demande.afas_signe_le,
        representant=demande.representant,
        qualite=demande.qualite,
        courriel=demande.courriel,
        mode=adhesion.mode if adhesion.complete_le else demande.mode,
        ouvert_par=acteur.utilisateur,
        ouvert_le=acteur.maintenant,
    )
    raconter("adhesion.ouverte", dossier, acteur, cas=str(cas), attendues=dossier.attendues)
    return dossier


def _exiger_lisible(demande: Demande, jour: date) -> None:
    """Raise DemandeInvalide on the first thing typed that cannot be kept."""
    try:
        valider_siret(demande.siret)
    except ValidationError as erreur:
        raise DemandeInvalide("siret", str(erreur.message)) from None
    try:
        validate_email(demande.courriel)
    except ValidationError:
        raise DemandeInvalide("courriel", "Écrivez une adresse électronique complète.") from None
    if demande.mode not in Adhesion.Mode.values:
        raise DemandeInvalide("mode", "Choisissez qui gère les habilitations.")
    for champ in ("representant", "qualite"):
        if not getattr(demande, champ).strip():
            raise DemandeInvalide(champ, "Indiquez le représentant légal et sa qualité.")
    for champ in ("mcp_signee_le", "afas_signe_le"):
        le = getattr(demande, champ)
        if le and le > jour:
            raise DemandeInvalide(champ, "Cette date est à venir : indiquez celle de la signature.")
    if demande.afas_signe_le and not demande.mcp_signee_le:
        raise DemandeInvalide(
            "mcp_signee_le",
            "Un bulletin AFAS suppose une convention MCP : indiquez la date de celle-ci.",
        )


def _partenaire(demande: Demande) -> Gestionnaire:
    """The partner of this SIRET, known already or new. Raises DemandeInvalide."""
    if connu := Gestionnaire.objects.filter(siret=demande.siret).first():
        return connu
    nouveau = Gestionnaire(
        siret=demande.siret, nom=demande.nom, nature=demande.nature, adresse=demande.adresse
    )
    try:
        nouveau.clean_fields()
    except ValidationError as erreur:
        champ = next(iter(erreur.message_dict))
        raise DemandeInvalide(champ, EXIGENCES.get(champ, erreur.messages[0])) from None
    if not demande.adresse.strip():
        raise DemandeInvalide("adresse", EXIGENCES["adresse"])
    partenaire, _ = Gestionnaire.objects.get_or_create(
        siret=demande.siret,
        defaults={"nom": demande.nom, "nature": demande.nature, "adresse": demande.adresse},
    )
    return partenaire


EXIGENCES = {
    "nom": "Indiquez le nom du partenaire : le portail ne connaît pas encore ce SIRET.",
    "nature": "Choisissez la nature du partenaire : le portail ne connaît pas encore ce SIRET.",
    "adresse": "Indiquez l’adresse du partenaire : le portail ne connaît pas encore ce SIRET.",
}


def _le_meme(deja: DossierAdhesion, demande: Demande, acteur: Acteur) -> DossierAdhesion:
    """The file open already, when this demand is the one that opened it. Raises DemandeInvalide."""
    champs = ("representant", "qualite", "courriel", "mcp_signee_le", "afas_signe_le")
    memes = all(getattr(deja, champ) == getattr(demande, champ) for champ in champs)
    if memes and deja.ouvert_par_id == acteur.utilisateur.pk:
        return deja
    raise DemandeInvalide(
        "siret",
        f"Un dossier d’adhésion est ouvert pour ce partenaire depuis le "
        f"{date_fr(deja.ouvert_le)} : reprenez-le.",
    )
