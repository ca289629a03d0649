import { albStatus } from "../../store/albStatus";
import type { AlbLoadBalancer, Vpc } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob, settledAt } from "./jobs";
import { listed, listParameters } from "./pages";
import { assignZones, bindEips, describeZone, zoneMappings } from "./zones";

export const clientToken = { type: "string", maxLength: 64 } as const;
export const dryRun = { type: "boolean", implemented: [false] } as const;
export const loadBalancerId = { type: "string", required: true } as const;
export const addressType = { type: "string", enum: ["Internet", "Intranet"], required: true } as const;
// The local cloud does not simulate a web application firewall.
export const edition = { type: "string", implemented: ["Basic", "Standard"], required: true } as const;
export const name = {
  type: "string",
  pattern: /^[A-Za-z\u4e00-\u9fa5][\w\u4e00-\u9fa5.-]{1,127}$/,
  form: "2 to 128 letters, digits, periods, underscores or hyphens, a letter first",
} as const;
/** ConsoleProtection prevents changes in the console only. Every API call is allowed, including deletion. */
export const modificationProtection = {
  type: "object",
  fields: {
    Status: { type: "string", enum: ["NonProtection", "ConsoleProtection"] },
    Reason: { type: "string", maxLength: 128 },
  },
} as const;

/** Finds an ALB by ID in any region. */
export function findAlb(call: Call, id: string): AlbLoadBalancer {
  const balancer = call.store.albLoadBalancers.get(id);
  if (!balancer) throw albError("ResourceNotFound.LoadBalancer", id);
  return balancer;
}

/** Deletes a listener with its rules. */
export function deleteListener(call: Call, id: string): void {
  for (const rule of call.store.albRules.filter(({ listenerId }) => listenerId === id)) {
    call.store.albRules.delete(rule.id);
  }
  call.store.albListeners.delete(id);
}

/** Finds an ALB by ID and rejects one that is being provisioned. */
export function findActiveAlb(call: Call, id: string): AlbLoadBalancer {
  const balancer = findAlb(call, id);
  const status = albStatus(balancer, call.cloud.clock());
  if (status !== "Active") throw albError("IncorrectStatus.LoadBalancer", id, status);
  return balancer;
}

export function findVpc(call: Call, id: string): Vpc {
  const vpc = call.store.vpcs.get(id);
  if (!vpc) throw albError("ResourceNotFound.Vpc", id);
  return vpc;
}

function describe(call: Call, balancer: AlbLoadBalancer) {
  return {
    LoadBalancerId: balancer.id,
    LoadBalancerName: balancer.name,
    LoadBalancerStatus: albStatus(balancer, call.cloud.clock()),
    LoadBalancerBussinessStatus: "Normal",
    LoadBalancerEdition: balancer.edition,
    AddressType: balancer.addressType,
    AddressAllocatedMode: balancer.addressAllocatedMode,
    AddressIpVersion: balancer.dualStack ? "DualStack" : "IPv4",
    Ipv6AddressType: ipv6AddressType(balancer),
    BandwidthPackageId: balancer.bandwidthPackageId ?? "",
    CreateTime: balancer.createdTime,
    DNSName: balancer.dnsName,
    RegionId: balancer.regionId,
    ResourceGroupId: balancer.resourceGroupId,
    VpcId: balancer.vpcId,
    SecurityGroupIds: balancer.securityGroupIds ?? [],
    LoadBalancerOperationLocks: [],
    DeletionProtectionConfig: {
      Enabled: balancer.deletionProtection.enabled,
      EnabledTime: balancer.deletionProtection.enabledTime,
    },
    LoadBalancerBillingConfig: { PayType: balancer.payType },
    ModificationProtectionConfig: {
      Status: balancer.modificationProtection.status,
      Reason: balancer.modificationProtection.reason,
    },
    ...(balancer.accessLog && {
      AccessLogConfig: { LogProject: balancer.accessLog.project, LogStore: balancer.accessLog.logStore },
    }),
    Tags: keyValueTags(balancer.tags),
  };
}

function ipv6AddressType({ dualStack, ipv6Internet }: AlbLoadBalancer): string {
  if (!dualStack) return "";
  return ipv6Internet ? "Internet" : "Intranet";
}

function checkedPackage(call: Call, id: string): string {
  if (!call.store.bandwidthPackages.get(id)) throw albError("ResourceNotFound.BandwidthPackage", id);
  return id;
}

