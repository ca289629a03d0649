import ipaddr from "ipaddr.js";

/** Host and port of API Gateway in the provider's list of endpoints, which is JSON. */
export const findGatewayEndpoint = (endpoints: string | undefined): string | undefined =>
  findEndpoint(endpoints, ["cloudapi", "apigateway"]);

/** Endpoint of a product, by one of its names, in the provider's list of endpoints, which is JSON. */
export function findEndpoint(endpoints: string | undefined, names: readonly string[]): string | undefined {
  if (!endpoints) return undefined;
  const [first]: unknown[] = [parseJson(endpoints)].flat();
  if (typeof first !== "object" || first === null) return undefined;
  const byProduct = new Map<string, unknown>(Object.entries(first));
  const endpoint = names.map((name) => byProduct.get(name)).find((value) => value !== undefined);
  // The SDK accepts host and port only, and a scheme must not hide that a host is on loopback.
  return typeof endpoint === "string" && endpoint !== "" ? endpoint.replace(/^https?:\/\//i, "") : undefined;
}

function parseJson(endpoints: string): unknown {
  try {
    return JSON.parse(endpoints);
  } catch {
    throw new Error(
      `alicloud:endpoints is ${endpoints}, which is not JSON. ` +
        "Run: pulumi config set --path 'alicloud:endpoints[0].cloudapi' <host>",
    );
  }
}

/** Whether the provider's list of endpoints leads to an API Gateway on this machine. */
export function isLocalGateway(endpoints: string | undefined): boolean {
  const gateway = findGatewayEndpoint(endpoints);
  return gateway !== undefined && isLoopback(gateway);
}

export function isLoopback(endpoint: string): boolean {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.parse(host).range() === "loopback");
}
