import type { Handler } from "../context";
import { GatewayError } from "../errors";

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT"]);

/** Characters of a path in RFC 3986, with complete percent-encodings. */
const PATH = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-fA-F]{2})*$/;

export const checkRequest: Handler = {
  name: "request",
  handle({ request, path, services }) {
    if (!METHODS.has(request.method)) throw new GatewayError("I405UM", { method: request.method });
    if (Buffer.byteLength(request.target) > services.limits.urlBytes) throw new GatewayError("I413UL");
    if (!PATH.test(path)) throw new GatewayError("I400PH");
  },
};
