import type { GatewayContext, Handler } from "../context";
import { type Destination, destinationOf } from "../domains";
import { GatewayError } from "../errors";
import { gatewayInstanceOf } from "../vpcAccess";

/** Finds the group of the host. If several groups share a domain, their base paths decide. */
export const findGroup: Handler = {
  name: "host",
  handle(context) {
    const { store } = context.services;
    const { host, path } = context;
    const type = context.request.fromVpc ? "INTRANET" : "INTERNET";
    const destination = ownDomain(context) ?? destinationOf(store, host, path, type);
    if (!destination) throw new GatewayError("I404DO", { domain: host });
    const { group, domain } = destination;
    if (!gatewayInstanceOf(store, group)) throw new GatewayError("I410GG");
    context.group = group;
    context.domain = domain;
    context.bySecondLevelDomain = !domain && group.subDomain.toLowerCase() === host;
  },
};

/** The group to which the cloud assigned the host, on the network of the request. */
function ownDomain({ host, request, services }: GatewayContext): Destination | undefined {
  const isHost = (domain: string): boolean => domain !== "" && domain.toLowerCase() === host;
  const group = services.store.apiGroups.find((it) => isHost(request.fromVpc ? it.vpcDomain : it.subDomain));
  return group && { group, domain: undefined };
}
