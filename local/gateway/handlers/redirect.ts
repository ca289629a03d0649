import type { Handler } from "../context";

/**
 * Sends HTTP clients of a custom domain to HTTPS where the domain says so. That method and body are kept (308) is an
 * assumption; so is the port, which is the client's own.
 */
export const redirectToHttps: Handler = {
  name: "redirect",
  handle(context) {
    const { domain, request, response, responseHeaders } = context;
    if (request.tls || !domain?.isHttpRedirectToHttps) return;
    const location = `https://${context.header("host")}${request.target}`;
    response.writeHead(308, { ...responseHeaders, Location: location, "Content-Length": 0 }).end();
  },
};
