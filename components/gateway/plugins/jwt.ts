import type * as pulumi from "@pulumi/pulumi";
import { unlessEmpty } from "../../validation/given";
import type { Problems } from "../../validation/problems";
import type { PluginDocument, PluginKind } from "./plugin";
import type { InStages } from "./stages";

declare module "./args" {
  interface GroupPluginArgs {
    /** Verification of JSON Web Tokens. @default no token is required */
    jwt?: InStages<JwtArgs>;
  }
  interface RoutePluginArgs {
    /** Verification of JSON Web Tokens. `false` requires no token. @default that of the group */
    jwt?: InStages<JwtArgs | false>;
  }
}

/** A JSON Web Key (RFC 7517) that verifies tokens. For a key pair, only the public key. */
export interface Jwk {
  /** Other members that RFC 7517 allows. */
  [member: string]: unknown;
  /** Key type. `oct` is a shared secret. */
  kty: "RSA" | "EC" | "oct";
  /** ID of the key. Tokens refer to it. */
  kid?: string;
  /** Algorithm, for example `RS256`. */
  alg?: string;
  /** Use of the key, for example `sig`. */
  use?: string;
  /** Modulus of an RSA key, base64url. */
  n?: pulumi.Input<string>;
  /** Exponent of an RSA key, base64url. */
  e?: pulumi.Input<string>;
  /** Curve of an EC key, for example `P-256`. */
  crv?: string;
  /** First coordinate of an EC key, base64url. */
  x?: pulumi.Input<string>;
  /** Second coordinate of an EC key, base64url. */
  y?: pulumi.Input<string>;
  /**
   * Shared secret, base64url: at least 32 bytes, with `HS384` 48 bytes, and with `HS512` 64 bytes. Kept as a secret in
   * the state.
   */
  k?: pulumi.Input<string>;
}

/** Location of a claim in the request to the service. */
export interface ClaimArgs {
  /** Name of the header or query parameter. */
  parameter: string;
  /** Location of the parameter. */
  location: "header" | "query";
}

/**
 * Arguments of a plug-in that verifies JSON Web Tokens. For routes with `auth: "anonymous"`, or in addition
 * to the app's credentials.
 */
export interface JwtArgs {
  /**
   * Name of the header, query parameter or cookie. In `Authorization`, `Bearer` may precede the token.
   *
   * @default "Authorization"
   */
  parameter?: string;
  /** Location of the token. @default "header" */
  location?: "header" | "query" | "cookie";
  /** The key. Conflicts with `jwks`. */
  jwk?: Jwk;
  /** Several keys, which differ by their `kid`. */
  jwks?: Jwk[];
  /**
   * Claims that the service gets. The value is the name of a header, or the name of a header or query
   * parameter with its location.
   *
   * @default none
   */
  claims?: Record<string, string | ClaimArgs>;
  /** Whether requests without a token are allowed. @default false */
  allowMissing?: boolean;
  /** Whether expired tokens are allowed. @default false */
  ignoreExpiration?: boolean;
  /** Whether a token can be used only once, identified by its `jti`. @default false */
  preventReplay?: boolean;
}

export const jwt: PluginKind<JwtArgs> = { type: "jwtAuth", render };

/** Required members by key type (RFC 7518). */
const keyMembers = { RSA: ["n", "e"], EC: ["crv", "x", "y"], oct: ["k"] } as const;
/** Algorithms by key type (RFC 7518). */
const algorithms = {
  RSA: "RS256 RS384 RS512 PS256 PS384 PS512",
  EC: "ES256 ES384 ES512",
  oct: "HS256 HS384 HS512",
} as const;
/** Minimum length of a shared secret in bytes, by algorithm: that of its hash (RFC 7518, section 3.2). */
const secretBytes = { HS256: 32, HS384: 48, HS512: 64 } as const;
/** Members of private keys only. */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi"];

