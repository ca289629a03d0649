import type * as pulumi from "@pulumi/pulumi";
import type { Stage } from "../../validation/stages";
import { DynamicResource } from "../resource";

/** A domain that is bound to an API group. Its ID is `<groupId>:<domain>`. */
export class BoundDomain extends DynamicResource {
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
      /** Hosts that a wildcard accepts. */
      patterns?: string[];
      /** PEM texts, which are secret, or the ID in the certificate service. */
      certificate?: pulumi.Output<{ body: string; privateKey: string }> | { id: pulumi.Input<string> };
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("CustomDomain", name, args, opts);
  }
}
