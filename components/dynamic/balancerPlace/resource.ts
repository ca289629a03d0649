import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** The vSwitch that a balancer is in; it stays there as long as the vSwitch is among the candidates. */
export class BalancerPlace extends DynamicResource {
  /** One of the candidates. */
  declare readonly place: pulumi.Output<string>;

  /** @param args.candidates - keys of the vSwitches; a new balancer gets the first */
  constructor(name: string, args: { candidates: readonly string[] }, opts?: pulumi.CustomResourceOptions) {
    super("BalancerPlace", name, { candidates: [...args.candidates], place: undefined }, opts);
  }
}
