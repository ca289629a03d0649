import { filled, type Handler } from "../context";

/** Answers for an API in mock mode without a call of the back end. */
export const answerMock: Handler = {
  name: "mock",
  handle(context) {
    const { service } = filled(context.api, "api").definition;
    if (!service.mock) return;
    const body = Buffer.from(service.mockResult, "utf8");
    const headers = Object.fromEntries((service.mockHeaders ?? []).map(({ name, value }) => [name, value]));
    context.response
      .writeHead(service.mockStatusCode ?? 200, {
        ...headers,
        ...context.responseHeaders,
        "Content-Length": body.length,
      })
      .end(body);
  },
};
