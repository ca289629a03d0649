import * as pulumi from "@pulumi/pulumi";
import type { VpcApi } from "../../../components";
import type { GatewayCall, LocalCloud } from "../../../testing/localCloud";
import { certificateAuthority } from "./certificates";
import type { Args } from "./scenarios";
import { signToken } from "./tokens";

/** A call of one API, in the outputs of a program. */
export interface PlannedCall {
  route: string;
  url: string;
  method: string;
  stage: string;
  appCode: string;
  appKey: string;
  appSecret: string;
  /** Whether the call is signed, because the API does not accept the AppCode. */
  signed: boolean;
  /** The required token. */
  token: { kid: string; parameter: string; location: string } | null;
  fromVpc: boolean;
}

/** The calls of all routes at all their URLs. */
export function planCalls(api: VpcApi, args: Args): pulumi.Output<PlannedCall[]> {
  const addresses: [domain: string, urls: Record<string, pulumi.Output<string>>][] = [
    ["", api.urls],
    ...Object.entries(api.domainUrls).filter(([domain]) => !domain.startsWith("*")),
  ];
  const calls = addresses.flatMap(([domain, urls]) =>
    Object.entries(urls).map(([route, url]) => planCall(api, args, route, url, domain)),
  );
  return pulumi.all(calls);
}

function planCall(
  api: VpcApi,
  args: Args,
  route: string,
  url: pulumi.Output<string>,
  domain: string,
): pulumi.Output<PlannedCall> {
  const {
    method = "GET",
    auth = args.defaults?.auth ?? "app",
    appCode: codeIn,
    ...given
  } = args.routes[route];
  const [app] = Object.entries(args.apps ?? {}).find(([, one]) => mayCall(one as Args, route)) ?? [];
  const caller = auth === "app" && app !== undefined ? api.apps[app] : undefined;
  const fromVpc = (args.domains ?? []).some(
    (one: Args) => one.domain === domain && one.network === "intranet",
  );
  return pulumi.all([url, caller?.appCode ?? "", caller?.appKey ?? "", caller?.appSecret ?? ""]).apply(
    ([address, appCode, appKey, appSecret]): PlannedCall => ({
      route,
      url: address.replace(/\[[^\]]*\]/g, "1").replace(/\/\*$/, "/x"),
      method: method === "ANY" ? "GET" : method,
      stage: findStage(args),
      ...{ appCode, appKey, appSecret, fromVpc },
      signed: (codeIn ?? args.defaults?.appCode) === "off",
      token: tokenFor(args, given),
    }),
  );
}

const mayCall = ({ routes }: Args, route: string) => routes === undefined || routes.includes(route);

/** The environment to call: RELEASE if it is published, otherwise PRE or TEST. */
function findStage({ publication = {} }: Args): string {
  const { stage = "RELEASE", stages } = publication;
  const published: string[] =
    stages === undefined ? [stage] : Array.isArray(stages) ? stages : Object.keys(stages);
  return ["RELEASE", "PRE", "TEST"].find((one) => published.includes(one)) ?? "RELEASE";
}

function tokenFor(args: Args, route: Args): PlannedCall["token"] {
  const own = route.plugins?.jwt;
  const given = own ?? args.jwt;
  const jwt = given?.RELEASE ?? given;
  if (!jwt) return null;
  const { parameter = "Authorization", location = "header", jwk, jwks } = jwt;
  return { kid: (jwk ?? jwks[0]).kid, parameter, location };
}

/** Makes a call. Returns the problem with the answer, or an empty text. */
export async function findProblem(cloud: LocalCloud, call: PlannedCall): Promise<string> {
  try {
    const { status, headers } = await cloud.call(gatewayCall(call));
    if (status >= 200 && status < 300) return "";
    return `${status} ${String(headers["x-ca-error-code"] ?? "")} ${String(headers["x-ca-error-message"] ?? "")}`.trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function gatewayCall({ url, method, stage, token, ...caller }: PlannedCall): GatewayCall {
  const { appCode, appKey, appSecret, signed, fromVpc } = caller;
  const value = token && signToken(token.kid);
  const query = token?.location === "query" ? `?${token.parameter}=${value}` : "";
  return {
    url: url + query,
    method,
    stage: stage as "RELEASE",
    headers: {
      "x-forwarded-for": "127.0.0.1",
      ...(token?.location === "header" ? { [token.parameter]: String(value) } : {}),
      ...(token?.location === "cookie" ? { cookie: `${token.parameter}=${value}` } : {}),
    },
    ...(signed && appKey ? { signedBy: { appKey, appSecret } } : appCode ? { appCode } : {}),
    ...(certificateAuthority ? { authority: certificateAuthority } : {}),
    fromVpc,
  };
}

/** Results of consecutive calls. */
export interface Called {
  made: number;
  failed: number;
  /** The first problem. */
  first: string;
  /** Whether the last call failed. */
  ended: boolean;
}

/** Repeats a call until it is stopped. */
export function keepCalling(cloud: LocalCloud, call: PlannedCall): { end(): Promise<Called> } {
  const called: Called = { made: 0, failed: 0, first: "", ended: false };
  let over = false;
  const calling = (async () => {
    while (!over) {
      const problem = await findProblem(cloud, call);
      called.made++;
      if (problem !== "") called.failed++;
      if (called.first === "") called.first = problem;
      called.ended = problem !== "";
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async end() {
      over = true;
      await calling;
      return called;
    },
  };
}
