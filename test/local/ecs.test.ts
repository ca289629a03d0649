import assert from "node:assert/strict";
import { at, startTestCloud, type TestCloud, versions } from "../support/localCloud";
import { addInstance, addNetwork, imageId, type TestNetwork } from "../support/localNetwork";

describe("ECS", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const _statusOf = (id: string) => cloud.store.instances.get(id)?.status;

  describe("catalogue", () => {
    it("has zones, types and images", async () => {
      const zones = await ecs("DescribeZones", {
        RegionId: "cn-hangzhou",
        InstanceChargeType: "PostPaid",
        SpotStrategy: "NoSpot",
      });
      assert.equal(at(zones, "Zones.Zone.0.ZoneId"), "cn-hangzhou-h");
      assert.ok(at(zones, "Zones.Zone.0.AvailableInstanceTypes.InstanceTypes.0"));
      const available = await ecs("DescribeAvailableResource", {
        DestinationResource: "InstanceType",
        IoOptimized: "optimized",
        InstanceChargeType: "PostPaid",
        Cores: "2",
        Memory: "4.000000",
      });
      const resource = "AvailableZones.AvailableZone.0.AvailableResources.AvailableResource.0";
      assert.equal(
        at(available, `${resource}.SupportedResources.SupportedResource.0.Value`),
        "ecs.e-c1m2.large",
      );
      const types = await ecs("DescribeInstanceTypes", { InstanceTypeFamily: "ecs.g7" });
      assert.equal(at(types, "InstanceTypes.InstanceType.0.MemorySize"), 8);
      const images = await ecs("DescribeImages", {
        ImageOwnerAlias: "system",
        ImageFamily: "acs:alibaba_cloud_linux_3_2104_lts_x64",
      });
      assert.equal(at(images, "Images.Image.0.ImageId"), imageId);
      assert.equal(at(images, "Images.Image.1.ImageId"), "aliyun_3_x64_20G_alibase_20251030.vhd");
      assert.equal(at(images, "Images.Image.2"), undefined);
      const named = await ecs("DescribeImages", {
        ImageName: "ubuntu_24_04*",
        Status: "Available",
        PageSize: "100",
      });
      assert.equal(at(named, "TotalCount"), 1);
      const regions = await ecs("DescribeRegions", {});
      assert.equal(at(regions, "Regions.Region.0.RegionId"), "cn-hangzhou");
    });
  });

  it("tags instances and groups, and counts tags", async () => {
    const { instanceId } = await addInstance(cloud, network);
    await ecs("TagResources", {
      ResourceType: "instance",
      "ResourceId.1": instanceId,
      "Tag.1.Key": "k",
      "Tag.1.Value": "v",
    });
    await ecs("TagResources", {
      ResourceType: "securitygroup",
      "ResourceId.1": network.securityGroupId,
      "Tag.1.Key": "k",
      "Tag.1.Value": "v",
    });
    const counted = await ecs("DescribeTags", {});
    const count = "Tags.Tag.0.ResourceTypeCount";
    assert.deepEqual([at(counted, `${count}.Instance`), at(counted, `${count}.Securitygroup`)], [1, 1]);
    await ecs("UntagResources", { ResourceType: "instance", "ResourceId.1": instanceId, All: "true" });
    const left = await ecs("ListTagResources", { ResourceType: "instance", "ResourceId.1": instanceId });
    assert.deepEqual(at(left, "TagResources.TagResource"), []);
  });

  it("answers the provider's questions about the account", async () => {
    const identity = await cloud.call("2015-04-01", "GetCallerIdentity");
    assert.equal(identity.AccountId, "1234567890123456");
    assert.notEqual(identity.PrincipalId, "");
    const probe = {
      PageSize: "50",
      PageNum: "1",
      ProductCode: "vipcloudfw",
      ProductType: "vipcloudfw",
      SubscriptionType: "Subscription",
    };
    assert.equal((await cloud.call("2017-12-14", "QueryAvailableInstances", probe)).Success, true);
    const endpoints = await cloud.call("2015-06-12", "DescribeEndpoints", {
      Id: "cn-hangzhou",
      ServiceCode: "ecs",
    });
    assert.equal(at(endpoints, "Endpoints.Endpoint.0.Endpoint"), cloud.endpoint);
    assert.equal(at(endpoints, "Endpoints.Endpoint.0.Type"), "openAPI");
  });
});
