import CloudApi, * as cloudapi from "@alicloud/cloudapi20160714";
import Ecs, * as ecs from "@alicloud/ecs20140526";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import Vpc, * as vpc from "@alicloud/vpc20160428";
import type { LocalCloud } from "../../testing/localCloud";
import { ownUserAgent } from "./calls";

/** Changes the cloud without the stack. */
export class CloudClients {
  private readonly regionId = "cn-hangzhou";
  private readonly cloudapi: CloudApi;
  private readonly ecs: Ecs;
  private readonly vpc: Vpc;

  constructor({ endpoint, accessKeyId, accessKeySecret }: LocalCloud) {
    const access = { endpoint, accessKeyId, accessKeySecret };
    const config = { ...access, protocol: "HTTP", regionId: this.regionId, userAgent: ownUserAgent };
    this.cloudapi = new CloudApi(new $OpenApiUtil.Config(config));
    this.ecs = new Ecs(new $OpenApiUtil.Config(config));
    this.vpc = new Vpc(new $OpenApiUtil.Config(config));
  }

  /** Creates an app without authorizations. */
  async createStranger(): Promise<{ appId: number; appCode: string }> {
    const { body } = await this.cloudapi.createApp(new cloudapi.CreateAppRequest({ appName: "a_stranger" }));
    const appId = Number(body?.appId);
    const security = await this.cloudapi.describeAppSecurity(
      new cloudapi.DescribeAppSecurityRequest({ appId }),
    );
    return { appId, appCode: security.body?.appCode ?? "" };
  }

  async deleteApp(appId: number): Promise<void> {
    await this.cloudapi.deleteApp(new cloudapi.DeleteAppRequest({ appId }));
  }

  /** Creates a VPC with one vSwitch outside any stack. */
  async createNetwork(): Promise<{ vpcId: string; vswitchId: string }> {
    const { regionId } = this;
    const made = await this.vpc.createVpc(new vpc.CreateVpcRequest({ regionId, cidrBlock: "10.20.0.0/16" }));
    const vpcId = made.body?.vpcId ?? "";
    const place = { regionId, vpcId, zoneId: "cn-hangzhou-h", cidrBlock: "10.20.0.0/24" };
    const { body } = await this.vpc.createVSwitch(new vpc.CreateVSwitchRequest(place));
    return { vpcId, vswitchId: body?.vSwitchId ?? "" };
  }

  /** Removes the ingress rules of a security group. Returns a function that restores them. */
  async removeIngress(securityGroupId: string): Promise<() => Promise<void>> {
    const { regionId } = this;
    const { body } = await this.ecs.describeSecurityGroupAttribute(
      new ecs.DescribeSecurityGroupAttributeRequest({ regionId, securityGroupId, direction: "ingress" }),
    );
    const permissions = (body?.permissions?.permission ?? []).map((rule) => ({
      ipProtocol: rule.ipProtocol?.toLowerCase() ?? "",
      portRange: rule.portRange ?? "",
      policy: rule.policy?.toLowerCase() ?? "",
      priority: String(rule.priority),
      description: rule.description ?? "",
      ...(rule.sourcePrefixListId ? { sourcePrefixListId: rule.sourcePrefixListId } : {}),
      ...(rule.sourceCidrIp ? { sourceCidrIp: rule.sourceCidrIp } : {}),
    }));
    await this.ecs.revokeSecurityGroup(
      new ecs.RevokeSecurityGroupRequest({ regionId, securityGroupId, permissions }),
    );
    return async () => {
      await this.ecs.authorizeSecurityGroup(
        new ecs.AuthorizeSecurityGroupRequest({ regionId, securityGroupId, permissions }),
      );
    };
  }
}
