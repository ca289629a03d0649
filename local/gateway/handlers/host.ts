import type { Handler } from "../context";
import { GatewayError } from "../errors";
import { gatewayInstanceOf } from "../vpcAccess";

/** Finds the group that the host belongs to. */
export const findGroup: Handler = {
  name: "host",
  handle(context) {
    const { store } = context.services;
    const { host } = context;
    const isHost = (domain: string): boolean => domain !== "" && domain.toLowerCase() === host;
    const group = store.apiGroups.find((it) => isHost(it.subDomain) || isHost(it.vpcDomain));
    if (!group) throw new GatewayError("I404DO", { domain: host });
    if (!gatewayInstanceOf(store, group)) throw new GatewayError("I410GG");
    context.group = group;
    context.bySecondLevelDomain = isHost(group.subDomain);
  },
};
