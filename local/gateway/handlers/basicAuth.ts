import type { Handler } from "../context";
import { GatewayError } from "../errors";
import { pluginInEffect } from "../plugins";
import { equalSecrets } from "../secrets";

/** Authenticates the users of a plug-in by HTTP Basic authentication. The error code is an assumption. */
export const authenticateBasic: Handler = {
  name: "basic-auth",
  title: "User name and password",
  handle(context) {
    const found = pluginInEffect(context, "basicAuth");
    if (!found) return;
    const encoded = /^basic\s+([\w+/=-]+)\s*$/i.exec(context.header("authorization") ?? "")?.[1] ?? "";
    const given = Buffer.from(encoded, "base64").toString("utf8");
    // It compares all users, so that the duration reveals nothing about them.
    const matching = found.document.users.filter(({ username, password }) =>
      equalSecrets(`${username}:${password}`, given),
    );
    if (matching.length === 0) {
      throw new GatewayError("A401BA", {}, undefined, { headers: { "WWW-Authenticate": "Basic" } });
    }
  },
};
