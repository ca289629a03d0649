#!/usr/bin/env bash
# Previews a stack with the policy pack, prints the findings and posts them to a pull request. For any CI
# system with a shell: the repository needs alicloud-vpc-api-policy in its devDependencies and `npm ci`, and the PATH needs
# the Pulumi CLI with credentials for its backend and the account.
# Usage: STACK=… bash node_modules/alicloud-vpc-api-policy/ci/preview.sh
#   STACK     stack to preview
#   PROJECT   folder of Pulumi.yaml (default: the current folder)
#   CONFIG    levels, options and exemptions of the rules, as JSON (default: the defaults of the rules)
#   SARIF     file for a SARIF log, such as findings.sarif (default: none)
#   NUMBER    number of the pull request on GitHub; needs GH_TOKEN, GITHUB_REPOSITORY as owner/name, and GITHUB_API_URL
#             for GitHub Enterprise (default: no comment)
# Exits with 1 on a mandatory finding, and with 2 if the preview or the comment failed.
set -euo pipefail
: "${STACK:?is required. Set it to the stack to preview.}"
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
findings=$folder/findings.md

ended=0
node "$ci/../preview.cjs" --stack "$STACK" --project "${PROJECT:-.}" ${CONFIG:+--config "$CONFIG"} \
  --output "$findings" ${SARIF:+--output "$SARIF"} || ended=$?
test -s "$findings" || echo "The preview failed. See its log." > "$findings"
if [ -n "${NUMBER:-}" ]; then node "$ci/comment.mjs" "$findings" || ended=2; fi
exit "$ended"
