import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type { Policies } from "@pulumi/policy";
import type { AnalyzeRequest, AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Resource, Resources, resourceIn } from "./resources";

/** One way of the SDK through some of the policies. */
interface Pass {
  readonly policies: Some;
  /** What all of them judge, unpacked once. */
  readonly resource?: Resource;
  readonly resources?: Resources;
}

type Some = readonly Policies[number][];

type Handler<Request> = grpc.handleUnaryCall<Request, AnalyzeResponse>;

/** The handlers of the SDK that judge. */
export interface Judging {
  readonly analyze: Handler<AnalyzeRequest>;
  readonly analyzeStack: Handler<AnalyzeStackRequest>;
}

/** Pass of which the SDK is being asked, and the one whose policy it runs. */
let asked: Pass | undefined;
let running: Pass | undefined;

/**
 * What the message that is being judged brings; undefined where the SDK unpacks it for each policy. For a policy to take
 * at its start, once.
 */
export function takeShared(): Pick<Pass, "resource" | "resources"> | undefined {
  const pass = running;
  running = undefined;
  return pass;
}

/**
 * Policies for the SDK, which is given those of one pass only while it is asked for one. It may have several messages
 * at hand, and comes from one to the other between two policies: so each policy has the pass put in place anew. (An
 * `AsyncLocalStorage` would make every call of the pack twice as slow before Node 24.)
 */
export function inPasses(rules: Some, own: Some): Policies {
  const all: Pass = { policies: [...rules, ...own] };
  function* through(pass: Pass) {
    for (const policy of pass.policies) {
      running = pass;
      yield policy;
      running = undefined;
    }
  }
  const policies = () => through(asked ?? all);
  return Object.defineProperty([...all.policies], Symbol.iterator, { value: policies });
}

/**
 * The SDK unpacks every message once for each policy, and all resources of the stack for each that judges it. Here its
 * handlers run over our rules with an outline of the message, in which no properties are, and the rules read the message
 * itself. Policies of the team's own are given the message by the SDK as ever.
 */
export function sharing(
  { analyze, analyzeStack }: Judging,
  { rules, own }: { readonly rules: Some; readonly own: Some },
): Judging {
  const outlined = outlinesOf();
  const ownIn = (kind: "validateResource" | "validateStack") => own.filter((policy) => kind in policy);
  return {
    analyze: passing(analyze, ownIn("validateResource"), (request) => ({
      request: outlined.resource(request),
      pass: { policies: rules, resource: resourceIn(request) },
    })),
    analyzeStack: passing(analyzeStack, ownIn("validateStack"), (request) => ({
      request: outlined.stack(request),
      pass: { policies: rules, resources: new Resources(request.getResourcesList().map(resourceIn)) },
    })),
  };
}

function passing<Request extends object>(
  handler: Handler<Request>,
  own: Some,
  first: (request: Request) => { readonly request: Request; readonly pass: Pass },
): Handler<Request> {
  const run = (call: grpc.ServerUnaryCall<Request, AnalyzeResponse>, request: Request, pass: Pass) =>
    new Promise<AnalyzeResponse>((resolve, reject) => {
      const passed = Object.create(call, { request: { value: request } });
      asked = pass;
      try {
        handler(passed, (error, response) => (response ? resolve(response) : reject(error)));
      } finally {
        asked = undefined;
      }
    });
  return (call, callback) => {
    const { request, pass } = first(call.request);
    const ofRules = run(call, request, pass);
    const both = async () =>
      own.length === 0 ? ofRules : joined(await ofRules, await run(call, call.request, { policies: own }));
    both().then(
      (response) => callback(null, response),
      (error) => callback(error),
    );
  };
}

function joined(one: AnalyzeResponse, other: AnalyzeResponse): AnalyzeResponse {
  one.setDiagnosticsList([...one.getDiagnosticsList(), ...other.getDiagnosticsList()]);
  one.setNotApplicableList([...one.getNotApplicableList(), ...other.getNotApplicableList()]);
  return one;
}

/** Messages with what the SDK itself looks at: which types there are, and the options that it unpacks. */
function outlinesOf() {
  const sdk = createRequire(require.resolve("@pulumi/policy"));
  const { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions, AnalyzeStackRequest } = sdk(
    "@pulumi/pulumi/proto/analyzer_pb",
  ) as typeof import("@pulumi/pulumi/proto/analyzer_pb");
  const { Struct } = sdk(
    "google-protobuf/google/protobuf/struct_pb",
  ) as typeof import("google-protobuf/google/protobuf/struct_pb");
  return {
    resource(request: AnalyzeRequest): AnalyzeRequest {
      const outline = new AnalyzeRequest();
      outline.setType(request.getType());
      outline.setUrn(request.getUrn());
      outline.setName(request.getName());
      outline.setOptions(request.getOptions());
      outline.setProperties(new Struct());
      return outline;
    },
    stack(request: AnalyzeStackRequest): AnalyzeStackRequest {
      const types = new Set(request.getResourcesList().map((resource) => resource.getType()));
      const outline = new AnalyzeStackRequest();
      const ofType = (type: string) => {
        const resource = new AnalyzerResource();
        resource.setType(type);
        resource.setOptions(new AnalyzerResourceOptions());
        resource.setProperties(new Struct());
        return resource;
      };
      outline.setResourcesList([...types].map(ofType));
      return outline;
    },
  };
}
