import type { JwtAuth } from "../../plugins/jwtAuth";
import type { GatewayContext, Handler } from "../context";
import { GatewayError } from "../errors";
import { verifiedClaims } from "../jwt";
import { pluginInEffect } from "../plugins";
import { firstValue } from "../query";

/** Accepts requests with a token that a key of the plug-in has signed. Stores its claims for the back end. */
export const authenticateJwt: Handler = {
  name: "jwt-auth",
  title: "JSON web token",
  handle(context) {
    const found = pluginInEffect(context, "jwtAuth");
    if (!found) return;
    const settings = found.document;
    const token = readToken(context, settings);
    if (token === "" && !settings.bypassEmptyToken) {
      throw new GatewayError("I400JR", { parameter: settings.parameter });
    }
    const claims = token === "" ? {} : verifiedClaims(token, settings, context.services.clock());
    context.claims = claims;
    // This includes claims without a value: the back end never gets parameters of these names from the client.
    context.claimParameters = settings.claims.map(({ claim, parameter, location }) => ({
      name: parameter,
      location,
      value: renderClaim(Object.hasOwn(claims, claim) ? claims[claim] : undefined),
    }));
  },
};

/** Empty if the request has no token. */
function readToken(context: GatewayContext, { parameter, parameterLocation }: JwtAuth): string {
  const readers: Readonly<Record<JwtAuth["parameterLocation"], () => string | undefined>> = {
    header: () => context.header(parameter),
    query: () => firstValue(context.query, parameter),
    cookie: () =>
      (context.header("cookie") ?? "")
        .split(";")
        .map((pair) => pair.trim())
        .find((pair) => pair.startsWith(`${parameter}=`))
        ?.slice(parameter.length + 1),
  };
  const text = (readers[parameterLocation]() ?? "").trim();
  return parameter.toLowerCase() === "authorization" ? text.replace(/^bearer\s+/i, "") : text;
}

function renderClaim(claim: unknown): string | undefined {
  if (claim === undefined || claim === null) return undefined;
  return typeof claim === "object" ? JSON.stringify(claim) : String(claim);
}
