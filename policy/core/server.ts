import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerStackConfigureResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { Analyzer } from "./analyzer";
import { ConfigurationError } from "./configuration";

/** A stack can be larger than the 4 MiB that gRPC accepts by default. The SDK of Pulumi has the same limit. */
const maxMessageBytes = 400 * 1024 * 1024;

/** The generated code serializes only the empty message of its own copy of google-protobuf. Its encoding has no bytes. */
const service = {
  ...AnalyzerService,
  configure: { ...AnalyzerService.configure, responseSerialize: () => Buffer.alloc(0) },
};

/** Serves an analyzer to the engine, and prints the port, which the engine reads from the standard output. */
export function serve(analyzer: Analyzer, version: string): void {
  const server = new Server({ "grpc.max_receive_message_length": maxMessageBytes });
  server.addService(service, {
    analyze: respond(analyzer.analyze.bind(analyzer)),
    analyzeStack: respond(analyzer.analyzeStack.bind(analyzer)),
    remediate: respond(analyzer.remediate.bind(analyzer)),
    configure: respond(analyzer.configure.bind(analyzer)),
    // No rule reads the tags of a stack.
    configureStack: respond(() => new AnalyzerStackConfigureResponse()),
    getAnalyzerInfo: respond(() => analyzer.describe()),
    getPluginInfo: respond(() => new PluginInfo().setVersion(version)),
  });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
}

/** Responds with what a function returns, or with its error. */
function respond<Request, Response>(run: (request: Request) => Response) {
  return ({ request }: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    let response: Response;
    try {
      response = run(request);
    } catch (error) {
      const code = error instanceof ConfigurationError ? status.INVALID_ARGUMENT : status.UNKNOWN;
      callback({ code, details: error instanceof Error ? error.message : String(error) });
      return;
    }
    callback(null, response);
  };
}
