#!/usr/bin/env python
"""Command line of the portal: ``python manage.py <command>``."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.memoire import a_l_aise
    from portal.socle.serveurs import ServeurIndisponible

    try:
        a_l_aise(execute_from_command_line, sys.argv)
    except ServeurIndisponible as erreur:
        sys.exit(str(erreur))


if __name__ == "__main__":
    main()
