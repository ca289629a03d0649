import assert from "node:assert/strict";
import { readFaults } from "../../local/faults/readFaults";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  until,
  versions,
} from "../support/localCloud";
import { addInstance, addNetwork, launchParameters } from "../support/localNetwork";

type Query = Record<string, string>;

describe("what a fault lets be ready later", () => {
  let cloud: TestCloud;
  let skipped = 0;
  beforeEach(async () => {
    skipped = 0;
    cloud = await startTestCloud({ clock: () => new Date(Date.now() + skipped) });
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Query) => cloud.call(versions.vpc, action, query);
  const slow = (product: string, action: string, settleMs: number) => {
    const reading = readFaults([{ product, action, settleMs, times: 1 }]);
    assert.ok("faults" in reading, JSON.stringify(reading));
    cloud.faults.set(reading.faults);
  };

  it("is a VPC: it is Pending, and rejects dependents", async () => {
    slow("vpc", "CreateVpc", 60_000);
    const VpcId = textAt(await vpc("CreateVpc", { CidrBlock: "10.0.0.0/16" }), "VpcId");
    const status = async () => at(await vpc("DescribeVpcs", { VpcId }), "Vpcs.Vpc.0.Status");
    assert.equal(await status(), "Pending");
    const vswitch = { VpcId, ZoneId: "cn-hangzhou-h", CidrBlock: "10.0.0.0/24" };
    const refusal = await readRefusal(vpc("CreateVSwitch", vswitch));
    assert.deepEqual([refusal.code, refusal.status], ["IncorrectVpcStatus", 400]);
    assert.match(refusal.message, new RegExp(`VPC ${VpcId} is Pending`));
    for (const action of ["ModifyVpcAttribute", "DeleteVpc"]) {
      assert.equal(await readCode(vpc(action, { VpcId })), "IncorrectVpcStatus", action);
    }
    skipped = 60_000;
    assert.equal(await status(), "Available");
    await vpc("CreateVSwitch", vswitch);
  });

  it("is a vSwitch: it is Pending, and no instance gets into it", async () => {
    const { vpcId, securityGroupId } = await addNetwork(cloud);
    slow("vpc", "CreateVSwitch", 60_000);
    const wanted = { VpcId: vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    const vswitchId = textAt(await vpc("CreateVSwitch", wanted), "VSwitchId");
    const VSwitchId = vswitchId;
    assert.equal(at(await vpc("DescribeVSwitchAttributes", { VSwitchId }), "Status"), "Pending");
    const launch = () =>
      cloud.call(versions.ecs, "RunInstances", launchParameters({ vpcId, vswitchId, securityGroupId }));
    assert.equal(await readCode(launch()), "IncorrectVSwitchStatus");
    for (const action of ["ModifyVSwitchAttribute", "DeleteVSwitch"]) {
      assert.equal(await readCode(vpc(action, { VSwitchId })), "IncorrectVSwitchStatus", action);
    }
    skipped = 60_000;
    await launch();
  });

  describe("is an instance", () => {
    const statusOf = (id: string) => cloud.store.instances.get(id)?.status;
    const launch = async (settleMs: number) => {
      const network = await addNetwork(cloud);
      slow("ecs", "RunInstances", settleMs);
      const answer = await cloud.call(versions.ecs, "RunInstances", launchParameters(network));
      return textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    };

    it("which is Pending until then", async () => {
      const id = await launch(200);
      const described = await cloud.call(versions.ecs, "DescribeInstances", {
        InstanceIds: JSON.stringify([id]),
      });
      assert.equal(at(described, "Instances.Instance.0.Status"), "Pending");
      assert.equal(cloud.machines.running.size, 0);
      assert.equal(
        await readCode(cloud.call(versions.ecs, "StopInstance", { InstanceId: id })),
        "IncorrectInstanceStatus.Initializing",
      );
      await until("it runs", () => statusOf(id) === "Running");
    });

    it("which never starts when the local cloud is closed meanwhile", async () => {
      const id = await launch(3_600_000);
      await cloud.close();
      assert.equal(statusOf(id), "Pending");
      assert.equal(cloud.machines.running.size, 0);
      assert.ok(cloud.lines.some((line) => /closed before all instances were started/.test(line)));
    });
  });

  it("is an ALB, which rejects changes meanwhile", async () => {
    const place = await addInstance(cloud);
    const second = { VpcId: place.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    slow("alb", "CreateLoadBalancer", 60_000);
    const made = await cloud.call(versions.alb, "CreateLoadBalancer", {
      AddressType: "Intranet",
      AddressAllocatedMode: "Fixed",
      LoadBalancerEdition: "Basic",
      LoadBalancerName: "front",
      VpcId: place.vpcId,
      "LoadBalancerBillingConfig.PayType": "PostPay",
      "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
      "ZoneMappings.1.VSwitchId": place.vswitchId,
      "ZoneMappings.2.ZoneId": "cn-hangzhou-i",
      "ZoneMappings.2.VSwitchId": textAt(await vpc("CreateVSwitch", second), "VSwitchId"),
    });
    const LoadBalancerId = textAt(made, "LoadBalancerId");
    const attribute = () => cloud.call(versions.alb, "GetLoadBalancerAttribute", { LoadBalancerId });
    skipped = 30_000;
    assert.equal(at(await attribute(), "LoadBalancerStatus"), "Provisioning");
    assert.equal(
      await readCode(
        cloud.call(versions.alb, "UpdateLoadBalancerAttribute", {
          LoadBalancerId,
          LoadBalancerName: "front-door",
        }),
      ),
      "IncorrectStatus.LoadBalancer",
    );
    skipped = 60_000;
    assert.equal(at(await attribute(), "LoadBalancerStatus"), "Active");
  });

  it("is a dedicated gateway instance", async () => {
    slow("cloudapi", "CreateInstance", 60_000);
    const made = await cloud.call(versions.cloudapi, "CreateInstance", {
      Token: "1",
      InstanceName: "shop",
      InstanceSpec: "api.s1.small",
      ChargeType: "PayAsYouGo",
      HttpsPolicy: "HTTPS2_TLS1_2",
      ZoneId: "cn-hangzhou-MAZ6(i,j,k)",
    });
    const InstanceId = textAt(made, "InstanceId");
    const status = async () => {
      const described = await cloud.call(versions.cloudapi, "DescribeInstances", { InstanceId });
      return at(described, "Instances.InstanceAttribute.0.Status");
    };
    skipped = 30_000;
    assert.equal(await status(), "CREATING");
    skipped = 61_000;
    assert.equal(await status(), "RUNNING");
  });
});
