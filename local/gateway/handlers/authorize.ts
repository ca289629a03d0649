import { filled, type Handler } from "../context";
import { GatewayError } from "../errors";
import { lookUpIn } from "../lookup";

/** Rejects an app without an authorization for this API in this environment. Anonymous APIs need no authorization. */
export const authorize: Handler = {
  name: "authorize",
  title: "The app is authorized for the API in this environment",
  handle(context) {
    const { app, stage, services } = context;
    const { id, definition } = filled(context.api, "api");
    if (definition.authType === "ANONYMOUS") return;
    const { id: appId } = filled(app, "app");
    const authorization = lookUpIn(services.store).authorization(id, filled(stage, "stage"), appId);
    if (!authorization) throw new GatewayError("A403AA");
    const { validUntil } = authorization;
    if (validUntil !== "" && Date.parse(validUntil) <= services.clock().getTime())
      throw new GatewayError("A403EP");
  },
};
