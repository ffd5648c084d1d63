"""Declarations of one Caf: where each stands, the states it went through, and what was told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from declarations.models import Declaration, DemandeCorrection
from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services.lignes import en_json as lignes_en_json
from habilitations.models import Caf, Utilisateur
from portal.accueil.peuplement import vies
from portal.accueil.peuplement.chaines import Journal
from portal.accueil.peuplement.equipements import Terrain
from portal.accueil.peuplement.patrons import Patrons
from portal.accueil.peuplement.redaction import OBJET, Redaction
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.versions import REPRIS, Versions
from portal.accueil.peuplement.vies import Vie
from portal.dossiers.models import Dossier

SANS_OBJET = "Le partenaire ne demande pas de subvention pour cet exercice."
A_CORRIGER = "Les comptes 61 et 62 semblent intervertis par rapport à l’an dernier."
DELAI = timedelta(days=15)
# What the journal says of each act, besides its version.
VERBES: dict[str, tuple[str, dict[str, str]]] = {
    vies.SAISIE_ACTIVITE: ("saisie_commencee", {"volet": ACTIVITE}),
    vies.SIGNATURE_ACTIVITE: ("volet_signe", {"volet": ACTIVITE}),
    vies.SIGNATURE_FINANCES: ("volet_signe", {"volet": FINANCES}),
    vies.PRISE_EN_CHARGE: ("prise_en_charge", {}),
    vies.VALIDATION: ("validee", {}),
    vies.REPONSE: ("volet_signe", {"volet": FINANCES}),
    vies.REPRISE_EN_CHARGE: ("prise_en_charge", {}),
    vies.NOUVELLE_VALIDATION: ("validee", {}),
}
SECONDE = frozenset(
    {vies.REPONSE, vies.NOUVEL_ENVOI, vies.REPRISE_EN_CHARGE, vies.NOUVELLE_VALIDATION}
)


class Dossiers:
    """Writes the declarations of one Caf."""

    def __init__(self, registre: Registre, journal: Journal, caf: Caf, patrons: Patrons) -> None:
        self._journal, self._caf, self._patrons = journal, caf, patrons
        self._dossiers = registre.rangee(
            Dossier,
            "caf_id gestionnaire_id equipement_id dispositif nature numero annee etat "
            "etat_precedent etat_depuis sans_objet_motif",
            10_000,
        )
        self._declarations = registre.rangee(
            Declaration,
            "campagne_id appelee_le version_courante_id version_en_vigueur_id",
            10_000,
        )
        self._versions = Versions(registre, caf)
        self._demandes = registre.rangee(
            DemandeCorrection,
            "version_id motif demandee_par_id demandee_le pour_le volets champs satisfaite_le",
            4_000,
        )

    def rediger(self, terrain: Terrain, vie: Vie) -> Redaction:
        """Write one declaration and all that hangs on it."""
        due = vie.attendue
        patron = self._patrons.de(terrain.histoire, due.nature, due.numero, due.annee, self._caf.pk)
        cles, postes = terrain.cles(due.annee)
        lignes = lignes_en_json(cles.lignes(patron.lignes, postes))
        redaction = Redaction(self._dossiers.reserver(), terrain, vie, patron, cles, lignes)
        premiere, empreinte = self._versions.premiere(redaction)
        seconde, autre = 0, ""
        if corrigee_le := vie.a(vies.CORRECTION):
            seconde, autre = self._versions.correction(redaction, corrigee_le)
            self._demander(redaction, seconde, corrigee_le)
        self._dossiers.raconter(redaction.pk, list(self._etats(redaction)))
        self._declarations.raconter(
            redaction.pk, list(self._comptees(redaction, premiere, seconde))
        )
        self._raconter(redaction, {1: empreinte, 2: autre})
        return redaction

    def _demander(self, redaction: Redaction, version: int, le: datetime) -> None:
        self._demandes.ajouter(
            version,
            A_CORRIGER,
            redaction.conseiller.pk,
            le,
            (le + DELAI).date(),
            [],
            list(REPRIS),
            redaction.vie.a(vies.NOUVEL_ENVOI),
        )

    def _etats(self, redaction: Redaction) -> Iterator[tuple[datetime, tuple[Any, ...]]]:
        """The file as it stood after each act that moved it."""
        due, terrain = redaction.due, redaction.terrain
        racine = (
            *(self._caf.pk, terrain.partenaire.pk, terrain.pk),
            *(due.dispositif, due.nature, due.numero, due.annee),
        )
        avant = ""
        for quand, etat, _ in redaction.vie.suite():
            retire = etat == Etat.SANS_OBJET
            yield (
                quand,
                (*racine, etat, avant if retire else "", quand, SANS_OBJET if retire else ""),
            )
            avant = etat

    def _comptees(
        self, redaction: Redaction, premiere: int, seconde: int
    ) -> Iterator[tuple[datetime, tuple[Any, ...]]]:
        """The declaration each time that another version was at work, or counted."""
        due = redaction.due
        suites = {
            vies.ENVOI: (premiere, premiere),
            vies.CORRECTION: (seconde, premiere),
            vies.NOUVEL_ENVOI: (seconde, seconde),
        }
        for rang, (quand, _, acte) in enumerate(redaction.vie.suite()):
            if versions := suites.get(acte or "") or (() if rang else (premiere, None)):
                yield quand, (due.campagne_id, due.appelee_le, *versions)

    def _raconter(self, redaction: Redaction, empreintes: dict[int, str]) -> None:
        """The lines of the journal about one declaration."""
        campagne = redaction.due.campagne_id
        self._dire(redaction, "appelee", redaction.due.appelee_le, None, campagne=campagne)
        for cle, _, texte, _, _, par, le in redaction.justifications:
            code = cle.partition(":")[0]
            avant = le - timedelta(seconds=1)
            self._dire(
                redaction, "anomalie_justifiee", avant, par, texte, controle=code, constat=cle
            )
        for acte, quand in redaction.vie.moments.items():
            numero = 2 if acte in SECONDE else 1
            if acte in (vies.ENVOI, vies.NOUVEL_ENVOI):
                dit: tuple[str, dict[str, str]] = ("transmise", {"empreinte": empreintes[numero]})
            elif acte == vies.CORRECTION:
                self._dire_la_correction(redaction, quand)
                continue
            elif acte == vies.SANS_OBJET:
                self._dire(redaction, "sans_objet", quand, redaction.conseiller, SANS_OBJET)
                continue
            elif acte in VERBES:
                dit = VERBES[acte]
            else:
                continue
            verbe, details = dit
            auteur = _auteur(redaction, acte)
            self._dire(redaction, verbe, quand, auteur, version=numero, **details)

    def _dire_la_correction(self, redaction: Redaction, quand: datetime) -> None:
        self._dire(
            redaction,
            "correction_demandee",
            quand,
            redaction.conseiller,
            A_CORRIGER,
            pour_le=(quand + DELAI).date().isoformat(),
            volets=[],
            champs=list(REPRIS),
            nouvelle_version=2,
        )

    def _dire(
        self,
        redaction: Redaction,
        verbe: str,
        le: datetime,
        auteur: Utilisateur | None,
        motif: str = "",
        *,
        version: int = 1,
        **details: Any,
    ) -> None:
        self._journal.dire(
            f"declaration.{verbe}",
            le,
            auteur,
            redaction.terrain.partenaire.pk,
            (OBJET, redaction.pk),
            motif,
            version=version,
            **details,
        )


def _auteur(redaction: Redaction, acte: str) -> Utilisateur:
    """Who does an act."""
    if acte in (vies.SAISIE_ACTIVITE, vies.SIGNATURE_ACTIVITE):
        return redaction.fournisseur(ACTIVITE)
    if acte in (vies.SIGNATURE_FINANCES, vies.REPONSE):
        return redaction.fournisseur(FINANCES)
    if acte in (vies.ENVOI, vies.NOUVEL_ENVOI):
        return redaction.approbateur
    return redaction.conseiller
