"""The services of ``docker-compose.yml`` on this machine, without Docker: ``make pile``."""
