import type { Handler } from "../context";

/**
 * Redirects HTTP clients of a custom domain to HTTPS if the domain requires it. Assumption: method and body are kept
 * (308). Assumption: the redirect uses the port of the client's request.
 */
export const redirectToHttps: Handler = {
  name: "redirect",
  title: "HTTP clients are redirected to HTTPS if the domain requires it",
  handle(context) {
    const { domain, request, response, responseHeaders } = context;
    if (request.tls || !domain?.isHttpRedirectToHttps) return;
    const location = `https://${context.header("host")}${request.target}`;
    response.writeHead(308, { ...responseHeaders, Location: location, "Content-Length": 0 }).end();
  },
};
