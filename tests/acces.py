"""The world of the access table: its people, a client for each, something at every address."""

import re
from collections import Counter
from collections.abc import Iterator

import time_machine
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver

from habilitations.models import Equipement
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.edition.brouillons import brouillon as brouillon_national
from tests.bilans.edition.brouillons import complement
from tests.bilans.remplir import transmettre
from tests.declarations import clas
from tests.declarations.cct import declaration_cct
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, nouveau_monde, personne
from tests.objets_acces import (
    analyse,
    argent,
    droits,
    equipements,
    projet_repris,
    relances,
    repondants,
)
from tests.subventions.paiements.acces import en_paiement
from tests.subventions.propositions.outils import proposee
from tests.subventions.simulateur.fabriques import partagee_par, projection_de
from tests.tables_acces.codes import PERSONNES


def noms(resolveur: URLResolver, espace: str = "") -> Iterator[str]:
    """Every named URL, the technical administration apart."""
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace == "admin":
                continue
            yield from noms(motif, motif.namespace or espace)
        elif isinstance(motif, URLPattern):
            yield f"{espace}:{motif.name}" if espace else str(motif.name)


def formulaires_a_saisir(html: str) -> int:
    """How many forms of a page, sent apart from each other, hold something typed or chosen."""
    formulaires = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.DOTALL)
    saisie = re.compile(r'<textarea|<select|<input(?![^>]*type="(?:hidden|submit)")')
    return sum(bool(saisie.search(formulaire)) for formulaire in formulaires)


def ids_en_double(html: str) -> set[str]:
    """Names that two elements of a page bear: a link to one goes to the other."""
    combien = Counter(re.findall(r"<[a-z][^>]*?\sid=\"([^\"]+)\"", html))
    return {nom for nom, fois in combien.items() if fois > 1}


class MondeAcces(TestCase):
    """One world, shared by the table and by the fuzz."""

    @classmethod
    def setUpTestData(cls) -> None:
        monde = nouveau_monde()
        cls.gens = {
            "anonyme": None,
            "sans_role": personne("sans-role"),
            **{r: getattr(monde.passerelles, r) for r in ("activite", "finances", "approbateur")},
            **{
                f"voisin_{r}": getattr(monde.voisins, r)
                for r in ("activite", "finances", "approbateur")
            },
            **{p: getattr(monde, p) for p in PERSONNES[8:]},
        }
        brouillon = monde.declaration("previsionnelle", 2026)
        envoyee = monde.declaration("previsionnelle", 2025)
        cls.declarations = {
            "equipement": monde.er.pk,
            "brouillon": joindre_par(brouillon, monde.passerelles.activite).pk,
            "envoyee": joindre_par(envoyee, monde.passerelles.activite).pk,
            "d": brouillon.pk,
            "t": jusqu_a(envoyee, monde, "transmise").pk,
            "c": jusqu_a(monde.declaration("reelle", 2025), monde, "a_corriger").pk,
            "elan": projet_repris(monde),
            "v": jusqu_a(monde.declaration("previsionnelle", 2024), monde, "validee").pk,
            **equipements(monde),
            "proposition": proposee(monde).pk,
            "simulation": partagee_par(monde.passerelles.approbateur).pk,
            "projection": projection_de(monde.conseiller, monde.caf.pk).pk,
        }
        coordination = declaration_cct(monde)[0]
        cls.declarations |= {
            "k": coordination.pk,
            "cle": coordination.version_courante.lignes[0]["cle"],
            "salaire": f"postes.{coordination.version_courante.lignes[0]['cle']}.salaire_charge",
        }
        cls.declarations |= {
            "b": ouvrir_bilan(coordination.equipement, "bilan_cct", coordination.annee).pk,
            "etp": f"postes.{coordination.version_courante.lignes[0]['cle']}.etp",
        }
        cls.declarations |= analyse(monde)
        cls.declarations |= repondants(monde)
        cls.declarations |= relances(monde, cls.declarations["d"])
        projet = Equipement.objects.get(pk=cls.declarations["elan"])
        bilan = ouvrir_bilan(projet, "bilan_clas", clas.ANNEE)
        cls.declarations["bt"] = transmettre(bilan, monde).pk
        ajoute = complement(monde)
        cls.declarations |= {
            "campagne_bilan": bilan.campagne_id,
            "qn": bilan.version.questionnaire_id,
            "vp": bilan.version_id,
            "vb": brouillon_national(monde).pk,
            "qc": ajoute.questionnaire_id,
            "vc": ajoute.pk,
        }
        cls.declarations |= droits(monde, cls.gens["sans_role"])
        cls.declarations |= argent(monde, cls.declarations["v"])
        cls.declarations |= en_paiement(monde, brouillon.pk) | {
            "coordination": coordination.equipement_id
        }

    def _client(self, nom: str) -> Client:
        client = Client()
        utilisateur = self.gens[nom]
        if utilisateur:
            with time_machine.travel(MAINTENANT, tick=False):
                client.force_login(
                    utilisateur, "allauth.account.auth_backends.AuthenticationBackend"
                )
        return client
