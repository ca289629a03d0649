import { isIP } from "node:net";
import { GUEST_CONF_DIR, GUEST_PREFIX, hostPath } from "./guestPath";
import { judgeCondition } from "./nginxCondition";
import { type Judged, judgePath, judgeTarget, judgeUri, refuse } from "./nginxPaths";
import { NORMALISED_VARIABLES, splitTemplate, variablesIn } from "./nginxTemplate";

/** Validation of a directive's arguments. */
export type Form =
  | "values"
  | "path"
  | "alias"
  | "fixedPath"
  | "confPath"
  | "log"
  | "tryFiles"
  | "index"
  | "errorPage"
  | "rewrite"
  | "condition"
  | "listen"
  | "serverName"
  | "uri"
  | "addresses"
  | "off";

/** The arguments to print, or a problem. */
export type JudgedArgs = { args: readonly string[] } | { problem: string };

/**
 * Validates the arguments of a directive, and moves paths below the folder that is the guest's `/`.
 *
 * Together these rules ensure that the URI of a request has no `..` segments, so that `$uri` is safe in paths: Nginx
 * resolves `..` in the client's URI, and these rules validate every directive that sets another URI.
 *
 * @param root - Folder that is the guest's `/`, as Nginx sees it.
 */
export function judgeArgs(form: Form, args: readonly string[], root: string): JudgedArgs {
  return FORMS[form](args, root);
}

type Judge = (args: readonly string[], root: string) => JudgedArgs;

const FORMS: Readonly<Record<Form, Judge>> = {
  values: (args) => ({ args }),
  // The addresses are mapped for the whole server: see nginxListen.ts.
  listen: (args) => ({ args }),
  path: first((value, root) => judgePath(value, { root, base: GUEST_PREFIX, variables: true })),
  alias: first(judgeAlias),
  fixedPath: first((value, root) => judgePath(value, { root, base: GUEST_PREFIX, variables: false })),
  confPath: first((value, root) =>
    value === "off" ? { value } : judgePath(value, { root, base: GUEST_CONF_DIR, variables: false }),
  ),
  log: first((value, root) =>
    value === "off" ? { value } : judgePath(value, { root, base: GUEST_PREFIX, variables: true }),
  ),
  tryFiles: judgeTryFiles,
  index: (args) => each(args, judgeIndex),
  errorPage: judgeErrorPage,
  rewrite: judgeRewrite,
  condition: judgeCondition,
  serverName: (args) => each(args, judgeServerName),
  uri: (args) => each(args, (value) => (value === "off" ? { value } : judgeUri(value))),
  addresses: (args) => each(args, judgeAddress),
  off: (args) =>
    args.length === 1 && args[0] === "off"
      ? { args }
      : {
          problem:
            "cannot be used here: an instance of the local cloud opens no connection itself. Remove it, or set it to off.",
        },
};

/** Validates the first argument. The others are values. */
function first(judge: (value: string, root: string) => Judged): Judge {
  return ([value, ...others], root) => {
    if (value === undefined) return { problem: "has no argument. Add one." };
    const judged = judge(value, root);
    return "problem" in judged ? judged : { args: [judged.value, ...others] };
  };
}

function each(args: readonly string[], judge: (value: string) => Judged): JudgedArgs {
  const judged = args.map(judge);
  const bad = judged.find((it) => "problem" in it);
  if (bad && "problem" in bad) return bad;
  return { args: judged.flatMap((it) => ("value" in it ? [it.value] : [])) };
}

/**
 * Nginx appends the text after the location's name to an alias. If the name does not end in a slash, that text can
 * start with `..` once. The alias therefore has a folder of its own, which `..` can leave safely.
 */
function judgeAlias(value: string, root: string): Judged {
  const judged = judgePath(value, { root, base: GUEST_PREFIX, variables: true });
  if ("problem" in judged) return judged;
  const top = judged.value.slice(hostPath(root, "/").length).split("/")[0] ?? "";
  if (top === "" || top.includes("$")) {
    return refuse(value, "does not begin with a folder", "Use a path such as /srv/www/.");
  }
  return judged;
}

function judgeIndex(value: string): Judged {
  if (value.includes("$")) return refuse(value, "has a variable", "Name the files, for example index.html.");
  return value.startsWith("/") ? judgeUri(value) : judgeTarget(value, new Set());
}

