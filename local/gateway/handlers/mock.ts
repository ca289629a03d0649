import { filled, type Handler } from "../context";
import { encodeHeader, endToEndPairs } from "../headers";

/** Answers for an API in mock mode without a call of the back end. */
export const answerMock: Handler = {
  name: "mock",
  title: "Mock answer",
  handle(context) {
    const { service } = filled(context.api, "api").definition;
    if (!service.mock) return;
    const body = Buffer.from(service.mockResult, "utf8");
    const headers = (service.mockHeaders ?? []).flatMap(({ name, value }) => [name, encodeHeader(value)]);
    const own = { ...context.responseHeaders, "Content-Length": String(body.length) };
    context.response.writeHead(service.mockStatusCode ?? 200, endToEndPairs(headers, own)).end(body);
  },
};
