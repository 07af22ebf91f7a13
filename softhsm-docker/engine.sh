# shellcheck shell=bash
# Sourced by build-and-test and two-servers: an engine, the images, and how containers are run.

root=$(cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
here=$root/softhsm-docker
work=$root/build/containers
image=kekkai-softhsm
cli_image=kekkai-cli
postgres_image=postgres:17-bookworm
base=debian:bookworm-slim
made_base=$work/base-made-here
engine=
failures=0
cannot_run=77 # exit code: no container can be run here, and the message says why

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

cannot() {
  say "cannot run containers here: $*"
  exit "$cannot_run"
}

check() { # what, command...: one line for each thing shown
  local what=$1
  shift
  if "$@" >"$work/check.log" 2>&1 </dev/null; then
    printf 'ok    %s\n' "$what"
  else
    printf 'FAIL  %s\n' "$what"
    tail -n 20 "$work/check.log" | sed 's/^/      /'
    failures=$((failures + 1))
  fi
}

until_done() { # seconds, command...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1 </dev/null; do
    ((SECONDS < end)) || return 1
    sleep 0.3
  done
}

# --- Running as compose.yaml does ------------------------------------------------------------------

# shellcheck disable=SC2034,SC2054 # used by those who source this; the commas belong to the options
hardened=(
  --read-only --cap-drop ALL --security-opt no-new-privileges --pids-limit 256
  --tmpfs /tmp:size=64m,mode=1777
  --tmpfs /opt/kekkai/run:size=16m,mode=1777,exec
)

# --- The engine and the base image ----------------------------------------------------------------

prepare_podman() {
  if [[ -z ${CONTAINERS_CONF:-} && $EUID == 0 && ! -d /run/systemd/system ]]; then
    # Without systemd: no cgroup delegation, no journal, and limits that can't be raised.
    cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=8192:8192"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
    export CONTAINERS_CONF=$work/containers.conf
  fi
  if [[ -z ${CONTAINERS_STORAGE_CONF:-} && $EUID == 0 ]]; then
    cat >"$work/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$work/store"
runroot = "$work/run"
CONF
    export CONTAINERS_STORAGE_CONF=$work/storage.conf
  fi
}

choose_engine() {
  local program
  mkdir -p "$work"
  if docker info >/dev/null 2>&1; then
    engine=docker
    return
  fi
  for program in podman runc iptables; do # netavark sets networks up with iptables
    command -v "$program" >/dev/null || PATH=$PATH:/usr/sbin command -v "$program" >/dev/null \
      || cannot "no docker engine answers, and there is no $program:" \
        "apt-get install podman runc netavark aardvark-dns iptables mmdebstrap"
  done
  engine=podman
  prepare_podman
  if [[ ! -d /run/systemd/system ]]; then # podman runs health checks by systemd's timers
    hardened+=(--no-healthcheck)
  fi
}

make_base() { # from this system's own package sources, and without them inside
  local sources=/etc/apt/sources.list.d/debian.sources
  ((EUID == 0)) || cannot "$base can't be pulled, and only root can make it"
  command -v mmdebstrap >/dev/null \
    || cannot "$base can't be pulled, and there is no mmdebstrap: apt-get install mmdebstrap"
  [[ -e $sources ]] || sources=/etc/apt/sources.list
  say "cannot pull $base: making it with mmdebstrap (log: $work/mmdebstrap.log)"
  # What Debian's slim images leave out is left out here, too.
  # shellcheck disable=SC2016 # mmdebstrap sets $1
  mmdebstrap --variant=minbase \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' \
    --customize-hook='rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/*' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/etc/resolv.conf "$1"/etc/hostname' \
    bookworm "$work/base.tar" "$sources" >"$work/mmdebstrap.log" 2>&1 </dev/null \
    || fail "mmdebstrap failed: $(tail -n 3 "$work/mmdebstrap.log")"
  podman import --change 'CMD ["bash"]' "$work/base.tar" "$base" >/dev/null 2>&1 \
    || cannot "podman import: $(podman import "$work/base.tar" "$base" 2>&1 | tail -n 3)"
  rm -f "$work/base.tar"
  podman image inspect --format '{{.Id}}' "$base" >"$made_base"
}

have_image() { "$engine" image inspect "$1" >/dev/null 2>&1; }

pull() { timeout 30 "$engine" pull -q "$1" >/dev/null 2>&1 </dev/null; }

build() { # name, context, build's other arguments...
  local name=$1 context=$2 mounts=() path
  shift 2
  if [[ $engine == docker ]]; then
    docker build -t "$name" "$@" "$context"
    return
  fi
  # A base made here has no package sources: lend it this system's while it builds.
  if [[ $(podman image inspect --format '{{.Id}}' "$base") == "$(cat "$made_base" 2>&1)" ]]; then
    for path in /etc/apt/sources.list /etc/apt/sources.list.d; do
      [[ ! -e $path ]] || mounts+=(--volume "$path:$path:ro")
    done
  fi
  podman build --format docker --isolation chroot --network host ${mounts[@]+"${mounts[@]}"} \
    -t "$name" "$@" "$context"
}

build_images() {
  local dockerfile=$here/Dockerfile started=$SECONDS
  "$root/kekkai" --version >/dev/null || fail "the jars do not build"
  if [[ $engine == podman ]] && ! have_image "$base"; then
    pull "$base" || make_base
  fi
  {
    build "$cli_image" "$root" -f "$dockerfile" --target cli \
      && build "$image" "$root" -f "$dockerfile"
  } >"$work/image.log" 2>&1 </dev/null || fail "no image: $(tail -n 15 "$work/image.log")"
  say "images built with $engine in $((SECONDS - started)) s: $cli_image $(size "$cli_image")," \
    "$image $(size "$image"), of which $base $(size "$base")"
}

build_postgres() {
  if ! have_image "$postgres_image" && ! pull "$postgres_image"; then
    say "cannot pull $postgres_image: making a stand-in from Debian's package"
    build "$postgres_image" "$here/postgres-from-debian" >"$work/postgres.log" 2>&1 </dev/null \
      || fail "no PostgreSQL image: $(tail -n 15 "$work/postgres.log")"
  fi
}

size() { # of an image, uncompressed
  "$engine" image inspect --format '{{.Size}}' "$1" 2>/dev/null | awk '{ printf "%d MB", $1 / 1e6 }'
}

# Whether a container starts at all: a kernel or a sandbox may refuse it.
require_containers() { # image
  local out
  out=$("$engine" run --rm --network none --entrypoint /bin/true "$1" 2>&1 </dev/null) \
    || cannot "$engine run: $(tail -n 3 <<<"$out")"
}