function judgeTryFiles(args: readonly string[]): JudgedArgs {
  const files = each(args.slice(0, -1), judgeUri);
  if ("problem" in files) return files;
  const judged = judgeJump(args[args.length - 1] ?? "");
  return "problem" in judged ? judged : { args: [...files.args, judged.value] };
}

/**
 * Validates the target of `try_files` and `error_page`. Nginx cuts the URI at its first question mark after it has
 * replaced the variables. A request for `/..%3F` would therefore become `/..`.
 */
function judgeJump(target: string): Judged {
  if (/^[@=]/.test(target)) return { value: target };
  const [uri = ""] = target.split("?");
  if (!uri.includes("$")) {
    const judged = judgeUri(uri);
    return "problem" in judged ? judged : { value: target };
  }
  return refuse(
    target,
    "has a variable in the URI that the request goes on with",
    "Use a plain URI, @name or =404.",
  );
}

function judgeErrorPage(args: readonly string[]): JudgedArgs {
  const codes = args.slice(0, -1);
  const target = args[args.length - 1] ?? "";
  const wrong = codes.find((code) => !/^(\d{3}|=\d*)$/.test(code));
  if (wrong !== undefined) return refuse(wrong, "is not a status code", "Use a code such as 404 or =200.");
  if (isRedirect(target)) return { args };
  const judged = judgeJump(target);
  return "problem" in judged ? judged : { args };
}

/** Whether Nginx redirects the client to a URL instead of serving a file. */
const isRedirect = (target: string): boolean => /^(https?:\/\/|\$scheme)/.test(target);

const CAPTURES: ReadonlySet<string> = new Set([..."123456789"]);

/**
 * Variables of Nginx that no directive can redefine. The regular expression behind another variable would change the
 * capture groups.
 */
const FIXED_VARIABLES: ReadonlySet<string> = new Set([
  ...CAPTURES,
  ...NORMALISED_VARIABLES,
  "is_args",
  "query_string",
  "remote_addr",
  "request_method",
  "request_uri",
  "scheme",
]);

/** Flags that turn any replacement into a redirect. */
const REDIRECT_FLAGS = ["redirect", "permanent"];

/** Whether `rewrite` sets the URI of the request instead of a redirect. */
export function isInternalRewrite([, replacement = "", flag = ""]: readonly string[]): boolean {
  return !isRedirect(replacement) && !REDIRECT_FLAGS.includes(flag);
}

/**
 * Capture groups are safe in the new URI: they belong to this directive's regular expression, and match parts of a URI
 * without two dots (see nginxGuard.ts).
 */
function judgeRewrite(args: readonly string[]): JudgedArgs {
  if (!isInternalRewrite(args)) return { args };
  const replacement = args[1] ?? "";
  const [uri = "", ...query] = replacement.split("?");
  if (!/^(\/|\$[1-9]|\$uri\b)/.test(uri)) {
    return refuse(replacement, "does not begin with a slash", "Begin the new URI with /.");
  }
  const judged = judgeTarget(uri, CAPTURES);
  if ("problem" in judged) return judged;
  const pieces = splitTemplate(query.join("?"));
  if (!pieces) return refuse(replacement, "has a $ without the name of a variable", "Remove the $.");
  const unsafe = variablesIn(pieces).find((name) => !FIXED_VARIABLES.has(name));
  if (unsafe === undefined) return { args };
  const fix = "Remove it; Nginx adds the query of the request by itself.";
  return refuse(replacement, `has the variable $${unsafe}, which cannot be used here`, fix);
}

/** The first name of a server is the value of `$server_name`, and of `$host` for requests without a host. */
function judgeServerName(value: string): Judged {
  if (!/\/|^\.*$/.test(value) || value === "") return { value };
  return refuse(value, "is not a host name", "Use a name such as example.com, or _ for any.");
}

/** Only IP addresses: Nginx resolves anything else with a name server. */
function judgeAddress(value: string): Judged {
  const [address = "", bits = "0", ...others] = value.split("/");
  const isBlock = isIP(address) !== 0 && /^\d+$/.test(bits) && others.length === 0;
  if (isBlock || value === "unix:") return { value };
  return refuse(value, "is not an IP address or CIDR block", "Use for example 10.0.0.0/8.");
}
