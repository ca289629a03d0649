import * as pulumi from "@pulumi/pulumi";
import type { CustomDomain } from "./domains/customDomain";
import type { PlannedRoute } from "./routes/plan";

/** Path prefix between a domain and the path of a route. */
export const formatBasePath = (basePath = "/"): string => basePath.replace(/\/$/, "");

/** URL of each route on the group's second-level domain, with `https` if the route allows it. */
export function groupUrls(
  subDomain: pulumi.Output<string>,
  basePath: string | undefined,
  routes: Record<string, PlannedRoute>,
): Record<string, pulumi.Output<string>> {
  const urls = Object.entries(routes).map(([route, { protocols, path }]) => {
    const scheme = protocols.includes("HTTPS") ? "https" : "http";
    return [route, pulumi.interpolate`${scheme}://${subDomain}${formatBasePath(basePath)}${path}`] as const;
  });
  return Object.fromEntries(urls);
}

/** URL of each route on each domain, with `https` if certificate and route allow it. Wildcards have none. */
export function domainUrls(
  domains: Record<string, CustomDomain>,
  basePath: string | undefined,
  routes: Record<string, PlannedRoute>,
): Record<string, Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    Object.entries(domains).flatMap(([domain, { url }]) => {
      if (url === undefined) return [];
      const urls = Object.entries(routes).map(([route, { protocols, path }]) => {
        const origin = url.apply((text) =>
          protocols.includes("HTTPS") ? text : text.replace(/^https/, "http"),
        );
        return [route, pulumi.interpolate`${origin}${formatBasePath(basePath)}${path}`] as const;
      });
      return [[domain, Object.fromEntries(urls)] as const];
    }),
  );
}
