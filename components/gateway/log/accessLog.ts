import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as alicloud from "../../alicloud";
import { child, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import type { Tags } from "../../component/tags";
import type { AccessLogArgs } from "./args";
import { type AccessLogPlan, accessLogDefinition, type PlannedAccessLog } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Destination of the access log. @importId logType */
    logConfig: typeof alicloud.apigateway.LogConfig;
    /** Log project. @local logProject @importId projectName */
    logProject: typeof alicloud.log.Project;
    /** Logstore of the access log. @local logStore @importId projectName:logstoreName */
    logStore: typeof alicloud.log.Store;
    /** Index of the Logstore. @importId project:logstore */
    logStoreIndex: typeof alicloud.log.StoreIndex;
    /** Suffix of a unique name. */
    nameSuffix: typeof random.RandomString;
  }
}

/** Fields with an index of their own. Source: Simple Log Service, "API Gateway: log fields". */
const searchable = {
  text: "apiGroupName apiName appName clientIp domain errorCode httpMethod path requestId".split(" "),
  long: ["statusCode", "serviceLatency", "totalLatency"],
};
const separators = ", '\";=()[]{}?@&<>/:\n\t\r";

/**
 * The access log: one entry for each call of every group of the region, in a Logstore with an index. A region
 * of an account has one access log, so only one stack creates it. The service rejects a second one.
 * Destroying it deletes its entries.
 *
 * @example
 * ```ts
 * import { AccessLog } from "alicloud-vpc-api";
 *
 * const log = new AccessLog("calls", { retentionDays: 7 });
 *
 * export const logProject = log.project;
 * ```
 */
export class AccessLog extends Component<AccessLogPlan> {
  /** Name of the log project. */
  readonly project: pulumi.Output<string>;
  /** Name of the Logstore. */
  readonly store: pulumi.Output<string>;
  /** Log configuration of the gateway. */
  readonly logConfig: alicloud.apigateway.LogConfig;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: AccessLogArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super(accessLogDefinition, name, args, opts);
    const { log, tags } = this.plan;
    const { project, store, index } =
      "existing" in log ? { ...log.existing, index: [] } : this.create(log, tags);
    this.project = pulumi.output(project);
    this.store = pulumi.output(store);
    // A region has one log configuration.
    const destination: alicloud.apigateway.LogConfigArgs = {
      logType: "PROVIDER",
      slsProject: this.project,
      slsLogStore: this.store,
    };
    this.logConfig = uniqueChild(
      this,
      "logConfig",
      alicloud.apigateway.LogConfig,
      "access-log",
      destination,
      {
        dependsOn: index,
      },
    );
    this.registerProperties("project", "store");
  }

  private create(log: Exclude<PlannedAccessLog, { existing: unknown }>, tags: Tags) {
    const projectName = log.project ?? this.uniqueName(log.prefix);
    const project = uniqueChild(this, "logProject", alicloud.log.Project, "log-project", {
      projectName,
      description: "API Gateway",
      tags,
    });
    const store = uniqueChild(this, "logStore", alicloud.log.Store, "log-store", {
      projectName: project.projectName,
      logstoreName: log.store,
      retentionPeriod: log.retentionDays,
    });
    // A Logstore has one index.
    const index = uniqueChild(this, "logStoreIndex", alicloud.log.StoreIndex, "log-index", {
      project: project.projectName,
      logstore: store.logstoreName,
      fullText: { token: separators },
      fieldSearches: Object.entries(searchable).flatMap(([type, fields]) =>
        fields.map((name) => ({ name, type, token: type === "text" ? separators : undefined })),
      ),
    });
    return { project: project.projectName, store: store.logstoreName, index: [index] };
  }

  /** Creates a project name that is unique across all accounts. */
  private uniqueName(prefix: string): pulumi.Output<string> {
    const characters: random.RandomStringArgs = { length: 8, special: false, upper: false };
    const suffix = child(this, "nameSuffix", random.RandomString, "log-suffix", characters);
    return pulumi.interpolate`${prefix}-${suffix.result}`;
  }
}
