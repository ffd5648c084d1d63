# « make aide » lists the targets. What they need is installed by .ci/installer on the way.
.DEFAULT_GOAL := aide
.PHONY: aide demo demo-neuve pile test bench check format schema verrous

PYTHON := .venv/bin/python
# The settings of production, for Django's own review of them.
PRODUCTION = env -u DEMO -u DEBUG -u HTTPS -u MFA_OBLIGATOIRE DERRIERE_PROXY=1 \
	ADRESSE_PUBLIQUE=https://portail.example ALLOWED_HOSTS=portail.example \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')

aide: ## affiche cette liste
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

demo: ## installe ce qui manque, démarre tout et affiche l’adresse et les comptes (PORT=8000)
	@.ci/installer demo
	@exec $(PYTHON) -m portal.demo

demo-neuve: ## comme demo, après avoir effacé les données de la démonstration
	@.ci/installer demo
	@exec $(PYTHON) -m portal.demo --neuve

test: export PYTHONDONTWRITEBYTECODE = # dozens of processes are started: their modules are compiled once
test: ## installe ce qui manque et joue tous les tests (OPTIONS="-k mot" pour en choisir)
	@.ci/installer test
	$(PYTHON) -m pytest -n 2 --dist worksteal --no-fold-skipped $(OPTIONS)

bench: ## mesure le portail sur un jeu national (ECHELLE=1, 10 ou 100 pour cent, OPTIONS="--personnes 200")
	@.ci/installer test
	$(PYTHON) -m tests.banc --echelle $(or $(ECHELLE),1) $(OPTIONS)

pile: ## démarre les services de docker-compose.yml sans Docker (PORT=8443, OPTIONS=--eprouver : pannes, mise à jour, restauration)
	@.ci/installer test
	@exec $(PYTHON) -m tests.pile $(OPTIONS)

check: export DOSSIER_DONNEES ?= .donnees/tests
check: ## vérifie la forme, les types, les couches, les migrations et les réglages
	@.ci/installer test
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(PYTHON) -m djlint --lint --quiet templates
	.venv/bin/lint-imports
	$(PYTHON) -m mypy
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

format: ## met en forme le code et les gabarits
	@.ci/installer test
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

schema: ## réécrit le schéma de la base après une migration (OPTIONS=--tout pour rejouer toutes les migrations)
	@.ci/installer test
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) -m tests.schema $(OPTIONS)

verrous: ## recalcule les fichiers de verrouillage (OPTIONS=--upgrade pour tout mettre à jour)
	@.ci/installer demo
	.ci/verrouiller $(OPTIONS)
