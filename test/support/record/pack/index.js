// A policy pack that appends the type, name and properties of each resource in the messages of the engine to a file.
const { appendFileSync } = require("node:fs");
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const messages = require("@pulumi/pulumi/proto/analyzer_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

const record = (kind, resource) => {
  const properties = resource.getProperties()?.toJavaScript() ?? {};
  const line = JSON.stringify({ kind, type: resource.getType(), name: resource.getName(), properties });
  appendFileSync(process.env.RECORD_FILE, `${line}\n`);
};
const answer = (create) => (call, callback) => callback(null, create(call.request));
const policy = new messages.PolicyInfo().setName("recorder").setEnforcementlevel(0);
const info = new messages.AnalyzerInfo()
  .setName("message-recorder")
  .setVersion("1.0.0")
  .setPoliciesList([policy]);

const server = new Server();
server.addService(
  {
    ...AnalyzerService,
    configure: { ...AnalyzerService.configure, responseSerialize: () => Buffer.alloc(0) },
  },
  {
    analyze: answer((request) => {
      record("inputs", request);
      return new messages.AnalyzeResponse();
    }),
    analyzeStack: answer((request) => {
      for (const resource of request.getResourcesList()) record("outputs", resource);
      return new messages.AnalyzeResponse();
    }),
    remediate: answer(() => new messages.RemediateResponse()),
    getAnalyzerInfo: answer(() => info),
    getPluginInfo: answer(() => new PluginInfo().setVersion("1.0.0")),
    configure: answer(() => undefined),
    configureStack: answer(() => new messages.AnalyzerStackConfigureResponse()),
  },
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
