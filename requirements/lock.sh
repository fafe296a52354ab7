#!/usr/bin/env bash
# Writes requirements/{runtime,test,lint,browser,docs}.txt: exact versions with the hashes of every published file, no addresses.
# Run it with the oldest Python that is supported: what is chosen there also installs on newer ones.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
"${1:-python3.11}" -m venv "$venv"
"$venv/bin/pip" install -q 'pip-tools==7.6.2'

compile() {
  local name=$1
  shift
  CUSTOM_COMPILE_COMMAND="make lock PYTHON=python3.11" "$venv/bin/pip-compile" -q --generate-hashes --strip-extras \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --build-deps-for editable \
    --extra report --extra tables --extra claims --extra calibrate --extra studio "$@" --output-file "requirements/$name.txt" pyproject.toml
}
compile runtime
compile test --extra test --extra optuna --extra ray --extra dask --extra slurm --constraint requirements/runtime.txt
compile lint --extra test --extra optuna --extra ray --extra dask --extra slurm --extra lint --constraint requirements/test.txt
compile browser --extra test --extra optuna --extra ray --extra dask --extra slurm --extra browser --constraint requirements/test.txt
compile docs --extra docs --constraint requirements/test.txt
