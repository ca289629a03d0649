import type { DeploymentSet, HpcCluster } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId, requireRegion } from "../common/regions";
import { isoSeconds } from "../common/times";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

const clientToken = { type: "string", maxLength: 64 } as const;
const placementName = {
  type: "string",
  pattern: /^(?!https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
const description = { type: "string", maxLength: 256 } as const;
const ids = { type: "jsonStrings", max: 100 } as const;
const deploymentSetId = { type: "string", required: true } as const;
const hpcClusterId = { type: "string", required: true } as const;

/** Instances of a deployment set in one zone. Source: "Deployment sets", limits of the high availability strategy. */
const maxPerZone = 20;

export function findHpcCluster(call: Call, id: string): HpcCluster {
  const cluster = call.store.hpcClusters.get(id);
  if (!cluster) throw ecsError("NotExists.HpcCluster", id);
  return cluster;
}

export function findDeploymentSet(call: Call, id: string): DeploymentSet {
  const set = call.store.deploymentSets.get(id);
  if (!set) throw ecsError("InvalidDeploymentSetId.NotFound", id);
  return set;
}

const listMembers = ({ store }: Call, { id }: DeploymentSet) =>
  store.instances.filter((instance) => instance.deploymentSetId === id);

/** Rejects instances that a deployment set cannot hold in a zone. */
export function checkDeploymentSet(call: Call, id: string, zoneId: string, amount: number): void {
  const set = findDeploymentSet(call, id);
  const present = listMembers(call, set).filter((instance) => instance.zoneId === zoneId).length;
  if (set.strategy === "Availability" && present + amount > maxPerZone)
    throw ecsError("InvalidOperation.DeploymentSetQuotaFull", id, zoneId, maxPerZone);
}

function describeSet(call: Call, set: DeploymentSet) {
  const members = listMembers(call, set);
  const used = (zoneId: string) => members.filter((instance) => instance.zoneId === zoneId).length;
  return {
    AccountId: Number(accountId),
    DeploymentSetId: set.id,
    DeploymentSetName: set.name,
    DeploymentSetDescription: set.description,
    DeploymentStrategy: set.strategy,
    Strategy: set.strategy === "Availability" ? "LooseDispersion" : set.strategy,
    Domain: set.domain,
    Granularity: set.granularity,
    Type: "host",
    GroupCount: set.groupCount,
    Affinity: set.affinity,
    InstanceAmount: members.length,
    InstanceIds: { InstanceId: members.map(({ id }) => id) },
    Capacities: {
      Capacity: requireRegion(set.regionId).zones.map((ZoneId) => ({
        ZoneId,
        UsedAmount: used(ZoneId),
        AvailableAmount: maxPerZone - used(ZoneId),
      })),
    },
    CreationTime: set.createdTime,
  };
}

/** Deployment sets and HPC clusters. The local cloud has one host, so that they only group instances. */
export const placement = [
  ecsOperation({
    action: "CreateDeploymentSet",
    parameters: {
      DeploymentSetName: placementName,
      Description: description,
      Strategy: { type: "string", enum: ["Availability", "AvailabilityGroup", "LowLatency"] },
      // Deprecated. The answer contains the value of the provider in small letters.
      Domain: { type: "string", implemented: ["Default", "default"] },
      Granularity: { type: "string", implemented: ["Host", "host"] },
      Type: { type: "string", implemented: ["host"] },
      OnUnableToRedeployFailedInstance: {
        type: "string",
        enum: ["CancelMembershipAndStart", "KeepStopped"],
      },
      GroupCount: { type: "integer", min: 1, max: 7 },
      Affinity: { type: "integer", min: 1, max: 10 },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const { id } = call.store.deploymentSets.put({
        id: newResourceId("ds", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        name: p.DeploymentSetName ?? "",
        description: p.Description ?? "",
        strategy: p.Strategy ?? "Availability",
        domain: "default",
        granularity: "host",
        groupCount: p.Strategy === "AvailabilityGroup" ? (p.GroupCount ?? 3) : 1,
        affinity: p.Affinity ?? 1,
        onUnableToRedeployFailedInstance: p.OnUnableToRedeployFailedInstance ?? "CancelMembershipAndStart",
      });
      return { DeploymentSetId: id };
    },
  }),
  ecsOperation({
    action: "DescribeDeploymentSets",
    parameters: {
      DeploymentSetIds: ids,
      DeploymentSetName: { type: "string" },
      Strategy: { type: "string" },
      Domain: { type: "string" },
      Granularity: { type: "string" },
      NetworkType: { type: "string" },
      Type: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const found = call.store.deploymentSets.filter(
        (set) =>
          inScope(call, set) &&
          (!p.DeploymentSetIds || p.DeploymentSetIds.includes(set.id)) &&
          (!p.DeploymentSetName || set.name === p.DeploymentSetName) &&
          (!p.Strategy || set.strategy === p.Strategy),
      );
      const page = takePage(found, p);
      const rows = page.items.map((set) => describeSet(call, set));
      return { ...pageFields(page), RegionId: call.regionId, DeploymentSets: { DeploymentSet: rows } };
    },
  }),
  ecsOperation({
    action: "ModifyDeploymentSetAttribute",
    parameters: {
      DeploymentSetId: deploymentSetId,
      DeploymentSetName: placementName,
      Description: description,
      Affinity: { type: "integer", min: 1, max: 10 },
    },
    handle(call, p) {
      const set = findDeploymentSet(call, p.DeploymentSetId);
      set.name = p.DeploymentSetName ?? set.name;
      set.description = p.Description ?? set.description;
      set.affinity = p.Affinity ?? set.affinity;
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteDeploymentSet",
    parameters: { DeploymentSetId: deploymentSetId },
    handle(call, p) {
      const set = findDeploymentSet(call, p.DeploymentSetId);
      const [member] = listMembers(call, set);
      if (member) throw ecsError("DeploymentSet.InstanceExist", set.id, member.id);
      call.store.deploymentSets.delete(set.id);
      return {};
    },
  }),
  ecsOperation({
    action: "ModifyInstanceDeployment",
    parameters: {
      InstanceId: { type: "string", required: true },
      DeploymentSetId: { type: "string" },
      RemoveFromDeploymentSet: { type: "boolean" },
      Force: { type: "boolean" },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (instance.status !== "Running" && instance.status !== "Stopped")
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Running or Stopped");
      if (p.RemoveFromDeploymentSet) {
        delete instance.deploymentSetId;
      } else {
        if (!p.DeploymentSetId) throw ecsError("MissingDeploymentSetId");
        if (p.DeploymentSetId !== instance.deploymentSetId)
          checkDeploymentSet(call, p.DeploymentSetId, instance.zoneId, 1);
        instance.deploymentSetId = p.DeploymentSetId;
      }
      return {};
    },
  }),
  ecsOperation({
    action: "CreateHpcCluster",
    parameters: {
      Name: { ...placementName, required: true },
      Description: description,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const { id } = call.store.hpcClusters.put({
        id: newResourceId("hpc", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        name: p.Name,
        description: p.Description ?? "",
      });
      return { HpcClusterId: id };
    },
  }),
  ecsOperation({
    action: "DescribeHpcClusters",
    parameters: { HpcClusterIds: ids, ClientToken: clientToken, ...paging },
    handle(call, p) {
      const found = call.store.hpcClusters.filter(
        (cluster) => inScope(call, cluster) && (!p.HpcClusterIds || p.HpcClusterIds.includes(cluster.id)),
      );
      const page = takePage(found, p);
      const rows = page.items.map(({ id, name, description: Description }) => ({
        HpcClusterId: id,
        Name: name,
        Description,
      }));
      return { ...pageFields(page), HpcClusters: { HpcCluster: rows } };
    },
  }),
  ecsOperation({
    action: "ModifyHpcClusterAttribute",
    parameters: {
      HpcClusterId: hpcClusterId,
      Name: placementName,
      Description: description,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const cluster = findHpcCluster(call, p.HpcClusterId);
      cluster.name = p.Name ?? cluster.name;
      cluster.description = p.Description ?? cluster.description;
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteHpcCluster",
    parameters: { HpcClusterId: hpcClusterId, ClientToken: clientToken },
    handle(call, p) {
      const cluster = findHpcCluster(call, p.HpcClusterId);
      const member = call.store.instances.find((instance) => instance.hpcClusterId === cluster.id);
      if (member) throw ecsError("HpcCluster.InstanceExist", cluster.id, member.id);
      call.store.hpcClusters.delete(cluster.id);
      return {};
    },
  }),
];
