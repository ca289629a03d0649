import { isInBlocks } from "../../plugins/ipControl";
import type { GatewayContext, Handler } from "../context";
import { GatewayError } from "../errors";
import { pluginInEffect } from "../plugins";

/** Rejects addresses on a plug-in's deny list, or addresses that are not on its allow list. */
export const controlIp: Handler = {
  name: "ip-control",
  title: "IP access list",
  handle(context) {
    const found = pluginInEffect(context, "ipControl");
    if (!found) return;
    const { type, forwardedFor, blocks } = found.document;
    const address = clientAddress(context, forwardedFor);
    if (isInBlocks(address, blocks) !== (type === "ALLOW")) throw new GatewayError("A403IP", { address });
  },
};

/** The peer's own address, or an entry of X-Forwarded-For. Empty if the entry does not exist. */
function clientAddress(context: GatewayContext, index: number | undefined): string {
  if (index === undefined) return context.request.clientAddress;
  const entries = (context.header("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  return entries.at(index) ?? "";
}
