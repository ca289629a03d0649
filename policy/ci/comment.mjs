// Posts Markdown to a pull request, or replaces what it posted there before: a mark that nobody sees tells its own
// comment from all others, so that several stacks and other jobs each keep theirs.
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
if (missing.length > 0) throw new Error(`${missing.join(", ")} must be set.`);

const issues = `${api}/repos/${repository}/issues`;
const mark = `<!-- alicloud-vpc-api-policy ${stack.replaceAll("-->", "")} -->`;
const perPage = 100;

async function ask(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { accept: "application/vnd.github+json", authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The comment that an earlier run made; what a person wrote is left alone, whatever it begins with. */
async function ownComment(page = 1) {
  const comments = await ask("GET", `${issues}/${number}/comments?per_page=${perPage}&page=${page}`);
  const own = comments.find(({ body = "", user }) => user?.type === "Bot" && body.startsWith(mark));
  return own ?? (comments.length < perPage ? undefined : ownComment(page + 1));
}

const body = `${mark}\n${readFileSync(file, "utf8")}`;
const own = await ownComment();
if (own) await ask("PATCH", `${issues}/comments/${own.id}`, { body });
else await ask("POST", `${issues}/${number}/comments`, { body });