function render(args: JwtArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { parameter = "Authorization", location = "header", jwk, jwks, claims = {} } = args;
  if (!/^[\w-]+$/.test(parameter)) {
    const hint = "Use for example Authorization.";
    problems.add("parameter", `"${parameter}" is not the name of a parameter.`, hint);
  }
  checkKeys(args, problems);
  const targets = new Map<string, string>();
  const claimParameters = Object.entries(claims).map(([claimName, target]) => {
    const at = problems.under(`claims["${claimName}"]`);
    const { parameter: parameterName, location: place } =
      typeof target === "string" ? { parameter: target, location: "header" as const } : target;
    if (!/^[\w-]+$/.test(parameterName)) {
      const problem = `"${parameterName}" is not the name of a parameter.`;
      at.add(typeof target === "string" ? "" : "parameter", problem, "Use for example X-User-Id.");
    }
    const key = `${place} ${place === "header" ? parameterName.toLowerCase() : parameterName}`;
    const other = targets.get(key);
    targets.set(key, claimName);
    if (other !== undefined) {
      const problem = `"${parameterName}" is also the ${place} of claim "${other}".`;
      at.add(typeof target === "string" ? "" : "parameter", problem, "Use a different name for each claim.");
    }
    return { claimName, parameterName, location: place };
  });
  const document = {
    parameter,
    parameterLocation: location,
    ...(jwk ? { jwk } : { jwks }),
    claimParameters: unlessEmpty(claimParameters),
    bypassEmptyToken: args.allowMissing || undefined,
    ignoreExpirationCheck: args.ignoreExpiration || undefined,
    preventJtiReplay: args.preventReplay || undefined,
  };
  const isSecret = [jwk, ...(jwks ?? [])].some((key) => key?.kty === "oct");
  return { isSecret, document: () => document };
}

/** Checks the keys of a plug-in: one, or several that differ by their IDs. */
export function checkKeys({ jwk, jwks }: Pick<JwtArgs, "jwk" | "jwks">, problems: Problems): void {
  if ((jwk === undefined) === (jwks === undefined)) {
    const problem = jwk ? "is set together with jwks." : "is missing, and jwks is not set.";
    problems.add("jwk", problem, "Set one key in jwk, or several in jwks.");
  }
  if (jwk) checkKey(jwk, problems.under("jwk"));
  if (jwks?.length === 0) problems.add("jwks", "is empty.", "Add at least one key.");
  const kids = new Set<string>();
  jwks?.forEach((key, index) => {
    const at = problems.under(`jwks[${index}]`);
    checkKey(key, at);
    if (!key.kid) at.add("kid", "is missing.", "Set it: it identifies a key in a list.");
    else if (kids.has(key.kid))
      at.add("kid", `"${key.kid}" is the ID of another key as well.`, "Use a different one for each.");
    else kids.add(key.kid);
  });
}

function checkKey(key: Jwk, problems: Problems): void {
  const types = Object.keys(keyMembers);
  if (!types.includes(key.kty)) {
    problems.add("kty", "is not a type of a key that verifies tokens.", `Use one of ${types.join(", ")}.`);
    return;
  }
  const members = keyMembers[key.kty];
  for (const member of members) {
    if (key[member] === undefined)
      problems.add(member, "is missing.", `A key of type ${key.kty} has ${members.join(", ")}.`);
  }
  for (const member of Object.values(keyMembers).flat()) {
    if (key[member] === "") problems.add(member, "is empty.", "Set it as in the JSON Web Key.");
  }
  if (key.kty === "oct") checkSecret(key, problems);
  const possible: string[] = algorithms[key.kty].split(" ");
  if (key.alg !== undefined && !possible.includes(key.alg)) {
    const problem = `is "${key.alg}", which does not sign tokens with a key of type ${key.kty}.`;
    problems.add("alg", problem, `Use one of ${possible.join(", ")}.`);
  }
  const leaked = Object.keys(key).find((member) => privateMembers.includes(member));
  if (leaked) {
    const hint = "Set only the public key, and keep the private key secret.";
    problems.add(leaked, "belongs to the private key.", hint);
  }
}

/** Anyone who has one token can guess a short secret on their own computer. A key without `alg` accepts HS256. */
function checkSecret({ k, alg }: Jwk, problems: Problems): void {
  if (typeof k !== "string" || k === "") return;
  const algorithm = (Object.keys(secretBytes) as (keyof typeof secretBytes)[]).find((one) => one === alg);
  const minimum = secretBytes[algorithm ?? "HS256"];
  const { length } = Buffer.from(k, "base64url");
  if (length >= minimum) return;
  const problem = `has ${length === 1 ? "1 byte" : `${length} bytes`}, and ${algorithm ?? "HS256"} needs at least ${minimum}.`;
  problems.add("k", problem, `Use at least ${minimum} random bytes, encoded as base64url.`);
}
