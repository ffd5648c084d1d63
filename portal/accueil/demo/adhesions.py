"""The adhesions of the demonstration: one partner half-way in each case."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.adhesions.services import pieces
from habilitations.adhesions.services.ouverture import Demande, ouvrir
from habilitations.models import Adhesion, Gestionnaire
from habilitations.permissions import Acteur
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant

HEURE = 10
OUVERTS_DEPUIS, REPONDU_APRES = 12, 5
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

    ``mcp`` and ``afas`` tell what the Caf holds of it on paper.
    """

    siret: str
    nom: str
    nature: str
    representant: tuple[str, str]
    acceptees: tuple[str, ...] = ()
    a_verifier: tuple[str, ...] = ()
    refusees: tuple[str, ...] = ()
    mcp: bool = False
    afas: bool = False


ASSOCIATION, COLLECTIVITE = Gestionnaire.Nature.ASSOCIATION, Gestionnaire.Nature.COLLECTIVITE
MOTIF = "La dernière page n’est pas signée par le représentant légal."
ENTREES = (
    Entree(
        *("00024501900013", "Association Le Trait d’union", ASSOCIATION),
        ("Solène Garrigue", "présidente"),
        acceptees=("fiche_identification", "pj1", "pj2"),
        a_verifier=("bulletin_afas",),
        refusees=("convention_mcp",),
    ),
    Entree(
        *("00024502700016", "Commune de Fontaine-Basse", COLLECTIVITE),
        ("Hervé Lacombe", "maire"),
        acceptees=("bulletin_afas", "contrat_service"),
        mcp=True,
    ),
    Entree(
        *("00024503500019", "Communauté de communes des Trois Rivières", COLLECTIVITE),
        ("Nadège Pruvost", "présidente"),
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
        _jouer(entree, decor.cafs[code].pk, Acteur(responsable, instant(ouvert_le, HEURE)))


def _jouer(entree: Entree, caf_id: int, acteur: Acteur) -> None:
    jadis = acteur.jour - timedelta(days=700)
    nom, qualite = entree.representant
    dossier = ouvrir(
        Demande(
            siret=entree.siret,
            nom=entree.nom,
            nature=entree.nature,
            adresse="1 place du Marché",
            representant=nom,
            qualite=qualite,
            courriel="representant@demo.example",
            mode=Adhesion.Mode.NON_DELEGUE,
            mcp_signee_le=jadis if entree.mcp else None,
            afas_signe_le=jadis if entree.afas else None,
        ),
        caf_id=caf_id,
        acteur=acteur,
    )
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
