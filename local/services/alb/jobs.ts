import { albOperation, type Call, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { isoSeconds } from "../common/times";
import { listed, listParameters } from "./pages";

/** Duration of an asynchronous call in milliseconds. */
export const settling = 1_000;

/** Time at which an operation that starts now is complete. A fault can delay it. */
export const settledAt = ({ cloud, settleMs }: Call): string =>
  new Date(cloud.clock().getTime() + Math.max(settling, settleMs)).toISOString();

/** Records an asynchronous call, whose ID is part of the answer. */
export function newJob(
  call: Call,
  action: string,
  resource: { id: string; regionId: string },
  resourceType: "acl" | "loadbalancer" | "listener" | "rule" | "securitypolicy" | "servergroup",
): { JobId: string } {
  const { id } = call.store.albJobs.put({
    id: newHexId(),
    regionId: resource.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    tags: [],
    action,
    resourceType,
    resourceId: resource.id,
    doneTime: settledAt(call),
  });
  return { JobId: id };
}

export const jobs = [
  albOperation({
    action: "ListAsynJobs",
    parameters: {
      JobIds: { type: "list", item: { type: "string" }, max: 20 },
      ResourceIds: { type: "list", item: { type: "string" }, max: 20 },
      ResourceType: {
        type: "string",
        enum: ["acl", "loadbalancer", "listener", "rule", "securitypolicy", "servergroup"],
      },
      ...listParameters,
    },
    handle(call, p) {
      const now = call.cloud.clock().getTime();
      const found = call.store.albJobs.filter(
        (job) =>
          inScope(call, job) &&
          (p.JobIds.length === 0 || p.JobIds.includes(job.id)) &&
          (p.ResourceIds.length === 0 || p.ResourceIds.includes(job.resourceId)) &&
          (!p.ResourceType || job.resourceType === p.ResourceType),
      );
      const rows = found.map((job) => ({
        Id: job.id,
        ApiName: job.action,
        ResourceId: job.resourceId,
        ResourceType: job.resourceType,
        Status: now < Date.parse(job.doneTime) ? "Processing" : "Succeeded",
        OperateType: job.action,
        CreateTime: Date.parse(job.createdTime),
        ModifyTime: Date.parse(job.doneTime),
      }));
      return listed("Jobs", rows, p);
    },
  }),
];
