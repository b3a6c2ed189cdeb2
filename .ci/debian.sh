# Brings programs that tests drive, where that is possible without asking: Debian or Ubuntu, as root or with sudo.
# shellcheck shell=bash

# bring COMMAND PACKAGES...: installs the packages when the command is missing. Fails, saying why, when it stays missing.
bring() {
  local command=$1 log try root=()
  shift
  command -v "$command" >/dev/null && return
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || { echo "$command is missing, and installing it needs root."; return 1; }
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || { echo "$command is missing, and there is no apt-get to install it with."; return 1; }

  echo "Installing $*"
  log=$(mktemp)
  for try in 1 2 3; do
    apt_get update -q && break
    sleep $((try * 5))
  done >"$log" 2>&1
  apt_get install -y -q --no-install-recommends "$@" >>"$log" 2>&1 || tail -n 5 "$log"
  rm -f "$log"
  command -v "$command" >/dev/null || { echo "$command is missing, and installing $* failed."; return 1; }
}

apt_get() {
  "${root[@]+"${root[@]}"}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=120 "$@" </dev/null
}
