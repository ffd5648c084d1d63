# shellcheck shell=bash
# What the scripts of this folder share.

dire() { printf '%s\n' "$*" >&2; }
abandonner() { dire "$@"; exit 1; }

# pip over the environment: its own, or that of the Python which made it without one.
pip_du_portail() {
  if [ -x .venv/bin/pip ]; then
    .venv/bin/python -m pip "$@"
  else
    "$(readlink -f .venv/bin/python)" -m pip --python .venv/bin/python "$@"
  fi
}

# uv does not read pip's configuration: tell it the same registry and certificates.
confier_a_uv() {
  local reglages
  reglages=$(pip_du_portail config list)
  # Sorted: what comes from the environment stands first, and wins.
  reglage() { sed -n "s/^[^=]*\.$1='\(.*\)'\$/\1/p" <<<"$reglages" | head -n 1 | sed 's/\\n/ /g; s/^ *//'; }
  definir() { if [ -z "${!1:-}" ] && [ -n "$2" ]; then export "$1=$2"; fi; }
  definir UV_DEFAULT_INDEX "$(reglage index-url)"
  definir UV_INDEX "$(reglage extra-index-url)"
  definir UV_FIND_LINKS "$(reglage find-links | sed 's/  */,/g')"
  definir UV_INSECURE_HOST "$(reglage trusted-host)"
  definir UV_NO_INDEX "$(reglage no-index)"
  definir UV_HTTP_TIMEOUT "$(reglage default-timeout)"
  definir SSL_CERT_FILE "$(reglage cert)"
  definir HTTPS_PROXY "$(reglage proxy)"
  definir UV_INDEX_STRATEGY unsafe-best-match # as pip does; the hashes of the lock protect us
}
