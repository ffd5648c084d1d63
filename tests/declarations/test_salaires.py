"""A salary never reaches a person who may not read it, in any response of the portal."""

import json
from decimal import Decimal

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from declarations.models import Declaration
from declarations.regles import etats
from tests.declarations.cct import SALAIRES, declaration_cct
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")

# Shown to all as part of the accounts; no salary may be told from it.
CLASSE_64 = "95 000"
ECRITURES = [
    ecriture
    for salaire in SALAIRES
    for montant in [Decimal(salaire.replace(" ", "").replace(",", "."))]
    for ecriture in (
        salaire.replace(" ", ""),
        f"{montant:.2f}",
        # What the steps of the computation would say of it: expense and half of it.
        f"{montant + 1000:.2f}".replace(".", ","),
        f"{(montant + 1000) / 2:.2f}".replace(".", ","),
    )
]


def adresses(declaration: Declaration, resolveur: URLResolver, espace: str = "") -> list[str]:
    """Every address of the portal that takes the file, or nothing, as its argument."""
    trouvees = []
    essais: list[tuple[object, ...]] = [
        (),
        (declaration.pk,),
        (declaration.pk, "activite"),
        (declaration.pk, "finances"),
        (declaration.pk, 1),
        (declaration.pk, declaration.version_courante.lignes[0]["cle"]),
        (declaration.equipement_id, declaration.annee),
        (declaration.equipement_id,),
    ]
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace != "admin":
                trouvees += adresses(declaration, motif, motif.namespace or espace)
        elif isinstance(motif, URLPattern):
            nom = f"{espace}:{motif.name}" if espace else str(motif.name)
            for arguments in essais:
                try:
                    trouvees.append(reverse(nom, args=arguments))
                except NoReverseMatch:
                    continue
    return trouvees


def lisible(reponse: HttpResponseBase) -> str:
    """The text of a response, PDF and JSON included, without spaces."""
    contenu = b"".join(reponse) if reponse.streaming else reponse.content  # type: ignore[attr-defined]
    genre = reponse.headers.get("Content-Type", "")
    texte = texte_de(contenu) if "pdf" in genre else contenu.decode(errors="replace")
    if "json" in genre:
        texte = json.dumps(json.loads(texte), ensure_ascii=False)
    return "".join(texte.split())


@pytest.fixture
def dossier(monde: Monde, request: pytest.FixtureRequest) -> Declaration:
    declaration, saisies = declaration_cct(monde)
    return jusqu_a(
        declaration,
        monde,
        request.param,
        changements=saisies | {"comptes.64": CLASSE_64, "comptes.741": "22 200"},
    )


@pytest.mark.parametrize(
    "dossier",
    [etats.EN_SAISIE, etats.A_APPROUVER, etats.TRANSMISE, etats.A_CORRIGER, etats.VALIDEE],
    indirect=True,
)
def test_le_fournisseur_d_activite_ne_recoit_jamais_un_salaire(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    client.force_login(monde.passerelles.activite)
    toutes = adresses(dossier, get_resolver())
    assert len(toutes) > 40

    fuites = [
        (adresse, ecriture)
        for adresse in toutes
        if "deconnexion" not in adresse
        for reponse in (client.get(adresse), client.get(adresse, headers={"HX-Request": "true"}))
        for texte in [lisible(reponse)]
        for ecriture in ECRITURES
        if ecriture in texte
    ]

    assert fuites == []


@pytest.mark.parametrize("dossier", [etats.EN_SAISIE], indirect=True)
def test_ni_dans_ce_que_rend_une_saisie(monde: Monde, dossier: Declaration, client: Client) -> None:
    """Neither the panel, nor a refused form, nor a forged field tells one."""
    client.force_login(monde.passerelles.activite)
    cle = dossier.version_courante.lignes[0]["cle"]
    volet = reverse("declarations:volet", args=[dossier.pk, "activite"])
    champ = reverse("declarations:saisie", args=[dossier.pk, "activite"])
    envois = [
        (volet, {"revision": "0", f"postes.{cle}.etp": "beaucoup"}),
        (volet, {"revision": "0", f"postes.{cle}.salaire_charge": "1"}),
        (champ, {"revision": "0", f"postes.{cle}.salaire_charge": "1"}),
        (champ, {"revision": "0", f"postes.{cle}.mois": "6"}),
        (reverse("declarations:saisie", args=[dossier.pk, "finances"]), {"revision": "0"}),
        (reverse("declarations:volet", args=[dossier.pk, "finances"]), {"revision": "0"}),
    ]

    for adresse, donnees in envois:
        texte = lisible(client.post(adresse, donnees))
        assert not [e for e in ECRITURES if e in texte], adresse


@pytest.mark.parametrize("dossier", [etats.TRANSMISE], indirect=True)
@pytest.mark.parametrize("qui", ["finances", "approbateur", "conseiller"])
def test_le_test_saurait_voir_une_fuite(
    monde: Monde, dossier: Declaration, client: Client, qui: str
) -> None:
    """Those who may read them do, on the page and on the receipt: the search above works."""
    client.force_login(getattr(monde.passerelles, qui, None) or monde.conseiller)

    for nom in ("version", "recepisse"):
        texte = lisible(client.get(reverse(f"declarations:{nom}", args=[dossier.pk, 1])))
        assert "".join(SALAIRES[0].split()) in texte
