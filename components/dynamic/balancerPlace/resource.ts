import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";

export interface BalancerPlaceInputs {
  /** Keys of the vSwitches that the balancer may use. A new balancer uses the first. */
  candidates: string[];
}

/** vSwitch of a balancer. It does not change while the vSwitch is one of the candidates. */
export class BalancerPlace extends dynamicResource<BalancerPlaceInputs>("BalancerPlace", ["place"]) {
  /** Key of the vSwitch, one of the candidates. */
  declare readonly place: pulumi.Output<string>;
}
