import { filled, type Handler } from "../context";
import { composeCall } from "../parameters";
import { SYSTEM_PARAMETERS } from "../systemParameters";

/** Makes the back end's request. */
export const composeBackendCall: Handler = {
  name: "parameters",
  async handle(context) {
    const { request, rawQuery, query, pathParameters } = context;
    const { definition } = filled(context.api, "api");
    const call = composeCall({
      definition,
      method: request.method,
      rawQuery,
      query,
      headers: request.headers,
      pathParameters,
      body: await context.body(),
      system: (name) =>
        Object.hasOwn(SYSTEM_PARAMETERS, name) ? SYSTEM_PARAMETERS[name]?.(context) : undefined,
    });
    const forwarded = context.header("x-forwarded-for");
    call.headers["x-forwarded-for"] = forwarded
      ? `${forwarded}, ${request.clientAddress}`
      : request.clientAddress;
    call.headers["x-ca-api-gateway"] = context.requestId;
    context.call = call;
  },
};
