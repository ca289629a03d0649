#!/usr/bin/env bash
# Previews a stack with the policy pack, prints the findings as Markdown and posts them to its pull request, in any
# pipeline that has a shell: in a repository whose package.json has alicloud-vpc-api-policy among its devDependencies,
# once `npm ci` is done and pulumi is in the PATH with its backend and account.
# Usage: STACK=… bash node_modules/alicloud-vpc-api-policy/ci/preview.sh
#   STACK     stack to preview
#   PROJECT   folder of its Pulumi.yaml (default: this one)
#   CONFIG    levels, options and exemptions of the rules, as JSON (default: each rule's own)
#   NUMBER    pull request on GitHub to post to, with GH_TOKEN and GITHUB_REPOSITORY as owner/name, and GITHUB_API_URL
#             where GitHub is not github.com (default: posts nowhere)
# Ends with 1 on a mandatory finding, and with 2 when the preview or the comment could not be made.
set -euo pipefail
: "${STACK:?Name the stack to preview.}"
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
findings=$(mktemp)
trap 'rm -f "$findings"' EXIT

ended=0
node "$ci/../preview.cjs" --stack "$STACK" --project "${PROJECT:-.}" ${CONFIG:+--config "$CONFIG"} > "$findings" || ended=$?
test -s "$findings" || echo "The preview did not run: see its log." > "$findings"
cat "$findings"
if [ -n "${NUMBER:-}" ]; then node "$ci/comment.mjs" "$findings" || ended=2; fi
exit "$ended"
