import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { ConfigurationError, type ConfigurationProblem } from "./configuration";
import type { AnalyzeHandlers } from "./sharedMessages";

type Configure = grpc.handleUnaryCall<ConfigureAnalyzerRequest, object>;

/** gRPC handlers of the SDK that this pack replaces. */
export interface Handlers extends AnalyzeHandlers {
  readonly configure: Configure;
}

/**
 * Replaces handlers of the SDK while it registers them: it has no hook for this.
 *
 * @param replace returns the handlers to register instead
 * @returns a function that ends the replacement, to be called once the pack is served
 */
export function interceptHandlers(replace: (handlers: Handlers) => Handlers): () => void {
  const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;
  const { addService } = Server.prototype;
  Server.prototype.addService = function (definition, handlers) {
    addService.call(this, definition, { ...handlers, ...replace(handlers as unknown as Handlers) });
  };
  return () => {
    Server.prototype.addService = addService;
  };
}

/**
 * Rejects an invalid configuration before the engine sends the first resource. The engine validates known options by
 * their schema, but ignores unknown rule names; the SDK passes each policy its own options only.
 *
 * @param own names of policies whose configuration is not validated
 */
export function validateFirst(
  configure: Configure,
  validateConfiguration: (configuration: unknown) => ConfigurationProblem[],
  own: ReadonlySet<string>,
): Configure {
  return (call, callback) => {
    const problems = validateConfiguration(readConfiguration(call.request, own));
    if (problems.length === 0) return configure(call, callback);
    callback({ code: 3, details: new ConfigurationError(problems).message });
  };
}

function readConfiguration(
  request: ConfigureAnalyzerRequest,
  own: ReadonlySet<string>,
): Record<string, unknown> {
  const configured = [...request.getPolicyconfigMap().entries()]
    .filter(([name]) => !own.has(name))
    .map(([name, config]) => [name, config.getProperties()?.toJavaScript() ?? {}] as const)
    // The engine has already validated levels and does not pass them on.
    .filter(([name, properties]) => name !== "all" || Object.keys(properties).length > 0)
    .map(([name, properties]) =>
      name === "all" ? [name, { enforcementLevel: "advisory", ...properties }] : [name, properties],
    );
  return Object.fromEntries(configured);
}
