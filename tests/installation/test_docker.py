"""The container files hold to the settings, to the repository and to the documentation."""

import importlib.util
import re
import tomllib

import pytest
from django.conf import settings

from tests.installation.compose import (
    COMPOSE,
    NOTRES,
    RACINE,
    SERVICES,
    arguments,
    commande,
    fichiers_lies,
    instructions,
    variables_image,
)

LISEZMOI = (RACINE / "README.md").read_text()
EXPLOITATION = (RACINE / "docs/exploitation.md").read_text()
NGINX = (RACINE / ".docker/nginx.conf").read_text()
# Read by the tools themselves, not by the portal.
D_AILLEURS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}
D_AILLEURS |= {"DJANGO_SETTINGS_MODULE"}


def variables_du_tableau() -> set[str]:
    lignes = re.findall(r"(?m)^\| `([A-Z_]+)` \|(.*)$", LISEZMOI)
    return {n for n, _ in lignes} | {f"{n}_FILE" for n, r in lignes if r.endswith("*|")}


# --- The image -------------------------------------------------------------------------


def test_chaque_image_est_fixee_par_sa_version() -> None:
    bases = [reste.split()[0] for reste in arguments("FROM")]
    toutes = [*bases, *(s["image"] for nom, s in SERVICES.items() if nom not in NOTRES)]
    assert len(toutes) == 6
    for image in toutes:
        assert re.fullmatch(r"[a-z/]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?", image), image
    assert SERVICES["base"]["image"].startswith("postgres:18.")
    assert {SERVICES[nom]["image"] for nom in NOTRES} == {"portail-partenaires:${VERSION:-local}"}


def test_l_image_tourne_sans_root_et_dit_sa_sante() -> None:
    apres = [mot for mot, _ in instructions()]
    assert arguments("USER") == ["10001:10001"]
    # Nothing is done after the account is changed but to say what runs.
    assert apres[apres.index("USER") :] == ["USER", "EXPOSE", "HEALTHCHECK", "CMD"]
    assert '"portal.sonde", "web"' in arguments("HEALTHCHECK")[0]
    assert arguments("EXPOSE") == ["8000"]
    assert "0.0.0.0:8000" in commande("web")


def test_ce_que_l_image_copie_existe_et_suffit() -> None:
    copies = {
        reste.split()[0].removeprefix("./").rstrip("/")
        for reste in arguments("COPY")
        if not reste.startswith("--from")
    }
    for source in copies:
        assert (RACINE / source).exists(), source
    gardes = set(re.findall(r"(?m)^!(.+)$", (RACINE / ".dockerignore").read_text()))
    assert gardes == copies
    # Every application of ours, and what they read.
    contrats = tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]["importlinter"]
    locales = {
        a.split(".")[0] for a in settings.INSTALLED_APPS if (RACINE / a.split(".")[0]).is_dir()
    }
    assert {*contrats["root_packages"], *locales, "manage.py", "templates", "static"} <= copies


def test_les_paquets_sont_verifies_par_leur_somme_et_les_bibliotheques_sont_celles_des_tests() -> (
    None
):
    construction = " ".join(arguments("RUN"))
    assert "--require-hashes --requirement requirements.txt" in " ".join(construction.split())
    installer = (RACINE / ".ci/installer").read_text()
    attendus = set(re.findall(r'": "(lib[a-z0-9.-]+)"', installer)) | {"fonts-dejavu-core"}
    assert len(attendus) == 4
    assert attendus <= set(construction.split())


def test_aucun_secret_n_entre_dans_l_image() -> None:
    for mot, reste in instructions():
        if mot in ("ENV", "ARG"):
            assert not re.search(r"KEY|PASSWORD|SECRET|TOKEN", reste), reste
    assert set(variables_image()) <= variables_du_tableau() | D_AILLEURS
    ignores = (RACINE / ".gitignore").read_text().split()
    assert {".secrets/", ".env"} <= set(ignores)


# --- The services ----------------------------------------------------------------------


def test_les_services_attendus_sont_la() -> None:
    assert set(SERVICES) == {
        *("base", "redis", "migration", "web", "web-2", "worker", "beat", "proxy", "courrier"),
    }
    assert {"migration", "web", "web-2", "worker", "beat"} == NOTRES
    assert SERVICES["web-2"] == SERVICES["web"]
    assert SERVICES["courrier"]["profiles"] == ["essai"]
    assert [nom for nom, s in SERVICES.items() if "profiles" in s] == ["courrier"]


@pytest.mark.parametrize("nom", sorted(NOTRES))
def test_chaque_variable_est_connue_et_chaque_secret_un_fichier(nom: str) -> None:
    service = SERVICES[nom]
    assert set(service["environment"]) <= variables_du_tableau()
    donnes = {v for n, v in service["environment"].items() if n.endswith("_FILE")}
    assert donnes == {f"/run/secrets/{secret}" for secret in service["secrets"]}
    for variable in ("SECRET_KEY", "DATABASE_PASSWORD", "EMAIL_URL", "CLE_JOURNAL"):
        assert variable not in service["environment"]
    proprietaire = nom == "migration"  # the others own nothing
    role, secret = ("portail", "base") if proprietaire else ("portail_service", "service")
    assert service["environment"]["DATABASE_URL"] == f"postgresql://{role}@base:5432/portail"
    assert service["environment"]["DATABASE_PASSWORD_FILE"].endswith(f"mot_de_passe_{secret}")
    assert not re.search(r"://[^@/]*:[^@/]*@", service["environment"]["DATABASE_URL"])


def test_la_cle_du_journal_n_est_donnee_qu_au_worker() -> None:
    assert [n for n, s in SERVICES.items() if "cle_journal" in s.get("secrets", [])] == ["worker"]


