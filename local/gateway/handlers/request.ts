import type { Handler } from "../context";
import { GatewayError } from "../errors";
import { hasDotSegment } from "../paths";

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT"]);

/** Characters of a path in RFC 3986, with complete percent-encodings. */
const PATH = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-fA-F]{2})*$/;

export const checkRequest: Handler = {
  name: "request",
  title: "The request is well formed",
  handle({ request, path, services }) {
    if (!METHODS.has(request.method)) throw new GatewayError("I405UM", { method: request.method });
    if (Buffer.byteLength(request.target) > services.limits.urlBytes) throw new GatewayError("I413UL");
    // Assumption: the gateway rejects dot segments. Clients remove them (RFC 3986, section 5.2.4). A back end would remove
    // them after the gateway has chosen the API by the path.
    if (!PATH.test(path) || hasDotSegment(path)) throw new GatewayError("I400PH");
  },
};
