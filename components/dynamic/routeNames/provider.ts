import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { hasUnknown } from "../provider";
import type { RouteNamesInputs } from "./resource";
import { planRouteChanges, type RouteChanges } from "./routeChanges";

interface RouteNamesState extends RouteNamesInputs, Partial<Pick<RouteChanges, "renamed" | "after">> {}

/**
 * Remembers the request of each route, so that a preview knows which routes were renamed and which exchange
 * their requests. Makes no cloud calls. The check derives everything, because it knows the inputs of the
 * previous update.
 */
export class RouteNamesProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<RouteNamesState>, news: RouteNamesInputs) {
    // All APIs of another group are new.
    const stays = olds.groupId === news.groupId && !hasUnknown(news.groupId);
    const before = stays ? (olds.requests ?? {}) : {};
    // Keeps earlier results, because the APIs themselves may be unchanged after a failed update.
    const formerNames = { ...olds.renamed, ...news.formerNames };
    const { renamed, after, conflicts } = planRouteChanges(before, news.requests, formerNames);
    const failures = Object.entries(conflicts).map(([route, reason]) => ({
      property: `routes["${route}"].path`,
      reason: `routes["${route}"].path: ${reason}`,
    }));
    return { inputs: { ...news, renamed, after }, failures };
  }

  async diff(_id: string, olds: RouteNamesState, news: RouteNamesState) {
    const compared = ({ groupId, requests, renamed }: RouteNamesState) => ({ groupId, requests, renamed });
    return { changes: !same(compared(olds), compared(news)) };
  }

  async create(inputs: RouteNamesState) {
    return { id: "route-names", outs: inputs };
  }

  async update(_id: string, _olds: RouteNamesState, news: RouteNamesState) {
    return { outs: news };
  }
}
