"""Versions of the declarations of one Caf: volets, computation, checks, hash of the whole."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from declarations.models import Justification, PassageControles, Version, Volet
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from declarations.services.empreintes import empreinte_du_contenu
from habilitations.models import Caf
from portal.accueil.peuplement import vies
from portal.accueil.peuplement.copie import Json, en_json
from portal.accueil.peuplement.figes import FORMULE, Calculs, Etat, contenu_fige
from portal.accueil.peuplement.redaction import SIGNATURE, Redaction, auteurs
from portal.accueil.peuplement.registre import Registre

SAISIE = {ACTIVITE: vies.SAISIE_ACTIVITE, FINANCES: vies.SAISIE_FINANCES}
REPRIS = ("comptes.61", "comptes.62")


Suite = list[tuple[datetime, Etat]]


@dataclass(frozen=True)
class Envoi:
    """When a version was sent, and validated if it was."""

    envoyee_le: datetime
    validee_le: datetime | None


class Versions:
    """Writes the versions of one Caf."""

    def __init__(self, registre: Registre, caf: Caf) -> None:
        self._caf = caf
        # Before the versions: a volet is refused to one that is sent.
        self._volets = registre.rangee(
            Volet,
            "version_id nature donnees auteurs revision modifie_le modifie_par_id signe_le "
            "signe_par_id champs_ouverts",
            24_000,
        )
        self._versions = registre.rangee(
            Version,
            "declaration_id numero origine grille lignes cree_le envoyee_le envoyee_par_id "
            "gestionnaire_id calcul_id echeance_le formule mentions empreinte validee_le "
            "validee_par_id",
            12_000,
        )
        self._calculs = Calculs(registre, caf)
        self._passages = registre.rangee(
            PassageControles, "version_id moment volet le par_id constats", 40_000
        )
        self._justifications = registre.rangee(
            Justification, "version_id cle motif texte valeur reference par_id le", 40_000
        )

    def premiere(self, redaction: Redaction) -> tuple[int, str]:
        """The first version, as far as its life goes; its id and, once sent, its hash."""
        envoi = self._envoi(redaction, vies.ENVOI, vies.VALIDATION)
        suites = {volet: _suite(redaction, volet, envoi) for volet in VOLETS}
        pk = self._versions.reserver()
        for volet in VOLETS:
            if le := redaction.vie.a(SIGNATURE[volet]):
                self._passer(redaction, pk, PassageControles.Moment.SIGNATURE, volet, le)
        return pk, self._poser(
            redaction, pk, 1, Version.Origine.INITIALE, redaction.due.appelee_le, suites, envoi
        )

    def correction(self, redaction: Redaction, le: datetime) -> tuple[int, str]:
        """The second version, which the adviser asked for: two accounts to look at again."""
        envoi = self._envoi(redaction, vies.NOUVEL_ENVOI, vies.NOUVELLE_VALIDATION)
        premier = self._envoi(redaction, vies.ENVOI, "")
        suites: dict[str, Suite] = {}
        for volet in VOLETS:
            etat = _suite(redaction, volet, premier)[-1][1]
            if volet == FINANCES:
                ouverts = [c for c in REPRIS if c in etat.donnees]
                etat = replace(etat, signe_le=None, signe_par=None, champs_ouverts=ouverts)
            else:
                etat = replace(etat, champs_ouverts=[])
            suites[volet] = [(le, etat)]
        pk = self._versions.reserver()
        if reponse := redaction.vie.a(vies.REPONSE):
            signe = replace(
                suites[FINANCES][0][1],
                signe_le=reponse,
                signe_par=redaction.fournisseur(FINANCES).pk,
            )
            suites[FINANCES].append((reponse, signe))
            self._passer(redaction, pk, PassageControles.Moment.SIGNATURE, FINANCES, reponse)
        return pk, self._poser(redaction, pk, 2, Version.Origine.CORRECTION, le, suites, envoi)

    @staticmethod
    def _envoi(redaction: Redaction, acte: str, validation: str) -> Envoi | None:
        quand = redaction.vie.a(acte)
        return Envoi(quand, redaction.vie.a(validation)) if quand else None

    def _poser(
        self,
        redaction: Redaction,
        pk: int,
        numero: int,
        origine: str,
        cree_le: datetime,
        suites: dict[str, Suite],
        envoi: Envoi | None,
    ) -> str:
        """Write the version, its volets and what hangs on it; return its hash, « » for a draft."""
        self._ecrire_les_volets(pk, suites)
        for cle, motif, texte, valeur, reference, par, le in redaction.justifications:
            self._justifications.ajouter(
                pk, cle, motif, texte, valeur, reference, par.pk, le, le=le
            )
        entete = (redaction.pk, numero, origine, redaction.patron.grille)
        if envoi is None:
            lignes = redaction.lignes if redaction.due.dispositif != "er" else []
            self._versions.poser(pk, *entete, lignes, cree_le, *[None] * 5, 1, {}, "", None, None)
            return ""
        self._passer(redaction, pk, PassageControles.Moment.ENVOI, "", envoi.envoyee_le)
        calcul = self._calculs.figer(redaction, envoi.envoyee_le)
        etats = {volet: suite[-1][1] for volet, suite in suites.items()}
        contenu = contenu_fige(
            redaction, self._caf, numero, etats, calcul.empreinte, envoi.envoyee_le
        )
        empreinte = empreinte_du_contenu(contenu)
        self._versions.poser(
            pk,
            *entete,
            redaction.lignes,
            cree_le,
            envoi.envoyee_le,
            redaction.approbateur.pk,
            redaction.terrain.partenaire.pk,
            calcul.pk,
            redaction.due.fenetre.echeance_le,
            FORMULE,
            {},
            empreinte,
            envoi.validee_le,
            redaction.conseiller.pk if envoi.validee_le else None,
        )
        return empreinte

    def _ecrire_les_volets(self, pk: int, suites: dict[str, Suite]) -> None:
        for volet, suite in suites.items():
            ecrits: dict[int, Json] = {}
            self._volets.raconter(
                self._volets.reserver(), [(le, _valeurs(pk, volet, e, ecrits)) for le, e in suite]
            )

    def _passer(
        self, redaction: Redaction, version: int, moment: str, volet: str, le: datetime
    ) -> None:
        envoi = moment == PassageControles.Moment.ENVOI
        par = redaction.approbateur if envoi else redaction.fournisseur(volet)
        constats = redaction.constats if envoi else redaction.des(volet)
        self._passages.ajouter(version, moment, volet, le, par.pk, constats)


def _suite(redaction: Redaction, volet: str, envoi: Envoi | None) -> Suite:
    """The forms that a volet of the first version took, from the call to the sending."""
    due, qui = redaction.due, redaction.fournisseur(volet)
    suite: Suite = [(due.appelee_le, Etat({}, {}))]
    saisie = redaction.vie.a(SAISIE[volet])
    if saisie is None:
        return suite
    donnees = redaction.donnees(volet)
    etat = Etat(donnees, auteurs(donnees, 1, qui, saisie), 1, saisie, qui.pk)
    suite.append((saisie, etat))
    if signe_le := redaction.vie.a(SIGNATURE[volet]):
        etat = replace(etat, signe_le=signe_le, signe_par=qui.pk)
        suite.append((signe_le, etat))
    arretees = redaction.arretees(volet)
    if envoi and arretees != donnees:
        suite.append((envoi.envoyee_le, replace(etat, donnees=arretees, revision=2)))
    return suite


def _valeurs(version: int, volet: str, etat: Etat, ecrits: dict[int, Json]) -> tuple[Any, ...]:
    """The cells of a volet, in the order of its columns; ``ecrits``: what is written already."""
    for valeur in (etat.donnees, etat.auteurs):
        if id(valeur) not in ecrits:
            ecrits[id(valeur)] = en_json(valeur)
    ouverts = None if etat.champs_ouverts is None else en_json(etat.champs_ouverts)
    return (
        version,
        volet,
        ecrits[id(etat.donnees)],
        ecrits[id(etat.auteurs)],
        etat.revision,
        etat.modifie_le,
        etat.modifie_par,
        etat.signe_le,
        etat.signe_par,
        ouverts,
    )
