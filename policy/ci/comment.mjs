// Posts Markdown to a pull request, or updates the comment of an earlier run. A hidden marker with the stack name
// identifies the comment, so each stack has its own.
// Usage: GH_TOKEN=… NUMBER=… STACK=… node comment.mjs FILE, with the variables that GitHub Actions sets.
import { readFileSync } from "node:fs";

const {
  GH_TOKEN: token = "",
  NUMBER: number = "",
  STACK: stack = "",
  GITHUB_REPOSITORY: repository = "",
  GITHUB_API_URL: api = "https://api.github.com",
} = process.env;
const [file = ""] = process.argv.slice(2);
const missing = Object.entries({
  GH_TOKEN: token,
  NUMBER: number,
  STACK: stack,
  GITHUB_REPOSITORY: repository,
  FILE: file,
})
  .filter(([, value]) => value === "")
  .map(([name]) => name);
if (missing.length > 0)
  throw new Error(`${missing.join(", ")} must be set. See the first lines of this file.`);

const issues = `${api}/repos/${repository}/issues`;
const marker = `<!-- alicloud-vpc-api-policy ${stack.replaceAll("-->", "")} -->`;
const perPage = 100;

async function request(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { accept: "application/vnd.github+json", authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Finds the comment of an earlier run. Comments of people are never changed. */
async function ownComment(page = 1) {
  const comments = await request("GET", `${issues}/${number}/comments?per_page=${perPage}&page=${page}`);
  const own = comments.find(({ body = "", user }) => user?.type === "Bot" && body.startsWith(marker));
  return own ?? (comments.length < perPage ? undefined : ownComment(page + 1));
}

const body = `${marker}\n${readFileSync(file, "utf8")}`;
const own = await ownComment();
if (own) await request("PATCH", `${issues}/comments/${own.id}`, { body });
else await request("POST", `${issues}/${number}/comments`, { body });
