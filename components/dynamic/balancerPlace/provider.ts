import type * as pulumi from "@pulumi/pulumi";

export interface BalancerPlaceInputs {
  /** Keys of the vSwitches that the balancer may be in; the first is for a new one. */
  candidates: string[];
  /** The one that it is in. */
  place?: string;
}

/**
 * Remembers which vSwitch a balancer is in, because the cloud moves no balancer, and the program sees only which
 * vSwitches there are now. Calls no cloud. The place is chosen in the check, which knows the inputs of the update
 * before, so that a preview shows it.
 */
export class BalancerPlaceProvider implements pulumi.dynamic.ResourceProvider {
  async check(
    olds: Partial<BalancerPlaceInputs>,
    news: BalancerPlaceInputs,
  ): Promise<pulumi.dynamic.CheckResult<BalancerPlaceInputs>> {
    const { candidates } = news;
    const stays = olds.place !== undefined && candidates.includes(olds.place);
    const place = stays ? olds.place : candidates[0];
    return { inputs: { ...news, ...(place !== undefined && { place }) } };
  }

  async diff(
    _id: string,
    olds: BalancerPlaceInputs,
    news: BalancerPlaceInputs,
  ): Promise<pulumi.dynamic.DiffResult> {
    return { changes: olds.place !== news.place };
  }

  async create(inputs: BalancerPlaceInputs) {
    return { id: "balancer-place", outs: inputs };
  }

  async update(_id: string, _olds: BalancerPlaceInputs, news: BalancerPlaceInputs) {
    return { outs: news };
  }
}
