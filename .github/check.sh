#!/usr/bin/env bash
# What the action does: lint and diff, annotations to the log, Markdown to the summary, SARIF to a folder.
#
# Reads TROTH_* (the action's inputs: see action.yml) and GITHUB_* (set by the runner). Needs troth and git on the path, and runs
# at the root of a checkout. Ends with 0, with 1 when something is at the level that fails, and with 2 or 3 when nothing could be
# said: a wrong option, an unreadable document.
set -euo pipefail

readonly document=${TROTH_DOCUMENT:?is the OpenAPI document to check}
readonly base_document=${TROTH_BASE_DOCUMENT:-$document}
readonly reports=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/troth-reports-$$
readonly summary_limit=1000000 # bytes: GitHub takes 1 MiB for a step

worst=0

main() {
  mkdir -p "$reports/sarif"
  echo "reports=$reports" >>"${GITHUB_OUTPUT:-/dev/null}"
  if [[ ${TROTH_LINT:-true} == true ]]; then
    lint
  fi
  local base
  base=$(base_commit)
  echo "base=$base" >>"${GITHUB_OUTPUT:-/dev/null}"
  if [[ -z $base ]]; then
    skip "there is no earlier revision to compare with"
  elif ! git cat-file -e "$base:./$base_document" 2>/dev/null; then
    skip "it is new: ${base:0:12} has no $base_document"
  else
    compare "$base"
  fi
  if [[ -n $(ls -A "$reports/sarif") ]]; then
    echo "sarif=$reports/sarif" >>"${GITHUB_OUTPUT:-/dev/null}"
  fi
  exit "$worst"
}

lint() {
  local options=(--fail-on "${TROTH_LINT_FAIL_ON:-error}")
  if [[ -n ${TROTH_LINT_CONFIG:-} ]]; then
    options+=(--config "$TROTH_LINT_CONFIG")
  fi
  run troth lint "$document" --format github "${options[@]}"
  if ((last < 2)); then
    # The same again in two more forms, whose verdict is known.
    quietly troth lint "$document" --format markdown "${options[@]}" >"$reports/lint.md"
    quietly troth lint "$document" --format sarif "${options[@]}" >"$reports/sarif/lint.sarif"
    summarize "$reports/lint.md"
  fi
}

compare() {
  local options=(--fail-on "${TROTH_FAIL_ON:-breaking}")
  if [[ -n ${TROTH_OVERRIDES:-} ]]; then
    options+=(--overrides "$TROTH_OVERRIDES")
  fi
  local base
  base=$(git rev-parse --short=12 "$1"):$(git rev-parse --show-prefix)$base_document
  run troth diff "$base" "$document" --format github --report "$reports" "${options[@]}"
  if ((last < 2)); then
    mv "$reports/diff.sarif" "$reports/sarif/diff.sarif"
    summarize "$reports/summary.md"
  fi
}

# The commit that the change started from; nothing when there is none, as in a first push.
base_commit() {
  local rev=${TROTH_BASE:-} before=${TROTH_BEFORE:-}
  if [[ -n $rev ]]; then
    git rev-parse --verify --quiet --end-of-options "$rev^{commit}" || fail "there is no revision $rev" "fetch it first: actions/checkout with fetch-depth: 0"
  elif [[ -n ${GITHUB_BASE_REF:-} ]]; then
    merge_base "$GITHUB_BASE_REF"
  elif [[ -n ${before//0/} ]]; then
    # What a force push left behind is not there: the first parent is the next best.
    git rev-parse --verify --quiet "$before^{commit}" || git rev-parse --verify --quiet "HEAD^1^{commit}" || true
  fi
}

merge_base() {
  local target=refs/remotes/origin/$1
  if ! git merge-base "$target" HEAD 2>/dev/null; then
    # A shallow checkout has neither the other branch nor where the two parted.
    local depth=()
    if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
      depth=(--unshallow)
    fi
    git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} origin "+refs/heads/$1:$target" >&2 || true
    git merge-base "$target" HEAD || fail "there is no merge base with $1" "give actions/checkout fetch-depth: 0"
  fi
}

# Run a command, let its output be seen, and remember the gravest exit code. The summary is written here, in the right order.
run() {
  last=0
  GITHUB_STEP_SUMMARY='' "$@" || last=$?
  if ((last > worst)); then
    worst=$last
  fi
}

quietly() {
  GITHUB_STEP_SUMMARY='' "$@" || (($? < 2))
}

summarize() {
  head -c "$summary_limit" "$1" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  echo >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
}

skip() {
  echo "::notice title=troth::$(escaped "$document is not compared: $1")"
  # shellcheck disable=SC2016 # the backquotes are Markdown's
  printf '`%s` is not compared: %s.\n\n' "$document" "$1" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
}

fail() {
  echo "::error title=troth::$(escaped "$1; $2")" >&2
  exit 3
}

# As GitHub's workflow commands want it: a line break would end the command.
escaped() {
  local text=${1//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  printf '%s' "${text//$'\n'/'%0A'}"
}

main
