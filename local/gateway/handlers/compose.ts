import type { BackEndRequest } from "../../http/backEndConnection";
import { andThen } from "../../soon";
import type { GatewayContext, Handler } from "../context";
import { headerText } from "../errors";
import { encodeHeader } from "../headers";
import { composeCall } from "../parameters";
import { formatPairs, parsePairs } from "../query";

/** Creates the request to the back end. */
export const composeBackendCall: Handler = {
  name: "parameters",
  title: "The back end's request is made",
  handle: (context) => andThen(context.body(), (body) => compose(context, body)),
};

function compose(context: GatewayContext, body: Buffer): void {
  const call = composeCall(context, body);
  addClaims(call, context.claimParameters);
  const forwarded = context.header("x-forwarded-for");
  call.headers["x-forwarded-for"] = forwarded
    ? `${encodeHeader(forwarded)}, ${context.request.clientAddress}`
    : context.request.clientAddress;
  call.headers["x-ca-api-gateway"] = context.requestId;
  context.call = call;
}

/** Adds the claims of a token to the call, and removes parameters of the same names that the client sent. */
function addClaims(call: BackEndRequest, claims: GatewayContext["claimParameters"]): void {
  for (const { name, location, value } of claims) {
    if (location === "header") {
      delete call.headers[name.toLowerCase()];
      if (value !== undefined) call.headers[name.toLowerCase()] = headerText(value);
      continue;
    }
    const [path = "", query = ""] = call.target.split(/\?(.*)/s);
    const kept = query
      .split("&")
      .filter((part) => part !== "" && parsePairs(part).every(([key]) => key !== name));
    const all = value === undefined ? kept : [...kept, formatPairs([[name, value]])];
    call.target = all.length === 0 ? path : `${path}?${all.join("&")}`;
  }
}