def test_les_cles_des_cachets_ne_sont_donnees_qu_au_worker() -> None:
    """The certificates, which are public, to whoever checks."""
    montes = {nom: " ".join(s.get("volumes", [])) for nom, s in SERVICES.items()}
    assert [n for n, v in montes.items() if "/cles_cachets" in v] == ["worker"]
    assert [n for n, v in montes.items() if ":/cachets:ro" in v] == ["web", "web-2", "worker"]
    assert [
        n for n, s in SERVICES.items() if "DOSSIER_CLES_CACHETS" in s.get("environment", {})
    ] == ["worker"]


def test_chaque_secret_volume_et_reseau_est_declare_et_explique() -> None:
    services = SERVICES.values()
    secrets = {secret for s in services for secret in s.get("secrets", [])}
    assert secrets == set(COMPOSE["secrets"])
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./.secrets/")
        assert secret["file"].rsplit("/", 1)[1] in EXPLOITATION
    noms = {v.split(":")[0] for s in services for v in s.get("volumes", []) if v[0] not in "./"}
    assert noms == set(COMPOSE["volumes"])
    assert {r for s in services for r in s["networks"]} == set(COMPOSE["networks"])
    for interne in ("base", "redis"):
        assert SERVICES[interne]["networks"] == ["interne"]
        assert "ports" not in SERVICES[interne]
    assert COMPOSE["networks"]["interne"]["internal"] is True
    for variable in re.findall(r"\$\{([A-Z_]+):\?", (RACINE / "docker-compose.yml").read_text()):
        assert f"{variable}=" in EXPLOITATION


def test_chaque_fichier_monte_existe_en_lecture_seule() -> None:
    montes = [
        (ici, volume)
        for service in SERVICES.values()
        for (ici, _), volume in zip(
            fichiers_lies(service),
            [v for v in service.get("volumes", []) if v.startswith(".")],
            strict=True,
        )
    ]
    assert len(montes) == 7
    for ici, volume in montes:
        # What the operator puts there is told; the rest comes with the project.
        assert ici.removeprefix("./") in EXPLOITATION or (RACINE / ici).exists(), ici
        assert volume.endswith(":ro")
    # PostgreSQL 18 keeps its clusters by version under this folder, and refuses « …/data ».
    assert "base:/var/lib/postgresql" in SERVICES["base"]["volumes"]


@pytest.mark.parametrize("nom", sorted(SERVICES))
def test_chaque_service_repart_est_borne_et_ne_gagne_aucun_droit(nom: str) -> None:
    service = SERVICES[nom]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == ("no" if nom == "migration" else "unless-stopped")
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["logging"]["options"]["max-size"]
    if nom in NOTRES | {"proxy"}:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert "privileged" not in service


def test_chacun_attend_ce_dont_il_a_besoin() -> None:
    for nom in ("web", "web-2", "worker", "beat"):
        attendu = SERVICES[nom]["depends_on"]
        assert attendu["migration"] == {"condition": "service_completed_successfully"}
    for service in SERVICES.values():
        for autre, attente in service.get("depends_on", {}).items():
            if attente["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[autre] or autre in ("web", "web-2")
    assert SERVICES["migration"]["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("nom", sorted(NOTRES))
def test_les_modules_des_commandes_existent(nom: str) -> None:
    mots = " ".join([*commande(nom), *SERVICES[nom].get("healthcheck", {}).get("test", [])])
    for module in re.findall(r"\b(portal\.[a-z]+)\b", mots):
        assert importlib.util.find_spec(module), module
    for commande_django in re.findall(r"manage\.py ([a-z_]+)", mots):
        from django.core.management import get_commands

        assert commande_django in get_commands()


def test_le_planning_de_beat_va_dans_son_volume() -> None:
    assert commande("beat")[commande("beat").index("--schedule") + 1].startswith("/planning/")
    assert SERVICES["beat"]["volumes"] == ["planning:/planning"]
    assert "/donnees /planning" in " ".join(arguments("RUN"))
    assert variables_image()["DOSSIER_DONNEES"] == "/donnees"


# --- The front server -------------------------------------------------------------------


def test_le_mandataire_mene_au_portail_avec_la_meme_limite() -> None:
    taille = int(re.search(r"client_max_body_size (\d+)m;", NGINX).group(1))
    assert taille * 1024**2 == settings.REQUETE_TAILLE_MAX
    # Every web process, and all but one for each of them.
    groupes = dict(re.findall(r"upstream (\S+) \{(.*?)\}", NGINX, re.DOTALL))
    servis = {nom: set(re.findall(r"server (\S+):8000", texte)) for nom, texte in groupes.items()}
    webs = {nom for nom, service in SERVICES.items() if service == SERVICES["web"]}
    assert servis == {"portail": webs} | {f"portail_sans_{nom}": webs - {nom} for nom in webs}
    assert "set $portail http://portail;" in NGINX
    assert {f"listen {port.split(':')[1]}" for port in SERVICES["proxy"]["ports"]} <= {
        ecoute.rstrip(";").removesuffix(" ssl") for ecoute in re.findall(r"listen \d+[^;]*;", NGINX)
    }
    for secret in SERVICES["proxy"]["secrets"]:
        assert f"/run/secrets/{secret};" in NGINX
    for page in re.findall(r"error_page [\d ]+ /pages/(\S+);", NGINX):
        assert '<html lang="fr">' in (RACINE / ".docker/pages" / page).read_text()
    assert SERVICES["base"]["environment"]["POSTGRES_PASSWORD_FILE"].startswith("/run/secrets/")
