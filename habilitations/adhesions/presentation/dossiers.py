"""An adhesion file in words: how far it has come, who holds it up, each paper and its acts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion, PieceAdhesion
from habilitations.adhesions.regles.avancement import Avancement, Cloture, Etat, EtatPiece, Partie
from habilitations.adhesions.regles.avenants import Objet
from habilitations.adhesions.regles.cas import Cas
from habilitations.adhesions.regles.pieces import Donnee
from habilitations.adhesions.services.inscription import AFaire
from habilitations.models import Adhesion, Dispositif, Role
from habilitations.permissions import Acteur
from portal.socle.composants import Fait
from portal.socle.documents import decrire_fichier
from portal.socle.formats import citer, date_fr, ecrire_siret

CAS: Mapping[str, str] = {
    Cas.A: "Cas A : aucune convention Mon Compte Partenaire",
    Cas.B: "Cas B : convention Mon Compte Partenaire, sans AFAS",
    Cas.C: "Cas C : convention Mon Compte Partenaire et AFAS",
}
OBJETS: Mapping[str, str] = {
    Objet.EQUIPEMENTS: "équipements",
    Objet.DELEGATION: "gestion des habilitations",
    Objet.SIRET: "SIRET",
    Objet.REPRESENTANT: "représentant légal",
}
# In words, with the tone of its badge.
ETATS: Mapping[str, tuple[str, str]] = {
    Etat.OUVERT: ("Pièces attendues", "neutre"),
    Etat.EN_COURS: ("En cours", "info"),
    Etat.A_VERIFIER: ("À vérifier", "attention"),
    Etat.A_REPRENDRE: ("Pièce à reprendre", "attention"),
    Etat.A_CONCLURE: ("À conclure", "attention"),
    Etat.COMPLET: ("Complet", "succes"),
    Etat.SANS_SUITE: ("Sans suite", "neutre"),
}
ETATS_PIECE: Mapping[str, tuple[str, str]] = {
    EtatPiece.ATTENDUE: ("Attendue", "neutre"),
    EtatPiece.A_VERIFIER: ("À vérifier", "attention"),
    EtatPiece.REFUSEE: ("Refusée", "erreur"),
    EtatPiece.ACCEPTEE: ("Acceptée", "succes"),
}
PARTIES: Mapping[str, str] = {
    Partie.PARTENAIRE: "Le partenaire",
    Partie.CAF: "La Caf",
    Partie.PERSONNE: "–",
}
LES_DEUX = "La Caf et le partenaire"
DONNEES: Mapping[Donnee, tuple[str, Callable[[DossierAdhesion], str]]] = {
    Donnee.SIRET: ("SIRET", lambda d: ecrire_siret(d.gestionnaire.siret)),
    Donnee.NOM: ("Nom du partenaire", lambda d: d.gestionnaire.nom),
    Donnee.ADRESSE: ("Adresse", lambda d: d.gestionnaire.adresse),
    Donnee.REPRESENTANT: ("Représentant légal", lambda d: f"{d.representant}, {d.qualite}"),
    Donnee.COURRIEL: ("Son adresse électronique", lambda d: d.courriel),
    Donnee.MODE: ("Habilitations", lambda d: d.get_mode_display()),
}


@dataclass(frozen=True)
class PieceMontree:
    """A kind of paper awaited, with the last one received and what may be done with it.

    Addresses are empty for what cannot be done.
    """

    libelle: str
    contenu: str
    etat: str
    ton: str
    fichier: str = ""
    detail: str = ""
    motif: str = ""
    telecharger: str = ""
    a_signer: str = ""
    deposer: str = ""
    examiner: str = ""
    revoir: bool = False


def libelle(genre: str) -> str:
    return genres()[genre].libelle


def faits(dossier: DossierAdhesion) -> list[Fait]:
    """What was typed when it was opened, and the case that follows."""
    if dossier.objets:
        lignes = [Fait("Avenant", dire_objets(dossier))]
    else:
        lignes = [Fait("Cas", CAS[dossier.cas], "Déduit de ce que la Caf détient déjà.")]
    if dossier.nouveau_siret:
        lignes.append(Fait("Nouveau SIRET", ecrire_siret(dossier.nouveau_siret)))
    lignes += saisis(dossier, DONNEES)
    for titre, le in (
        ("Convention MCP détenue", dossier.mcp_signee_le),
        ("Bulletin AFAS détenu", dossier.afas_signe_le),
    ):
        if le:
            lignes.append(Fait(titre, f"signé{'e' if 'MCP' in titre else ''} le {date_fr(le)}"))
    lignes.append(Fait("Ouvert", f"le {date_fr(dossier.ouvert_le)} par {dossier.ouvert_par}"))
    return lignes


def dire_objets(dossier: DossierAdhesion) -> str:
    """« équipements, représentant légal »: what an avenant changes."""
    return ", ".join(OBJETS[objet] for objet in dossier.objets)


def dire_a_faire(dossier: DossierAdhesion, prevu: AFaire) -> list[str]:
    """What concluding would do, line by line."""
    lignes = []
    if dossier.nouveau_siret:
        avant, apres = dossier.gestionnaire.siret, dossier.nouveau_siret
        lignes.append(f"SIRET : {ecrire_siret(apres)} au lieu de {ecrire_siret(avant)}")
    if Objet.DELEGATION in dossier.objets:
        lignes.append(f"Habilitations : {dossier.get_mode_display()}")
        if dossier.mode == Adhesion.Mode.NON_DELEGUE:
            lignes.append(
                "Délégation retirée ; la Caf signe de nouveau les droits qu’elle couvrait."
            )
    if Objet.REPRESENTANT in dossier.objets:
        lignes.append(f"Représentant légal : {dossier.representant}, {dossier.qualite}")
    lignes += [
        f"Équipement inscrit : {e['nom']} ({Dispositif(e['dispositif']).label})"
        for e in prevu.equipements
    ]
    lignes += [
        f"Droits signés pour {p['prenom']} {p['nom']} ({p['courriel']}) : "
        f"{', '.join(Role(role).label for role in roles)}"
        for p, roles in prevu.droits
    ]
    lignes += [
        f"Aucun droit pour {p['prenom']} {p['nom']} ({p['courriel']}) : les siens sont suspendus "
        "chez ce partenaire, et se reprennent sur sa page."
        for p in prevu.suspendues
    ]
    if prevu.delegation:
        lignes.append("Délégation signée : le partenaire gère lui-même les trois rôles.")
    return lignes


def saisis(dossier: DossierAdhesion, donnees: Iterable[Donnee]) -> list[Fait]:
    """What a paper is read beside."""
    return [Fait(DONNEES[d][0], DONNEES[d][1](dossier)) for d in donnees]


def attend(avancement: Avancement) -> str:
    """Who is awaited: both sides when the Caf looks at a paper and others are to be handed in."""
    if avancement.retenu_par == Partie.CAF and avancement.a_deposer:
        return LES_DEUX
    return PARTIES[avancement.retenu_par]


@dataclass(frozen=True)
class AdhesionSuivie:
    """A file at work as the first page of who follows it for a partner shows it.

    ``a_deposer`` counts the papers that they may hand in while the Caf looks at others.
    """

    partenaire: str
    caf: str
    adresse: str
    etat: str
    ton: str
    a_moi: bool
    a_deposer: int


def adhesions_en_cours(acteur: Acteur) -> list[AdhesionSuivie]:
    """Files at work that one follows for a partner; those that wait for them first."""
    if not acteur.adhesions_suivies:
        return []
    suivies = (
        DossierAdhesion.objects.en_cours().filter(pk__in=acteur.adhesions_suivies).avec_pieces()
    )
    lignes = [
        AdhesionSuivie(
            d.gestionnaire.nom,
            d.caf.nom,
            reverse("adhesions:dossier", args=[d.pk]),
            *ETATS[d.avancement.etat],
            a_moi=d.avancement.retenu_par == Partie.PARTENAIRE,
            a_deposer=d.avancement.a_deposer,
        )
        for d in suivies
    ]
    return sorted(lignes, key=lambda ligne: (not ligne.a_moi, not ligne.a_deposer))


def pieces(dossier: DossierAdhesion, *, cote_caf: bool) -> list[PieceMontree]:
    """Papers awaited, in their order; no query once they are prefetched.

    The Caf alone looks at them; both sides hand them in.
    """
    recues, etats = dossier.dernieres_pieces, dossier.avancement.pieces
    return [
        _piece(dossier, genre, etats[genre], recues.get(genre), cote_caf)
        for genre in dossier.attendues
    ]


def _piece(
    dossier: DossierAdhesion,
    code: str,
    etat: EtatPiece,
    recue: PieceAdhesion | None,
    cote_caf: bool,
) -> PieceMontree:
    genre, (dit, ton) = genres()[code], ETATS_PIECE[etat]
    ouvert = dossier.cloture == Cloture.AUCUNE
    manque = etat in (EtatPiece.ATTENDUE, EtatPiece.REFUSEE)
    deposer = reverse("adhesions:deposer", args=[dossier.pk, code]) if ouvert and manque else ""
    a_signer = reverse("adhesions:a_signer", args=[dossier.pk, code]) if deposer else ""
    if recue is None:
        return PieceMontree(
            genre.libelle, genre.contenu, dit, ton, a_signer=a_signer, deposer=deposer
        )
    return PieceMontree(
        a_signer=a_signer,
        libelle=genre.libelle,
        contenu=genre.contenu,
        etat=dit,
        ton=ton,
        fichier=decrire_fichier(recue.document),
        detail=_detail(recue),
        motif=citer(recue.motif) if recue.motif else "",
        telecharger=reverse("adhesions:fichier", args=[dossier.pk, recue.pk]),
        deposer=deposer,
        examiner=(
            reverse("adhesions:examiner", args=[dossier.pk, recue.pk])
            if ouvert and cote_caf and not manque
            else ""
        ),
        revoir=etat == EtatPiece.ACCEPTEE,
    )


def _detail(piece: PieceAdhesion) -> str:
    """« Reçue le 3 février 2026 ; acceptée le 4 février 2026 par Rose Responsable »."""
    recue = f"Reçue le {date_fr(piece.recue_le)}"
    if piece.decidee_le is None:
        return recue
    decision = piece.get_decision_display().lower()
    return f"{recue} ; {decision} le {date_fr(piece.decidee_le)} par {piece.decidee_par}"
