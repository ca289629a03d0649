import type { Handler } from "../context";
import { findDestination } from "../domains";
import { GatewayError } from "../errors";
import { lookUpIn } from "../lookup";

/** Finds the group of the host. If several groups share a domain, their base paths decide. */
export const findGroup: Handler = {
  name: "host",
  title: "The domain belongs to an API group",
  handle(context) {
    const { store } = context.services;
    const { host, path } = context;
    const type = context.request.fromVpc ? "INTRANET" : "INTERNET";
    const lookup = lookUpIn(store);
    const own = lookup.groupByHost(host, context.request.fromVpc ?? false);
    const destination = own ? { group: own, domain: undefined } : findDestination(store, host, path, type);
    if (!destination) throw new GatewayError("I404DO", { domain: host });
    const { group, domain } = destination;
    if (!lookup.gatewayInstance(group)) throw new GatewayError("I410GG");
    context.group = group;
    context.domain = domain;
    context.bySecondLevelDomain = !domain && group.subDomain.toLowerCase() === host;
  },
};
