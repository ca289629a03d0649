import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type { Policies } from "@pulumi/policy";
import type { AnalyzeRequest, AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Resource, Resources, resourceFromMessage } from "./resources";

/** One call of an SDK handler with some of the policies. */
interface Pass {
  readonly policies: PolicyList;
  /** The message, unpacked once for all policies. */
  readonly resource?: Resource;
  readonly resources?: Resources;
}

type PolicyList = readonly Policies[number][];

type Handler<Request> = grpc.handleUnaryCall<Request, AnalyzeResponse>;

/** gRPC handlers of the SDK that evaluate policies. */
export interface AnalyzeHandlers {
  readonly analyze: Handler<AnalyzeRequest>;
  readonly analyzeStack: Handler<AnalyzeStackRequest>;
}

/** The pass that the SDK is being called for, and the one whose policy it is running. */
let asked: Pass | undefined;
let running: Pass | undefined;

/**
 * Returns the unpacked message of the current pass, or undefined when the SDK unpacks it for each policy. A policy calls
 * this once, at its start.
 */
export function takeShared(): Pick<Pass, "resource" | "resources"> | undefined {
  const pass = running;
  running = undefined;
  return pass;
}

/**
 * Creates the list of policies for the SDK. While a pass runs, iterating the list yields the policies of that pass only.
 * The SDK may interleave several messages between two policies, so the current pass is set again before each policy. (An
 * `AsyncLocalStorage` makes every call of the pack twice as slow before Node 24.)
 */
export function iterateByPass(rules: PolicyList, own: PolicyList): Policies {
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
 * Wraps the handlers of the SDK so that all rules share one unpacked message. The SDK unpacks every message once for each
 * policy. Here it gets an outline of the message without properties, and the rules read the message itself. Policies
 * that are not rules get the full message from the SDK.
 */
export function shareMessages(
  { analyze, analyzeStack }: AnalyzeHandlers,
  { rules, own }: { readonly rules: PolicyList; readonly own: PolicyList },
): AnalyzeHandlers {
  const outlines = createOutlines();
  const ownIn = (kind: "validateResource" | "validateStack") => own.filter((policy) => kind in policy);
  return {
    analyze: runInPasses(analyze, ownIn("validateResource"), (request) => ({
      request: outlines.resource(request),
      pass: { policies: rules, resource: resourceFromMessage(request) },
    })),
    analyzeStack: runInPasses(analyzeStack, ownIn("validateStack"), (request) => ({
      request: outlines.stack(request),
      pass: {
        policies: rules,
        resources: new Resources(request.getResourcesList().map(resourceFromMessage)),
      },
    })),
  };
}

function runInPasses<Request extends object>(
  handler: Handler<Request>,
  own: PolicyList,
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
    const ruleResponse = run(call, request, pass);
    const both = async () =>
      own.length === 0
        ? ruleResponse
        : joinResponses(await ruleResponse, await run(call, call.request, { policies: own }));
    both().then(
      (response) => callback(null, response),
      (error) => callback(error),
    );
  };
}

function joinResponses(one: AnalyzeResponse, other: AnalyzeResponse): AnalyzeResponse {
  one.setDiagnosticsList([...one.getDiagnosticsList(), ...other.getDiagnosticsList()]);
  one.setNotApplicableList([...one.getNotApplicableList(), ...other.getNotApplicableList()]);
  return one;
}

/** Creates messages that contain only what the SDK itself reads: types and options. */
function createOutlines() {
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
