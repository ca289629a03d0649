import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { ConfigurationError, type ConfigurationMistake } from "./configuration";
import type { Judging } from "./sharing";

type Configure = grpc.handleUnaryCall<ConfigureAnalyzerRequest, object>;

/** Handlers of the SDK that ours are put before. */
export interface Handlers extends Judging {
  readonly configure: Configure;
}

/**
 * Puts handlers before those of the SDK, which has no place for them, while it registers its own.
 *
 * @returns ends it, to be called once the pack is served
 */
export function putBefore(before: (handlers: Handlers) => Handlers): () => void {
  const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;
  const { addService } = Server.prototype;
  Server.prototype.addService = function (definition, handlers) {
    addService.call(this, definition, { ...handlers, ...before(handlers as unknown as Handlers) });
  };
  return () => {
    Server.prototype.addService = addService;
  };
}

/**
 * Refuses a configuration with mistakes when the engine hands it over, before the first resource. The engine checks
 * known options by their schema and passes names that no rule has in silence; the SDK gives a policy its own options
 * alone.
 *
 * @param own names of the team's own policies, which are not looked at
 */
export function checked(
  configure: Configure,
  mistakesOf: (configuration: unknown) => ConfigurationMistake[],
  own: ReadonlySet<string>,
): Configure {
  return (call, callback) => {
    const mistakes = mistakesOf(configuredIn(call.request, own));
    if (mistakes.length === 0) return configure(call, callback);
    callback({ code: 3, details: new ConfigurationError(mistakes).message });
  };
}

function configuredIn(request: ConfigureAnalyzerRequest, own: ReadonlySet<string>): Record<string, unknown> {
  const configured = [...request.getPolicyconfigMap().entries()]
    .filter(([name]) => !own.has(name))
    .map(([name, config]) => [name, config.getProperties()?.toJavaScript() ?? {}] as const)
    // Levels are not among them: the engine has checked those.
    .filter(([name, properties]) => name !== "all" || Object.keys(properties).length > 0)
    .map(([name, properties]) =>
      name === "all" ? [name, { enforcementLevel: "advisory", ...properties }] : [name, properties],
    );
  return Object.fromEntries(configured);
}
