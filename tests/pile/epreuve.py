"""``make pile OPTIONS=--eprouver``: faults, an upgrade and a restore, while people type.

People are those of a hundredth of the country (``peupler``). Every value acknowledged is looked for
in the database and in the history, every e-mail at the mail server; the times are of the clock.
"""

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import django
from django.db import close_old_connections

from portal.socle.serveurs import effacer_donnees
from tests.courrier import Facteur
from tests.installation.compose import RACINE
from tests.installation.machine import attendre
from tests.pile import docker
from tests.pile.pile import NOM, Pile

OBSERVER = 20.0
"""Seconds of watch after a fault is mended, or after it came when it heals alone."""
COURRIERS_A_PARTIR = 240.0
"""Seconds given at the end to e-mails that wait: the second attempt comes a minute later."""


@dataclass
class Fait:
    """What was seen during one fault."""

    nom: str
    enregistres: int
    codes_saisie: dict[int, int]
    codes_pages: dict[int, int]
    retour: float | None
    """Seconds from the mending (or from the fault, when it heals alone) to the last failure."""
    note: str = ""


@dataclass
class Epreuve:
    pile: Pile
    facteur: Facteur
    combien: int
    dire: Callable[[str], None]
    faits: list[Fait] = field(default_factory=list)

    def preparer(self) -> None:
        """People and their files, then Django here, as the owner of the database."""
        machine = self.pile.machines["migration"]
        # What was done is sealed with the key of the worker, and told to its witness.
        sceaux = {
            n: self.pile.variables("worker")[n] for n in ("CLE_JOURNAL_FILE", "TEMOIN_JOURNAL")
        }
        demo = {**machine.variables("migration"), **sceaux, "DEMO": "1"}
        mots = ["python", "manage.py", "peupler", "--echelle", "1"]
        fait = machine.executer(mots, demo)
        assert not fait.returncode or "déjà peuplée" in fait.stderr, fait.stderr
        os.environ.update(machine.variables("migration"))
        django.setup()
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # each word of each e-mail, else

    def jouer(self, disque: bool) -> None:
        # Once Django is ready.
        from portal.accueil.peuplement import comptes
        from tests.banc.gens import compte, navigateur
        from tests.banc.soiree import personnes
        from tests.pile.courrier import Ecriture
        from tests.pile.pannes import DISQUE, PANNES
        from tests.pile.plumes import Lecture, Plume, Releve

        acces = {"tls": True, "hote": NOM}
        self.releve, self.fin = Releve(), threading.Event()
        gens = personnes(self.combien)
        self.plumes = [
            Plume(navigateur(qui, self.pile.https, **acces), brouillon, self.releve, self.fin)
            for qui, brouillon in gens
        ]
        # Another browser of the first of them.
        self.deposant = navigateur(gens[0][0], self.pile.https, **acces)
        conseiller = navigateur(compte(comptes.CONSEILLER), self.pile.https, **acces)
        adresses = ["/a-faire/", "/declarations/instruction/", "/aide/"]
        self.lecture = Lecture(conseiller, adresses, self.fin)
        self.ecriture = Ecriture(self.fin)
        fils = [*self.plumes, self.lecture, self.ecriture]
        for fil in fils:
            fil.start()
        time.sleep(10)
        for panne in PANNES:
            self._casser(panne)
        if disque:
            self._casser(DISQUE, self._deposer)
        self._remplacer()
        self.fin.set()
        for fil in fils:
            fil.join(180)
        self.dire(self._compter())

    def _casser(self, panne, pendant: Callable[[], str] | None = None) -> None:  # type: ignore[no-untyped-def]
        debut = time.monotonic()
        panne.casser(self.pile, self.facteur)
        if panne.duree:
            time.sleep(panne.duree)
        note = pendant() if pendant else ""
        repare = time.monotonic()
        if panne.reparer:
            panne.reparer(self.pile, self.facteur)
        note += self._retour_du_worker()
        time.sleep(max(0.0, repare + OBSERVER - time.monotonic()))
        self._noter(panne.nom, debut, repare if panne.reparer else debut, note)

    def _noter(self, nom: str, debut: float, repare: float, note: str) -> None:
        maintenant, releves = time.monotonic(), (self.releve, self.lecture.releve)
        echecs = [e for r in releves if (e := r.dernier_echec(debut, maintenant))]
        saisie = self.releve.codes(debut, maintenant)
        fait = Fait(
            nom,
            saisie.get(200, 0),
            saisie,
            self.lecture.releve.codes(debut, maintenant),
            round(max(0.0, max(echecs) - repare), 1) if echecs else None,
            note,
        )
        self.faits.append(fait)
        self.dire(
            f"{nom} | {fait.enregistres} | {_dits(saisie)} | {_dits(fait.codes_pages)} | "
            f"{'–' if fait.retour is None else f'{fait.retour} s'} | {note}"
        )

    def _retour_du_worker(self) -> str:
        debut, avant = time.monotonic(), len(self.facteur.recus)
        venu = attendre(lambda: len(self.facteur.recus) > avant, 90)
        duree = time.monotonic() - debut
        return f"premier courriel {duree:.0f} s après" if venu else "aucun courriel en 90 s"

    def _deposer(self) -> str:
        """A paper is refused, with the reason; nothing of it stays."""
        from django.urls import reverse

        from tests.socle.fichiers import PDF

        declaration = self.plumes[0].brouillon.declaration
        adresse = reverse("declarations:joindre_piece", args=[declaration])
        champs = {"jeton": str(uuid4()), "libelle": "Facture", "cle": ""}
        reponse = self.deposant.deposer(adresse, champs, "facture.pdf", PDF)
        dit = "plus de place" in reponse.corps.decode(errors="replace")
        return f"dépôt : {reponse.code}{', le manque de place est dit' if dit else ' MUET'} ; "

    def _remplacer(self) -> None:
        """``.docker/mettre-a-jour``, as an operator runs it, from a version without the wall."""
        accorder = ["python", "manage.py", "accorder_service"]
        self.pile.executer("migration", [*accorder, "--sans-mur"])
        debut = time.monotonic()
        fin = subprocess.run(
            [str(RACINE / ".docker/mettre-a-jour")],
            env={"PATH": f"{docker.installer(self.pile)}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert fin.returncode == 0, fin.stdout + fin.stderr
        duree = time.monotonic() - debut
        time.sleep(5)
        dit = self.pile.executer("migration", accorder)
        assert "derrière le mur (0 changées)" in dit, dit
        self._noter("mise à jour", debut, debut, f"en {duree:.0f} s ; le mur est dressé")

    def _compter(self) -> str:
        from tests.banc.saisies import absentes_de_l_historique, perdues
        from tests.pile.courrier import compter

        close_old_connections()
        brouillons = [plume.brouillon for plume in self.plumes]
        perdus, absents = perdues(brouillons), absentes_de_l_historique(brouillons)
        acquittes = sum(len(b.tous) for b in brouillons)
        attendre(lambda: not compter(self.ecriture, self.facteur).en_attente, COURRIERS_A_PARTIR)
        courriers = compter(self.ecriture, self.facteur)
        muettes = [*self.releve.muettes, *self.lecture.releve.muettes]
        arrets = [code for plume in self.plumes for code in plume.arrets]
        return (
            f"{len(self.plumes)} personnes, {acquittes} valeurs acquittées, "
            f"{len(perdus)} absentes de la base, {len(absents)} de l’historique ; "
            f"pages arrêtées : {arrets} ; refus muets : {muettes}\nCourriels : {courriers}"
        )

    def restaurer(self) -> None:
        """A backup, another machine, and what checks that all is there."""
        from tests.pile import restauration

        self.pile.executer("worker", ["python", "manage.py", "sceller_journal"])
        sauvegarde = self.pile.dossier / "sauvegarde" / str(time.time_ns())
        debut = time.monotonic()
        for nom in ("beat", "worker"):  # what is counted below stays still
            self.pile.stopper(nom)
        restauration.sauvegarder(self.pile, sauvegarde)
        avant, milieu = restauration.compter(self.pile), time.monotonic()
        ailleurs = Path(f"{self.pile.dossier}-restauree")
        autre = restauration.restaurer(
            sauvegarde, ailleurs, self.pile.https + 1, self.facteur.adresse
        )
        try:
            fin = time.monotonic()
            changees = restauration.changees(avant, restauration.compter(autre))
            restauration.verifier(autre)
            self.dire(
                f"Sauvegarde {milieu - debut:.0f} s, restauration {fin - milieu:.0f} s, "
                f"{sum(avant.values())} lignes ; relances retenues, "
                f"autres tables qui diffèrent : {changees or 'aucune'} ; "
                "journal, versions, droits, documents et calculs vérifiés."
            )
        finally:
            autre.arreter()
            effacer_donnees(ailleurs / "base")


def _dits(codes: dict[int, int]) -> str:
    return ", ".join(f"{n} × {code or 'sans réponse'}" for code, n in sorted(codes.items())) or "–"