export const loadBalancers = [
  albOperation({
    action: "CreateLoadBalancer",
    parameters: {
      ClientToken: clientToken,
      DryRun: dryRun,
      AddressType: addressType,
      AddressIpVersion: { type: "string", enum: ["IPv4", "DualStack"] },
      AddressAllocatedMode: { type: "string", enum: ["Fixed", "Dynamic"] },
      LoadBalancerEdition: edition,
      LoadBalancerName: name,
      VpcId: { type: "string", required: true },
      ZoneMappings: zoneMappings,
      LoadBalancerBillingConfig: {
        type: "object",
        fields: {
          PayType: { type: "string", enum: ["PostPay"], required: true },
          BandwidthPackageId: { type: "string" },
        },
      },
      DeletionProtectionEnabled: { type: "boolean" },
      ModificationProtectionConfig: modificationProtection,
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      Tags: tagParameter,
    },
    handle(call, p) {
      const vpc = findVpc(call, p.VpcId);
      const dualStack = p.AddressIpVersion === "DualStack";
      const zones = assignZones(call, { vpc, addressType: p.AddressType, dualStack }, p.ZoneMappings);
      const { PayType, BandwidthPackageId } = p.LoadBalancerBillingConfig;
      const bandwidthPackageId = BandwidthPackageId && checkedPackage(call, BandwidthPackageId);
      const id = newResourceId("alb", vpc.regionId);
      const createdTime = isoSeconds(call.cloud.clock());
      const isProtected = p.DeletionProtectionEnabled ?? false;
      const balancer = call.store.albLoadBalancers.put({
        id,
        regionId: vpc.regionId,
        createdTime,
        tags: createTags([...p.Tag, ...p.Tags]),
        name: p.LoadBalancerName ?? "",
        vpcId: vpc.id,
        dnsName: `${id}.${vpc.regionId}.alb.aliyuncs.com`,
        edition: p.LoadBalancerEdition,
        addressType: p.AddressType,
        addressAllocatedMode: p.AddressAllocatedMode ?? "Dynamic",
        ...(dualStack && { dualStack }),
        payType: PayType,
        ...(bandwidthPackageId && { bandwidthPackageId }),
        deletionProtection: { enabled: isProtected, enabledTime: isProtected ? createdTime : "" },
        modificationProtection: {
          status: p.ModificationProtectionConfig.Status ?? "NonProtection",
          reason: p.ModificationProtectionConfig.Reason ?? "",
        },
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        zones,
        activeTime: settledAt(call),
      });
      bindEips(call.store, id, zones);
      return { LoadBalancerId: id, ...newJob(call, "CreateLoadBalancer", balancer, "loadbalancer") };
    },
  }),
  albOperation({
    action: "GetLoadBalancerAttribute",
    parameters: { LoadBalancerId: loadBalancerId },
    handle(call, p) {
      const balancer = findAlb(call, p.LoadBalancerId);
      return {
        ...describe(call, balancer),
        ZoneMappings: balancer.zones.map(describeZone),
      };
    },
  }),
  albOperation({
    action: "ListLoadBalancers",
    parameters: {
      LoadBalancerIds: { type: "list", item: { type: "string" }, max: 20 },
      LoadBalancerNames: { type: "list", item: { type: "string" }, max: 20 },
      VpcIds: { type: "list", item: { type: "string" }, max: 20 },
      // The provider sends the IDs of VPCs under this name, which the service ignores.
      "VpcIds.*": { type: "string" },
      AddressType: { type: "string", enum: ["Internet", "Intranet"] },
      AddressIpVersion: { type: "string", enum: ["IPv4", "DualStack"] },
      Ipv6AddressType: { type: "string", enum: ["Internet", "Intranet"] },
      LoadBalancerStatus: { type: "string" },
      LoadBalancerBussinessStatus: { type: "string" },
      PayType: { type: "string" },
      DNSName: { type: "string" },
      ZoneId: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const found = call.store.albLoadBalancers.filter(
        (balancer) =>
          inScope(call, balancer) &&
          (p.LoadBalancerIds.length === 0 || p.LoadBalancerIds.includes(balancer.id)) &&
          (p.LoadBalancerNames.length === 0 || p.LoadBalancerNames.includes(balancer.name)) &&
          (p.VpcIds.length === 0 || p.VpcIds.includes(balancer.vpcId)) &&
          (!p.AddressType || balancer.addressType === p.AddressType) &&
          (!p.AddressIpVersion || (p.AddressIpVersion === "DualStack") === (balancer.dualStack ?? false)) &&
          (!p.Ipv6AddressType || (p.Ipv6AddressType === "Internet") === (balancer.ipv6Internet ?? false)) &&
          (!p.LoadBalancerStatus || albStatus(balancer, call.cloud.clock()) === p.LoadBalancerStatus) &&
          (!p.LoadBalancerBussinessStatus || p.LoadBalancerBussinessStatus === "Normal") &&
          (!p.PayType || balancer.payType === p.PayType) &&
          (!p.DNSName || balancer.dnsName === p.DNSName) &&
          (!p.ZoneId || balancer.zones.some(({ zoneId }) => zoneId === p.ZoneId)) &&
          (!p.ResourceGroupId || balancer.resourceGroupId === p.ResourceGroupId) &&
          hasTags(balancer, p.Tag),
      );
      const rows = found.map((balancer) => describe(call, balancer));
      return listed("LoadBalancers", rows, p);
    },
  }),
  albOperation({
    // The listeners of the ALB are deleted with it. Server groups remain.
    action: "DeleteLoadBalancer",
    parameters: { LoadBalancerId: loadBalancerId, ClientToken: clientToken, DryRun: dryRun },
    handle(call, p) {
      const balancer = findAlb(call, p.LoadBalancerId);
      if (balancer.deletionProtection.enabled) {
        throw albError("OperationDenied.DeletionProtectionEnabled");
      }
      for (const listener of call.store.albListeners.filter((one) => one.loadBalancerId === balancer.id)) {
        deleteListener(call, listener.id);
      }
      bindEips(call.store, balancer.id, []);
      call.store.albLoadBalancers.delete(balancer.id);
      return newJob(call, "DeleteLoadBalancer", balancer, "loadbalancer");
    },
  }),
];
