import ipaddr from "ipaddr.js";
import type { VpcAccess } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { parseAddress } from "../common/cidr";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { findGatewayInstance } from "./gatewayInstances";
import { requiredId } from "./names";
import { stageId } from "./stages";

const port = { type: "integer", min: 1, max: 65535 } as const;
const targetHostName = { type: "string", maxLength: 255 } as const;

/** Resource type of the address or ID, with the names of the gateway's connectivity check. */
type BackendKind = "ECS" | "SLB" | "INVALID";

function backendKind(call: Call, vpcId: string, instanceId: string): BackendKind {
  const { store } = call;
  const instance = store.instances.find(
    (one) =>
      one.vpcId === vpcId && [one.id, one.privateIp, ...(one.ipv6Addresses ?? [])].includes(instanceId),
  );
  if (instance) return "ECS";
  const balancer = store.loadBalancers.find(
    (one) =>
      one.vpcId === vpcId && one.addressType === "intranet" && [one.id, one.address].includes(instanceId),
  );
  const alb = albWithAddress(call, vpcId, instanceId);
  return balancer || alb?.addressType === "Intranet" ? "SLB" : "INVALID";
}

/** Finds an ALB by one of its private addresses. */
const albWithAddress = (call: Call, vpcId: string, address: string) =>
  call.store.albLoadBalancers.find(
    (one) =>
      one.vpcId === vpcId && one.zones.some((zone) => [zone.address, zone.ipv6Address].includes(address)),
  );

function checkBackend(call: Call, vpcId: string, instanceId: string): void {
  if (/^(alb|nlb)-/.test(instanceId)) {
    throw apiError(
      "UnsupportedBackendInstance",
      instanceId,
      "only the private address of an intranet ALB can be given, not its id",
    );
  }
  const balancer = call.store.loadBalancers.get(instanceId);
  if (balancer?.addressType === "internet") {
    throw apiError("UnsupportedBackendInstance", instanceId, "it is an internet CLB");
  }
  if (albWithAddress(call, vpcId, instanceId)?.addressType === "Internet") {
    throw apiError("UnsupportedBackendInstance", instanceId, "it belongs to an Internet ALB");
  }
  // No document mentions IPv6 here. IPv6 egress of an instance implies that IPv6 back ends are possible.
  const isAddress = parseAddress(instanceId) !== undefined || ipaddr.IPv6.isValid(instanceId);
  const wellFormed = /^(i|lb)-/.test(instanceId) || isAddress;
  if (!wellFormed)
    throw apiError("UnsupportedBackendInstance", instanceId, "it is neither an id nor an address");
  if (backendKind(call, vpcId, instanceId) === "INVALID")
    throw apiError("NotFoundBackendInstance", instanceId, vpcId);
}

/** Finds an authorization by name in a region. */
export function findVpcAccess(call: Call, regionId: string, name: string): VpcAccess {
  const access = call.store.vpcAccesses.find((one) => one.regionId === regionId && one.name === name);
  if (!access) throw apiError("NotFoundVpcAccess", name);
  return access;
}

const isTarget = (access: VpcAccess, vpcId: string, instanceId: string, portNumber: number): boolean =>
  access.vpcId === vpcId && access.instanceId === instanceId && access.port === portNumber;

