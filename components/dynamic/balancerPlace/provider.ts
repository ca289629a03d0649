import type * as pulumi from "@pulumi/pulumi";
import { withoutUndefined } from "../../validation/given";
import type { BalancerPlaceInputs } from "./resource";

interface BalancerPlaceState extends BalancerPlaceInputs {
  place?: string;
}

/**
 * Remembers the vSwitch of a balancer, because the cloud cannot move a balancer, and the program only
 * contains the current vSwitches. Makes no cloud calls. The check selects the vSwitch, because it knows the
 * inputs of the previous update, so a preview shows it.
 */
export class BalancerPlaceProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<BalancerPlaceState>, news: BalancerPlaceInputs) {
    const { candidates } = news;
    const stays = olds.place !== undefined && candidates.includes(olds.place);
    const place = stays ? olds.place : candidates[0];
    return { inputs: withoutUndefined({ ...news, place }) };
  }

  async diff(_id: string, olds: BalancerPlaceState, news: BalancerPlaceState) {
    return { changes: olds.place !== news.place };
  }

  async create(inputs: BalancerPlaceState) {
    return { id: "balancer-place", outs: inputs };
  }

  async update(_id: string, _olds: BalancerPlaceState, news: BalancerPlaceState) {
    return { outs: news };
  }
}
