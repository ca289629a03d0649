#!/usr/bin/env bash
# Previews a stack with the policy pack and prints the findings as Markdown; ends as the command does: 1 on a mandatory
# finding. Usage: policy/ci/preview.sh STACK [OPTION…], with the options of `npm run policy`.
set -euo pipefail
stack=${1:?name the stack: policy/ci/preview.sh STACK [OPTION…]}
shift
cd "$(dirname "$0")/../.."
exec npm run --silent policy -- --stack "$stack" --markdown "$@"
