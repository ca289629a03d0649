import type { Instance } from "../../store/model";
import { type Call, ecsOperation } from "../common/call";
import { ecsError } from "./errors";
import {
  additionalInfoParameter,
  cpuOptionsParameter,
  creditSpecification,
  readCpuOptions,
  readCredits,
} from "./instanceOptions";
import { findInstance } from "./instances";
import { checkGroups, maxGroupsPerInstance } from "./interfaces";
import { hostName, instanceDescription, instanceName, metadataParameters, password } from "./launch";
import { rebootInstance, startInstance, stopInstance } from "./lifecycle";
import { release } from "./release";
import { findSecurityGroup } from "./securityGroups";
import { checkExpired } from "./subscriptions";
import { checkUserData } from "./userData";

const instanceId = { type: "string", required: true } as const;
const dryRun = { type: "boolean" } as const;

function requireStatus(instance: Instance, wanted: Instance["status"]): void {
  if (instance.status === "Pending" || instance.status === "Starting") {
    throw ecsError("IncorrectInstanceStatus.Initializing", instance.id);
  }
  if (instance.status !== wanted)
    throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, wanted);
}

/** Replaces the security groups of an instance, if the combination is allowed. */
function setGroups(call: Call, instance: Instance, ids: readonly string[]): void {
  const groups = ids.map((id) => findSecurityGroup(call, id));
  if (groups.length > maxGroupsPerInstance) {
    throw ecsError("InstanceSecurityGroupLimitExceeded", maxGroupsPerInstance);
  }
  const vswitch = call.store.vswitches.get(instance.vswitchId);
  if (vswitch) checkGroups(groups, vswitch);
  instance.securityGroupIds = [...ids];
}

export const instanceChanges = [
  ecsOperation({
    action: "ModifyInstanceAttribute",
    parameters: {
      InstanceId: instanceId,
      InstanceName: instanceName,
      Description: instanceDescription,
      HostName: hostName,
      UserData: { type: "string", secret: true },
      DeletionProtection: { type: "boolean" },
      Password: password,
      EnableJumboFrame: { type: "boolean" },
      CreditSpecification: creditSpecification,
      CpuOptions: cpuOptionsParameter,
      AdditionalInfo: additionalInfoParameter,
      SecurityGroupIds: { type: "list", item: { type: "string" }, max: maxGroupsPerInstance },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (p.UserData !== undefined) checkUserData(p.UserData);
      const { cpuOptions } = readCpuOptions(p.CpuOptions, instance.instanceType);
      const { EnableHighDensityMode } = p.AdditionalInfo;
      if ((cpuOptions || EnableHighDensityMode !== undefined) && instance.status !== "Stopped")
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Stopped");
      const { creditSpecification: credits } = readCredits(p.CreditSpecification, instance.instanceType);
      if (p.SecurityGroupIds.length > 0) setGroups(call, instance, [...new Set(p.SecurityGroupIds)]);
      instance.userData = p.UserData ?? instance.userData;
      instance.name = p.InstanceName || instance.name;
      instance.description = p.Description ?? instance.description;
      instance.hostName = p.HostName || instance.hostName;
      instance.deletionProtection = p.DeletionProtection ?? instance.deletionProtection;
      if (cpuOptions) instance.cpuOptions = cpuOptions;
      if (credits) instance.creditSpecification = credits;
      if (EnableHighDensityMode !== undefined) instance.highDensityMode = EnableHighDensityMode;
      instance.jumboFrame = p.EnableJumboFrame ?? instance.jumboFrame ?? false;
      return {};
    },
  }),
  ecsOperation({
    action: "ModifyInstanceMetadataOptions",
    parameters: { InstanceId: instanceId, ...metadataParameters },
    handle(call, p) {
      const { metadataOptions } = findInstance(call, p.InstanceId);
      metadataOptions.httpTokens = p.HttpTokens ?? metadataOptions.httpTokens;
      metadataOptions.httpEndpoint = p.HttpEndpoint ?? metadataOptions.httpEndpoint;
      metadataOptions.httpPutResponseHopLimit =
        p.HttpPutResponseHopLimit ?? metadataOptions.httpPutResponseHopLimit;
      return {};
    },
  }),
  ecsOperation({
    action: "StopInstance",
    parameters: {
      InstanceId: instanceId,
      ForceStop: { type: "boolean" },
      ConfirmStop: { type: "boolean" },
      // For a running instance, the provider repeats the value of DescribeInstances: Not-applicable.
      StoppedMode: { type: "string", enum: ["StopCharging", "KeepCharging", "Not-applicable"] },
      DryRun: dryRun,
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStatus(instance, "Running");
      if (p.DryRun) throw ecsError("DryRunOperation");
      // A subscription is paid for in any case.
      if (p.StoppedMode === "StopCharging" && !instance.subscription) instance.stoppedMode = "StopCharging";
      else delete instance.stoppedMode;
      stopInstance(call.cloud, instance);
      return {};
    },
  }),
  ecsOperation({
    action: "StartInstance",
    parameters: { InstanceId: instanceId, DryRun: dryRun },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStatus(instance, "Stopped");
      if (p.DryRun) throw ecsError("DryRunOperation");
      void startInstance(call.cloud, instance);
      return {};
    },
  }),
  ecsOperation({
    action: "RebootInstance",
    parameters: { InstanceId: instanceId, ForceStop: { type: "boolean" }, DryRun: dryRun },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStatus(instance, "Running");
      if (p.DryRun) throw ecsError("DryRunOperation");
      rebootInstance(call.cloud, instance);
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteInstance",
    parameters: {
      InstanceId: instanceId,
      Force: { type: "boolean" },
      ForceStop: { type: "boolean" },
      TerminateSubscription: { type: "boolean" },
      DryRun: dryRun,
    },
    async handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (instance.deletionProtection) throw ecsError("InvalidOperation.DeletionProtection", instance.id);
      const stable = instance.status === "Stopped" || (instance.status === "Running" && p.Force === true);
      if (!stable) requireStatus(instance, "Stopped");
      checkExpired(call, instance);
      if (p.DryRun) throw ecsError("DryRunOperation");
      await release(call.cloud, instance);
      return {};
    },
  }),
  ecsOperation({
    action: "JoinSecurityGroup",
    parameters: { InstanceId: instanceId, SecurityGroupId: { type: "string", required: true } },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      setGroups(call, instance, [...new Set([...instance.securityGroupIds, p.SecurityGroupId])]);
      return {};
    },
  }),
  ecsOperation({
    action: "LeaveSecurityGroup",
    parameters: { InstanceId: instanceId, SecurityGroupId: { type: "string", required: true } },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (!instance.securityGroupIds.includes(p.SecurityGroupId)) {
        throw ecsError("InstanceNotInSecurityGroup", instance.id, p.SecurityGroupId);
      }
      const left = instance.securityGroupIds.filter((id) => id !== p.SecurityGroupId);
      if (left.length === 0) throw ecsError("InstanceLastSecurityGroup", instance.id, p.SecurityGroupId);
      instance.securityGroupIds = left;
      return {};
    },
  }),
];
