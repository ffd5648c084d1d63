"""``docker-compose.yml`` and ``Dockerfile`` as tests read them; there is no Docker here."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

RACINE = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((RACINE / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NOTRES = {nom for nom, service in SERVICES.items() if "build" in service}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each on one line, comments apart."""
    texte = re.sub(r"(?m)^\s*#.*\n", "", (RACINE / "Dockerfile").read_text())
    lignes = re.sub(r"\\\n\s*", "", texte).splitlines()
    return [(mot, reste) for mot, _, reste in (ligne.partition(" ") for ligne in lignes) if mot]


def arguments(instruction: str) -> list[str]:
    """The last instruction of this name, all of it."""
    return [reste for mot, reste in instructions() if mot == instruction]


def variables_image() -> dict[str, str]:
    return dict(mot.split("=", 1) for reste in arguments("ENV") for mot in shlex.split(reste))


def commande(service: str) -> list[str]:
    """What a service runs: its own command, else that of the image."""
    propre = SERVICES[service].get("command")
    return list(propre) if propre else list(json.loads(arguments("CMD")[-1]))


def fichiers_lies(service: dict[str, Any]) -> list[tuple[str, str]]:
    """Files of the repository mounted in a container: (here, there)."""
    montages = [volume.split(":") for volume in service.get("volumes", [])]
    return [(m[0], m[1]) for m in montages if m[0].startswith(".")]
