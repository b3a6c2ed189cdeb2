# Finds out which optional packages this machine's package source has, and remembers it for every build, the IDE's too.
# shellcheck shell=bash

# SWITCH=PROJECT: with -p:SWITCH=true the project restores the optional packages. One line here adds a switch.
# One that is set in the environment, as in TorchSharp=false ./run, is not asked for: MSBuild takes it from there.
switches=(
  BlazorAssets=TrainingDashboard.Web
  TorchSharp=TrainingDashboard.Training
)
remembered=Directory.Build.switches.props

# Asks again only when the SDK, the packages asked for or the package source changed.
ensure_switches() {
  if ! set_in_environment && grep -qsF "probed: $(fingerprint)" "$remembered"; then
    sed -nE "s|.*<([A-Za-z]+) .*>(true)<.*|Optional packages, as last time: \1 on|p; s|.*<([A-Za-z]+) .*>(false)<.*|Optional packages, as last time: \1 off|p" "$remembered"
  else
    probe_switches
  fi
}

# Whether a switch comes from there: what was built without it must be built anew.
set_in_environment() {
  local switch name
  for switch in "${switches[@]}"; do
    name=${switch%%=*}
    [[ -z ${!name:-} ]] || return 0
  done
  return 1
}

probe_switches() {
  echo "Asking the package source for optional packages"
  local folder switch name
  folder=$(mktemp -d)
  for switch in "${switches[@]}"; do
    name=${switch%%=*}
    [[ -n ${!name:-} ]] || restore_with "$name" "${switch#*=}" "$folder/$name" &
  done
  wait
  remember "$folder"
  rm -rf "$folder"
}

# What the answers hang on.
fingerprint() {
  {
    dotnet --version
    cat Directory.Build.props Directory.Packages.props global.json ./*/*.csproj .ci/switches.sh
    cat ./[Nn]u[Gg]et.[Cc]onfig ~/.nuget/NuGet/NuGet.Config 2>/dev/null || true
  } | cksum
}

# Restores the project with the switch on, all traces of it in a folder of its own, which also gets the answer.
restore_with() {
  mkdir "$3"
  dotnet restore "$2" --no-dependencies -tl:off -v:q "-p:$1=true" "-p:MSBuildProjectExtensionsPath=$3/" \
    "-p:NuGetLockFilePath=$3/packages.lock.json" -p:RestoreLockedMode=false >"$3/answer" 2>&1 || return
  local lacking=""
  [[ $(type -t "machine_lacks_$1") != function ]] || lacking=$("machine_lacks_$1")
  [[ $lacking ]] && echo "lacking: $lacking" >"$3/answer" || echo on >"$3/answer"
}

# What the system lacks to load TorchSharp's native library, such as a C++ runtime that is new enough.
machine_lacks_TorchSharp() {
  [[ $(uname -s) == Linux ]] || return 0
  local packages version
  packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
  version=$(sed -nE 's/.*"TorchSharp" Version="([^"]*)".*/\1/p' Directory.Packages.props)
  ldd "${packages%/}/torchsharp/$version"/runtimes/linux-*/native/libLibTorchSharp.so 2>&1 |
    sed -nE "s/.*\/([^/ ]+): version .([A-Z_0-9.]+). not found.*/a \1 with \2/p" | head -n 1
}

# Writes the answers down. Where none came, what was remembered stays, and the next run asks again.
remember() {
  local switch name answer lacking reason value values="" probed
  probed=$(fingerprint)
  for switch in "${switches[@]}"; do
    name=${switch%%=*}
    if [[ -n ${!name:-} ]]; then
      echo "  $name: $([[ ${!name} == true ]] && echo on || echo off) (as the environment says)"
      # the next run without it asks
      probed=incomplete
      continue
    fi
    answer=$(<"$1/$name/answer")
    lacking=$(sed -nE '/NU110[0-3]/ { s/.*Unable to find (a stable )?package ([^ ]+[^ .]).*/\2/p; }' <<<"$answer" | sort -u | paste -sd ' ' -)
    if [[ $answer == on ]]; then
      value=true reason=""
    elif [[ $answer == "lacking: "* ]]; then
      value=false reason=" (this machine lacks ${answer#lacking: })"
    elif [[ $answer == *NU1301* && -z $lacking ]]; then
      value=false reason=" for now (the package source does not answer)" probed=incomplete
      grep -qs "<$name .*>true<" "$remembered" && value=true
    else
      [[ $lacking ]] && reason=" (this package source lacks $lacking)" || reason=" ($(grep -m1 error <<<"$answer"))"
      value=false
    fi
    echo "  $name: $([[ $value == true ]] && echo on || echo off)$reason"
    values+="    <$name Condition=\"'\$($name)' == ''\">$value</$name>"$'\n'
  done
  cat >"$remembered" <<XML
<Project>
  <!-- written by ./run and ./test after asking the package source. probed: $probed -->
  <PropertyGroup>
$values  </PropertyGroup>
</Project>
XML
}
