# shellcheck shell=bash
# What the scripts of this folder share.

dire() { printf '%s\n' "$*" >&2; }
abandonner() { dire "$@"; exit 1; }

# The Python the environment is made from: the first of the PATH that is compiled with a profile,
# that of the distribution among them, as long as it can make an environment; else the first that
# is recent enough. Without a profile, as pyenv compiles them, pages and tests are slower.
choisir_python() {
  local candidat condition
  local recent='import sys; sys.exit(sys.version_info < (3, 11))'
  local profil='import sys, sysconfig
from importlib.util import find_spec
args = sysconfig.get_config_var("CONFIG_ARGS") or ""
sys.exit(not (
    sys.version_info >= (3, 11)
    and (sys.base_prefix == "/usr" or "--enable-optimizations" in args)
    and (find_spec("ensurepip") or find_spec("pip"))
))'
  for condition in "$profil" "$recent"; do
    for candidat in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
      if "$candidat" -c "$condition" 2>/dev/null; then
        command -v "$candidat"
        return
      fi
    done
  done
  abandonner "Python 3.11 ou plus récent est nécessaire : installez-le (paquet python3)."
}

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
