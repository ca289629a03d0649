import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { claimUnique } from "../../component/claims";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType, type Tags } from "../../component/options";
import { resolvePart } from "../../component/part";
import { type ResolvedAccessLog, resolveAccessLog, type VpcApiAccessLogArgs } from "./args";

/** Arguments of {@link AccessLog}. */
export type AccessLogArgs = VpcApiAccessLogArgs &
  ComponentArgs & {
    /** Tags on the log project. @default none */
    tags?: Tags;
  };

/** Fields that are found by name; all others by their words. Source: Simple Log Service, "API Gateway: log fields". */
const searchable = {
  text: [
    ...["apiGroupName", "apiName", "appName", "clientIp", "domain"],
    ...["errorCode", "httpMethod", "path", "requestId"],
  ],
  long: ["statusCode", "serviceLatency", "totalLatency"],
};
const separators = ", '\";=()[]{}?@&<>/:\n\t\r";

/**
 * The access log: one entry for each call of any group of the region, in a Logstore with an index. An account has one
 * in a region, so one stack makes it for all; a second one is refused by the service. To destroy it deletes the
 * entries too.
 */
export class AccessLog extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** Name of the log project. */
  readonly project: pulumi.Output<string>;
  /** Name of the Logstore. */
  readonly store: pulumi.Output<string>;
  /** What sends the gateway's log there. */
  readonly logConfig: alicloud.apigateway.LogConfig;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: AccessLogArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const resolved = resolvePart({ type: "AccessLog", name, args }, (problems, args) =>
      resolveAccessLog(name, args, problems),
    );
    const { tags = {} } = args;
    claimUnique({ type: "AccessLog", name }, opts, [
      { kind: "accessLog", value: [], property: "", words: "This log" },
    ]);
    const isNamed = "existing" in resolved || resolved.project !== undefined;
    const { options, nodes } = childrenOf(name, args, opts, isNamed ? [] : ["random"]);
    super(componentType("AccessLog"), name, {}, options);
    this.nodes = nodes;
    const { project, store, index } =
      "existing" in resolved ? { ...resolved.existing, index: [] } : this.create(name, resolved, tags);
    this.project = pulumi.output(project);
    this.store = pulumi.output(store);
    this.logConfig = new alicloud.apigateway.LogConfig(
      `${name}-access-log`,
      { logType: "PROVIDER", slsProject: this.project, slsLogStore: this.store },
      childOf(this, { dependsOn: index }),
    );
    this.registerOutputs({ project: this.project, store: this.store });
  }

  private create(name: string, resolved: Exclude<ResolvedAccessLog, { existing: unknown }>, tags: Tags) {
    const projectName = resolved.project ?? this.uniqueName(name, resolved.prefix);
    const project = new alicloud.log.Project(
      `${name}-log-project`,
      { projectName, description: "API Gateway", tags },
      childOf(this),
    );
    const store = new alicloud.log.Store(
      `${name}-log-store`,
      {
        projectName: project.projectName,
        logstoreName: resolved.store,
        retentionPeriod: resolved.retentionDays,
      },
      childOf(this),
    );
    const index = new alicloud.log.StoreIndex(
      `${name}-log-index`,
      {
        project: project.projectName,
        logstore: store.logstoreName,
        fullText: { token: separators },
        fieldSearches: Object.entries(searchable).flatMap(([type, fields]) =>
          fields.map((field) => ({ name: field, type, ...(type === "text" && { token: separators }) })),
        ),
      },
      childOf(this),
    );
    return { project: project.projectName, store: store.logstoreName, index: [index] };
  }

  /** A project's name is the only one of its kind in all accounts. */
  private uniqueName(name: string, prefix: string): pulumi.Output<string> {
    const suffix = new random.RandomString(
      `${name}-log-suffix`,
      { length: 8, special: false, upper: false },
      childOf(this),
    );
    return pulumi.interpolate`${prefix}-${suffix.result}`;
  }
}
