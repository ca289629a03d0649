import { memoize } from "../../memoize";
import { filled, type Handler } from "../context";
import { GatewayError } from "../errors";

const openProtocols = memoize((list) => list.split(",").map((it) => it.trim().toUpperCase()));

/** Rejects requests over HTTP, HTTPS or the internet if the API does not allow them. */
export const checkProtocol: Handler = {
  name: "protocol",
  title: "The API is open to this protocol and network",
  handle(context) {
    const { definition } = filled(context.api, "api");
    const protocol = context.request.tls ? "HTTPS" : "HTTP";
    if (!openProtocols(definition.request.protocol).includes(protocol))
      throw new GatewayError("I403PT", { protocol });
    if (definition.disableInternet && context.byInternet) throw new GatewayError("A403IN");
  },
};