export const vpcAccesses = [
  cloudApiOperation({
    action: "SetVpcAccess",
    parameters: {
      Name: {
        type: "string",
        required: true,
        maxLength: 100,
        pattern: /^[^:\s]+$/,
        form: "no colon, no blank",
      },
      VpcId: requiredId,
      InstanceId: requiredId,
      Port: { ...port, required: true },
      Description: { type: "string", maxLength: 200 },
      VpcTargetHostName: targetHostName,
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = call.store.vpcs.get(p.VpcId);
      if (!vpc) throw apiError("NotFoundVpc", p.VpcId);
      checkBackend(call, vpc.id, p.InstanceId);
      const sameRegion = call.store.vpcAccesses.filter(({ regionId }) => regionId === vpc.regionId);
      if (sameRegion.some(({ name }) => name === p.Name)) throw apiError("DuplicateVpcAccessName", p.Name);
      const duplicate = sameRegion.find((access) => isTarget(access, vpc.id, p.InstanceId, p.Port));
      if (duplicate) throw apiError("DuplicateVpcAccess", duplicate.name, p.InstanceId, p.Port, vpc.id);
      const access = call.store.vpcAccesses.put({
        id: newHexId(),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name,
        description: p.Description ?? "",
        vpcId: vpc.id,
        instanceId: p.InstanceId,
        port: p.Port,
        targetHostName: p.VpcTargetHostName ?? "",
      });
      return { VpcAccessId: access.id };
    },
  }),
  cloudApiOperation({
    action: "DescribeVpcAccesses",
    parameters: {
      Name: { type: "string" },
      VpcId: { type: "string" },
      InstanceId: { type: "string" },
      Port: port,
      VpcAccessId: { type: "string" },
      AccurateQuery: { type: "boolean" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const nameFits = (name: string) =>
        p.AccurateQuery === false ? name.includes(p.Name ?? "") : name === p.Name;
      const found = call.store.vpcAccesses.filter(
        (access) =>
          inScope(call, access) &&
          (!p.Name || nameFits(access.name)) &&
          (!p.VpcId || access.vpcId === p.VpcId) &&
          (!p.InstanceId || access.instanceId === p.InstanceId) &&
          (p.Port === undefined || access.port === p.Port) &&
          (!p.VpcAccessId || access.id === p.VpcAccessId) &&
          hasTags(access, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((access) => ({
        VpcAccessId: access.id,
        Name: access.name,
        Description: access.description,
        VpcId: access.vpcId,
        InstanceId: access.instanceId,
        Port: access.port,
        VpcTargetHostName: access.targetHostName,
        RegionId: access.regionId,
        CreatedTime: access.createdTime,
        Tags: { TagInfo: keyValueTags(access.tags) },
      }));
      return { ...pageFields(page), VpcAccessAttributes: { VpcAccessAttribute: rows } };
    },
  }),
  cloudApiOperation({
    // APIs that use the authorization stay published and fail from now on, as in the real service.
    action: "RemoveVpcAccess",
    parameters: {
      VpcId: requiredId,
      InstanceId: requiredId,
      Port: { ...port, required: true },
      NeedBatchWork: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const access = call.store.vpcAccesses.find((one) => isTarget(one, p.VpcId, p.InstanceId, p.Port));
      if (!access) throw apiError("NotFoundVpcAccess", `${p.VpcId}:${p.InstanceId}:${p.Port}`);
      call.store.vpcAccesses.delete(access.id);
      const affected = call.store.apis
        .filter(({ regionId }) => regionId === access.regionId)
        .flatMap(({ deployments }) => deployments)
        .filter(
          ({ status, definition }) => status === "ONLINE" && definition.service.vpcAccessName === access.name,
        );
      const rows = affected.map(({ apiId, groupId, stage }) => ({
        ApiId: apiId,
        GroupId: groupId,
        StageId: stageId(groupId, stage),
      }));
      return { Apis: { Api: rows } };
    },
  }),
  cloudApiOperation({
    action: "ModifyVpcAccessAndUpdateApis",
    parameters: {
      Name: { type: "string", required: true },
      VpcId: requiredId,
      InstanceId: requiredId,
      Port: { ...port, required: true },
      VpcTargetHostName: targetHostName,
      // In the local cloud, published APIs use the new authorization immediately. Without this parameter, the real
      // service would keep the old target.
      NeedBatchWork: { type: "boolean", implemented: [true], required: true },
      Refresh: { type: "boolean" },
      Token: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const vpc = call.store.vpcs.get(p.VpcId);
      if (!vpc) throw apiError("NotFoundVpc", p.VpcId);
      const access = findVpcAccess(call, vpc.regionId, p.Name);
      checkBackend(call, vpc.id, p.InstanceId);
      const duplicate = call.store.vpcAccesses.find(
        (one) => one.id !== access.id && isTarget(one, p.VpcId, p.InstanceId, p.Port),
      );
      if (duplicate) throw apiError("DuplicateVpcAccess", duplicate.name, p.InstanceId, p.Port, vpc.id);
      access.vpcId = vpc.id;
      access.instanceId = p.InstanceId;
      access.port = p.Port;
      access.targetHostName = p.VpcTargetHostName ?? access.targetHostName;
      return { OperationId: newHexId() };
    },
  }),
  cloudApiOperation({
    action: "ValidateVpcConnectivity",
    parameters: { InstanceId: requiredId, VpcAccessId: requiredId },
    async handle(call, p) {
      const access = call.store.vpcAccesses.get(p.VpcAccessId);
      if (!access) throw apiError("NotFoundVpcAccess", p.VpcAccessId);
      const gateway = findGatewayInstance(call.store, access.regionId, p.InstanceId);
      if (!gateway) throw apiError("NotFoundInstance", p.InstanceId, access.regionId);
      const kind = backendKind(call, access.vpcId, access.instanceId);
      const connected = kind !== "INVALID" && (await call.cloud.connectivity.isConnected(gateway, access));
      return { Connected: connected, IpType: kind };
    },
  }),
];
