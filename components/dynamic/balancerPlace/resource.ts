import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** vSwitch of a balancer. It does not change while the vSwitch is one of the candidates. */
export class BalancerPlace extends DynamicResource {
  /** Key of the vSwitch, one of the candidates. */
  declare readonly place: pulumi.Output<string>;

  /**
   * @param args.candidates - keys of the vSwitches; a new balancer uses the first
   */
  constructor(name: string, args: { candidates: readonly string[] }, opts?: pulumi.CustomResourceOptions) {
    super("BalancerPlace", name, { candidates: [...args.candidates], place: undefined }, opts);
  }
}
