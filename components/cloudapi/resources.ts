import type * as pulumi from "@pulumi/pulumi";
import type { Stage } from "../gateway/stage";
import type { ApiResponse } from "./apiResponse";
import { GapResource } from "./gapResource";

/** The addresses that a gateway instance calls VPC back ends from. */
export class EgressAddresses extends GapResource {
  /** IPv4 blocks, sorted; known at preview when the instance is. */
  declare readonly cidrs: pulumi.Output<string[]>;
  /** IPv6 blocks, sorted; undefined unless asked for. */
  declare readonly ipv6Cidrs: pulumi.Output<string[] | undefined>;

  /**
   * @param args.instanceId - id of the gateway instance, `api-shared-vpc-001` or `apigateway-…`
   * @param args.ipv6 - whether the IPv6 blocks are looked at as well
   */
  constructor(
    name: string,
    args: { instanceId: pulumi.Input<string>; ipv6?: true },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("EgressAddresses", name, { ...args, cidrs: undefined, ipv6Cidrs: undefined }, opts);
  }
}

/** What an app authenticates itself with; all of it is secret. */
export class AppCredentials extends GapResource {
  declare readonly appKey: pulumi.Output<string>;
  declare readonly appSecret: pulumi.Output<string>;
  declare readonly appCode: pulumi.Output<string>;
  /** The code before, while it still works. */
  declare readonly previousAppCode: pulumi.Output<string | undefined>;

  /** @param args - what is left out stays as the service made it */
  constructor(
    name: string,
    args: {
      appId: pulumi.Input<string>;
      /** Secret. */
      appKey?: pulumi.Input<string>;
      /** Secret. */
      appSecret?: pulumi.Input<string>;
      /** Secret. */
      appCode?: pulumi.Input<string>;
      /** Whether the code, and the pair of key and secret, before goes on working. */
      keepPrevious?: boolean;
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    const secret = ["appKey", "appSecret", "appCode", "previousAppCode", "previousAppKey"];
    super(
      "AppCredentials",
      name,
      { appKey: undefined, appSecret: undefined, appCode: undefined, previousAppCode: undefined, ...args },
      { ...opts, additionalSecretOutputs: secret },
    );
  }
}

/** APIs of one group as published in one stage. */
export class PublishedApis extends GapResource {
  declare readonly stage: pulumi.Output<string>;
  /** What is served, by route. */
  declare readonly versions: pulumi.Output<Record<string, string> | undefined>;

  /** @param args.apis - by route: the current definition by its `revision`, with its `response` set before, or a `version` of the history */
  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      stage: string;
      remarks: string;
      apis: pulumi.Input<
        Record<
          string,
          pulumi.Input<{
            apiId: pulumi.Input<string>;
            revision?: pulumi.Input<string>;
            version?: pulumi.Input<string>;
            response?: pulumi.Input<ApiResponse>;
          }>
        >
      >;
      /** Ids of the APIs by route, without what their revisions depend on. */
      apiIds?: Record<string, pulumi.Input<string>>;
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("Publication", name, { ...args, versions: undefined }, opts);
  }
}

/** A domain that is bound to an API group. Its id is `<groupId>:<domain>`. */
export class BoundDomain extends GapResource {
  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      subDomain: pulumi.Input<string>;
      domain: string;
      stage: Stage | "";
      network: "INTERNET" | "INTRANET";
      redirect: boolean;
      takeOver: boolean;
      waitSeconds: number;
      /** Of a wildcard: the hosts that it takes. */
      patterns?: string[];
      /** PEM texts, secret; or the id in the certificate service. */
      certificate?: pulumi.Output<{ body: string; privateKey: string }> | { id: pulumi.Input<string> };
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("CustomDomain", name, args, opts);
  }
}

/** The right of one app to call APIs of one group in one stage. */
export class Authorization extends GapResource {
  constructor(
    name: string,
    args: {
      appId: pulumi.Input<string>;
      groupId: pulumi.Input<string>;
      stage: pulumi.Input<string>;
      apis: pulumi.Input<Record<string, pulumi.Input<string>>>;
      /** When it ends. */
      expires?: string;
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("Authorization", name, args, opts);
  }
}

/** A health check of a balancer. */
export interface HealthCheck {
  /** Changes with any of its settings. */
  digest: string;
  /** How long the balancer goes on using a server that fails every check. */
  secondsUntilUnhealthy: number;
}

/** A check that a gateway instance reaches a VPC back end; made again when `checkedFor` changes. */
export class Readiness extends GapResource {
  /** `connected`, or why the check could not be made. */
  declare readonly outcome: pulumi.Output<string>;
  /** What came of a call of the back end, or why there was none. */
  declare readonly answer: pulumi.Output<string>;

  constructor(
    name: string,
    args: {
      instanceId: pulumi.Input<string>;
      accessId: pulumi.Input<string>;
      target: pulumi.Input<string>;
      port: pulumi.Input<number>;
      waitSeconds: number;
      /** What is on the way, by name: digests of the children's arguments. */
      checkedFor: Record<string, pulumi.Input<string>>;
      /** Health checks of the balancers on the way, by name. */
      healthChecks: Record<string, pulumi.Input<HealthCheck>>;
      call?: {
        url: pulumi.Input<string>;
        method: "GET" | "HEAD";
        stage: pulumi.Input<string>;
        /** Secret. */
        appCode?: pulumi.Output<string>;
      };
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      "Readiness",
      name,
      { ...args, outcome: undefined, answer: undefined },
      { ...opts, additionalSecretOutputs: ["call"] },
    );
  }
}

/** The vSwitch that a balancer is in; it stays there as long as the vSwitch is among the candidates. */
export class BalancerPlace extends GapResource {
  /** One of the candidates. */
  declare readonly place: pulumi.Output<string>;

  /** @param args.candidates - keys of the vSwitches; a new balancer gets the first */
  constructor(name: string, args: { candidates: readonly string[] }, opts: pulumi.CustomResourceOptions) {
    super("BalancerPlace", name, { candidates: [...args.candidates], place: undefined }, opts);
  }
}

/** The zones of an ALB, which the provider cannot change in place. */
export class AlbZones extends GapResource {
  /** Private address in one of the zones. It stays as long as the ALB is in that zone. */
  declare readonly address: pulumi.Output<string>;

  /** @param args.zones - at least two; the address of a new ALB is that in the first */
  constructor(
    name: string,
    args: {
      loadBalancerId: pulumi.Input<string>;
      zones: { zoneId: pulumi.Input<string>; vswitchId: pulumi.Input<string> }[];
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("AlbZones", name, { ...args, vswitchId: undefined, address: undefined }, opts);
  }
}

/** Which route has which request, and what becomes of it in this update. */
export class RouteNames extends GapResource {
  /** Former names by route: the API is renamed. */
  declare readonly renamed: pulumi.Output<Record<string, string>>;
  /** By route, the one that gives up the request first. */
  declare readonly after: pulumi.Output<Record<string, string>>;

  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      /** By route, such as `GET /items`. */
      requests: Record<string, string>;
      /** Former names that the program gives. */
      formerNames: Record<string, string>;
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    super("RouteNames", name, { ...args, renamed: undefined, after: undefined }, opts);
  }
}
