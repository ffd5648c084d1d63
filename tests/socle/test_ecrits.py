"""What is given back of what was typed: texts, never secrets nor what pages send by themselves."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.views.decorators.debug import sensitive_post_parameters

from portal.socle.ecrits import NOMBRE_MAX, a_rendre, ecrits_de

TEXTE = "Le comptable est absent."


@pytest.mark.parametrize(
    ("typee", "rendue"),
    [
        (TEXTE, TEXTE),
        (f"  {TEXTE}\r\nÀ lundi.\r\n", f"{TEXTE}\nÀ lundi."),
        ("deux mots", "deux mots"),
        ("mot\u00a0insécable", "mot\u00a0insécable"),
        ("<b>gras</b> ou non", "<b>gras</b> ou non"),
        ("[à relire] Le motif", "[à relire] Le motif"),
        ("[" * 5000 + " a", "[" * 5000 + " a"),
        ("mot " * 20_000, ("mot " * 20_000).strip()),
    ],
)
def test_un_texte_est_rendu_comme_il_etait(typee: str, rendue: str) -> None:
    assert a_rendre([("motif", [typee])]) == [rendue]


@pytest.mark.parametrize(
    "valeur",
    [
        "",
        "   \r\n ",
        "oui",
        "2026-03-01",
        "1 234,50",
        "12/03/2026 09:30",
        "9f86d081884c7d659a2feaa0c55ad015",
        '{"depuis": "un état", "x": 1}',
        '["deux mots"]',
    ],
)
def test_ce_qui_n_est_pas_un_texte_n_est_pas_rendu(valeur: str) -> None:
    assert a_rendre([("champ", [valeur])]) == []


@pytest.mark.parametrize(
    "champ",
    [
        "password",
        "password1",
        "oldpassword",
        "mot_de_passe",
        "nouveau-mot-de-passe",
        "motDePasse",
        "newPassword",
        "passphrase",
        "code",
        "recovery_codes",
        "jeton",
        "csrfmiddlewaretoken",
        "api-token",
        "client_secret",
        "form-0-secret",
        "credential",
        "otp",
        "PASSWORD",
    ],
)
def test_un_secret_n_est_jamais_rendu(champ: str) -> None:
    assert a_rendre([(champ, ["une phrase de passe secrète"])]) == []


@pytest.mark.parametrize("champ", ["passage", "nomenclature", "libelle", "codage", "secretaire"])
def test_un_nom_qui_ressemble_a_celui_d_un_secret_n_en_est_pas_un(champ: str) -> None:
    assert a_rendre([(champ, [TEXTE])]) == [TEXTE]


def test_dans_l_ordre_une_fois_chacun_et_pas_sans_fin() -> None:
    champs = [("b", ["un texte", "autre texte"]), ("a", ["un texte"])]
    assert a_rendre(champs) == ["un texte", "autre texte"]
    beaucoup = [(f"t{i}", [f"texte {'abcdefghij'[i % 10]} {i}"]) for i in range(NOMBRE_MAX * 2)]
    assert len(a_rendre(beaucoup)) == NOMBRE_MAX


def verifiee(request: HttpRequest) -> HttpRequest:
    """Past the CSRF check, as Django notes it."""
    request.csrf_processing_done = True
    return request


def test_rien_n_est_rendu_avant_la_verification_csrf(rf: RequestFactory) -> None:
    """Another site would have its words shown on ours."""
    assert ecrits_de(rf.post("/", {"motif": TEXTE})) == []
    assert ecrits_de(verifiee(rf.post("/", {"motif": TEXTE}))) == [TEXTE]


def test_ce_qu_une_adresse_demande_n_est_pas_rendu(rf: RequestFactory) -> None:
    assert ecrits_de(verifiee(rf.get("/", {"motif": TEXTE}))) == []
    assert ecrits_de(verifiee(rf.post("/?motif=deux+mots"))) == []


@pytest.mark.parametrize(("caches", "rendus"), [(("motif",), []), ((), []), (("autre",), [TEXTE])])
def test_ce_qu_une_vue_dit_sensible_n_est_pas_rendu(
    rf: RequestFactory, caches: tuple[str, ...], rendus: list[str]
) -> None:
    requete = verifiee(rf.post("/", {"motif": TEXTE}))
    sensitive_post_parameters(*caches)(lambda request: None)(requete)
    assert ecrits_de(requete) == rendus
