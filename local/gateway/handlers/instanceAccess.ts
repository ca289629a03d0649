import { isInBlocks } from "../../plugins/ipControl";
import { filled, type Handler } from "../context";
import { NotLetIn } from "../errors";
import { lookUpIn } from "../lookup";

/**
 * Disconnects callers that the access list of an instance does not allow. It applies to calls from the internet only. A
 * list without entries has no effect (the page on instance-level access control).
 */
export const controlInstanceAccess: Handler = {
  name: "instance-access-list",
  title: "Access list of the gateway instance",
  handle(context) {
    const { store } = context.services;
    const instance = lookUpIn(store).gatewayInstance(filled(context.group, "group"));
    if (!context.byInternet || instance?.aclId === undefined) return;
    const blocks = store.accessControlLists.get(instance.aclId)?.entries.map(({ cidr }) => cidr) ?? [];
    if (blocks.length === 0) return;
    const { clientAddress } = context.request;
    if (isInBlocks(clientAddress, blocks) !== (instance.aclType === "white"))
      throw new NotLetIn(clientAddress);
  },
};
