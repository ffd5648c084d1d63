"""The adhesions of the demonstration: one partner half-way in each case.

The first follows its file and fills in its fiche; the second was sent a link that it has not opened
yet; the third follows its file, where a paper is to be taken up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.adhesions.regles.fiche import (
    ACTIVITE,
    APPROBATEUR,
    FINANCES,
    TOUS,
    Section,
)
from habilitations.adhesions.services import invitations, pieces
from habilitations.adhesions.services.fiches import enregistrer, fiche_de
from habilitations.adhesions.services.ouverture import Demande, ouvrir
from habilitations.models import Adhesion, DossierAdhesion, Gestionnaire
from habilitations.permissions import Acteur
from portal.accueil.demo.comptes import adresse
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.socle.models import Courriel

HEURE = 10
OUVERTS_DEPUIS, SUIVI_APRES, REPONDU_APRES = 12, 1, 5
# A page that says nothing: papers of the demonstration are nobody's.
PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)


@dataclass(frozen=True)
class Entree:
    """A partner who joins: papers accepted, to be looked at, refused and why.

    ``mcp`` and ``afas`` tell what the Caf holds of it on paper; ``compte`` is who follows the file,
    if anybody does yet, and ``fiche`` what they typed.
    """

    siret: str
    nom: str
    nature: str
    representant: tuple[str, str]
    courriel: str
    compte: tuple[str, str] | None = None
    fiche: tuple[tuple[Section, Mapping[str, Any]], ...] = field(default=())
    acceptees: tuple[str, ...] = ()
    a_verifier: tuple[str, ...] = ()
    refusees: tuple[str, ...] = ()
    mcp: bool = False
    afas: bool = False


ASSOCIATION, COLLECTIVITE = Gestionnaire.Nature.ASSOCIATION, Gestionnaire.Nature.COLLECTIVITE
MOTIF = "La dernière page n’est pas signée par le représentant légal."
ADRESSE = "1 place du Marché"
SOLENE = {"courriel": adresse("adhesion"), "telephone": "04 79 00 00 10"}
BASTIEN = {
    "prenom": "Bastien",
    "nom": "Roy",
    "courriel": adresse("bastien.roy"),
    "roles": {ACTIVITE: [TOUS], FINANCES: [TOUS]},
}
DANIEL = {
    "prenom": "Daniel",
    "nom": "Aubry",
    "courriel": adresse("daniel.aubry"),
    "roles": {ACTIVITE: [TOUS], FINANCES: [TOUS], APPROBATEUR: [TOUS]},
}
ENTREES = (
    Entree(
        *("00024501900013", "Association Le Trait d’union", ASSOCIATION),
        ("Solène Garrigue", "présidente"),
        "adhesion",
        ("Solène", "Garrigue"),
        fiche=(
            (Section.PARTENAIRE, {"nom": "Association Le Trait d’union", "adresse": ADRESSE}),
            (Section.REPRESENTANT, SOLENE | {"nom": "Solène Garrigue", "qualite": "présidente"}),
            (Section.MANDATAIRE, {"nom": ""}),
            (Section.CONTACTS, {"nom": "Bastien Roy", "fonction": "coordinateur"}),
            (Section.EQUIPEMENTS, {"nom": "Clas du Trait d’union", "dispositif": "clas"}),
            (Section.PERSONNES, BASTIEN),
        ),
        acceptees=("fiche_identification",),
        a_verifier=("bulletin_afas",),
        refusees=("convention_mcp",),
    ),
    Entree(
        *("00024502700016", "Commune de Fontaine-Basse", COLLECTIVITE),
        ("Hervé Lacombe", "maire"),
        "mairie.fontaine",
        acceptees=("bulletin_afas", "contrat_service"),
        mcp=True,
    ),
    Entree(
        *("00024503500019", "Communauté de communes des Trois Rivières", COLLECTIVITE),
        ("Nadège Pruvost", "présidente"),
        "adhesion.interco",
        ("Nadège", "Pruvost"),
        fiche=(
            (
                Section.EQUIPEMENTS,
                {"nom": "Coopération CTG des Trois Rivières", "dispositif": "cct"},
            ),
            (Section.PERSONNES, DANIEL),
        ),
        refusees=("pj3",),
        mcp=True,
        afas=True,
    ),
)


def ouvrir_les_adhesions(decor: Decor) -> None:
    """Three files at the first Caf that has a responsable, opened some days ago."""
    code, responsable = next(iter(decor.responsables.items()))
    ouvert_le = decor.reperes.jour - timedelta(days=OUVERTS_DEPUIS)
    for entree in ENTREES:
        _jouer(decor, entree, decor.cafs[code].pk, Acteur(responsable, instant(ouvert_le, HEURE)))


def _jouer(decor: Decor, entree: Entree, caf_id: int, acteur: Acteur) -> None:
    jadis = acteur.jour - timedelta(days=700)
    nom, qualite = entree.representant
    dossier = ouvrir(
        Demande(
            siret=entree.siret,
            nom=entree.nom,
            nature=entree.nature,
            adresse=ADRESSE,
            representant=nom,
            qualite=qualite,
            courriel=adresse(entree.courriel),
            mode=Adhesion.Mode.NON_DELEGUE,
            mcp_signee_le=jadis if entree.mcp else None,
            afas_signe_le=jadis if entree.afas else None,
        ),
        caf_id=caf_id,
        acteur=acteur,
    )
    _faire_suivre(decor, entree, dossier, acteur)
    plus_tard = Acteur(
        acteur.utilisateur, instant(acteur.jour + timedelta(days=REPONDU_APRES), HEURE)
    )
    for genre in (*entree.acceptees, *entree.refusees, *entree.a_verifier):
        fichier = SimpleUploadedFile(f"{genre}.pdf", PDF, "application/pdf")
        recue = pieces.recevoir(dossier.pk, genre, fichier=fichier, jeton=uuid4(), acteur=plus_tard)
        if genre in entree.acceptees:
            pieces.accepter(dossier.pk, recue.pk, acteur=plus_tard)
        elif genre in entree.refusees:
            pieces.refuser(dossier.pk, recue.pk, motif=MOTIF, acteur=plus_tard)


def _faire_suivre(decor: Decor, entree: Entree, dossier: DossierAdhesion, acteur: Acteur) -> None:
    """Send the link; who has an account opens it the next day, and types the fiche.

    A link that waits is sent on the day of the demonstration: it is still good.
    """
    a, aujourd_hui = adresse(entree.courriel), instant(decor.reperes.jour, HEURE)
    if entree.compte is None:
        caf = Acteur(acteur.utilisateur, aujourd_hui)
        invitations.envoyer(dossier.pk, courriel=a, acteur=caf)
        return
    invitations.envoyer(dossier.pk, courriel=a, acteur=acteur)
    qui = Acteur(
        decor.personne(entree.courriel, *entree.compte),
        instant(acteur.jour + timedelta(days=SUIVI_APRES), HEURE),
    )
    ecrit = Courriel.objects.filter(destinataire=a).latest("pk").texte
    lien = re.search(r"/adhesions/rejoindre/([^/]+)/", ecrit)
    if lien is None:
        raise ValueError(f"Aucun lien dans le courriel écrit à {a}")
    invitations.rattacher(lien[1], acteur=qui)
    for section, valeurs in entree.fiche:
        vue = fiche_de(dossier, qui.jour).vue(section)
        enregistrer(dossier.pk, section, valeurs, vue=vue, acteur=qui)
