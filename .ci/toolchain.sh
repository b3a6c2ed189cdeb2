# The tools a machine must bring, each missing one said in one sentence, and the build that they make.
# shellcheck shell=bash

fail() {
  echo "$1" >&2
  exit 1
}

require_dotnet() {
  local need="TrainingDashboard needs the .NET SDK 10.0.100 or a newer 10.0"
  local get="Install it from https://dotnet.microsoft.com/download and try again."
  command -v dotnet >/dev/null || fail "$need, and 'dotnet' is not on the PATH. $get"
  # global.json holds the rule; dotnet itself applies it
  dotnet --version >/dev/null 2>&1 ||
    fail "$need, and this machine has $(dotnet --list-sdks 2>/dev/null | awk '{ printf "%s%s", sep, $1; sep = ", " } END { if (!NR) printf "none" }'). $get"
}

require_node() {
  local need="TrainingDashboard needs Node.js 20 or newer with npm"
  local get="Install it from https://nodejs.org and try again."
  local version
  command -v node >/dev/null || fail "$need, and 'node' is not on the PATH. $get"
  version=$(node --version 2>/dev/null) || fail "$need, and 'node --version' fails. $get"
  version=${version#v}
  ((${version%%.*} >= 20)) || fail "$need, and this machine has Node.js $version. $get"
  command -v npm >/dev/null || fail "$need, and 'npm' is not on the PATH. $get"
}

# Restores and builds like 'dotnet build', which cannot be kept from summing up a build without errors.
build_release() {
  dotnet msbuild "$1" -restore -p:Configuration=Release -nologo -tl:off -v:q "-clp:ErrorsOnly;NoSummary"
}
