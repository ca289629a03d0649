import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

describe("Launch templates", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  let LaunchTemplateId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
    const answer = await ecs("CreateLaunchTemplate", {
      ...launchParameters(network),
      LaunchTemplateName: "shop",
      InstanceName: "from-template",
      VpcId: network.vpcId,
      "SystemDisk.Category": "cloud_ssd",
      "SystemDisk.Size": "60",
      "DataDisk.1.Size": "20",
      "Tag.1.Key": "of",
      "Tag.1.Value": "template",
    });
    LaunchTemplateId = textAt(answer, "LaunchTemplateId");
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);

  it("give an instance the parameters that the call does not set", async () => {
    await ecs("RunInstances", { LaunchTemplateId, "SystemDisk.Category": "cloud_essd" });
    const [instance] = cloud.store.instances.all();
    assert.equal(instance?.name, "from-template");
    assert.deepEqual([instance.systemDisk.category, instance.systemDisk.size], ["cloud_essd", 60]);
    assert.deepEqual(instance.tags, [{ key: "of", value: "template" }]);
    assert.equal(cloud.store.disks.all()[0]?.instanceId, instance.id);
  });

  it("answer a version in the form of the service", async () => {
    const seen = await ecs("DescribeLaunchTemplateVersions", {
      LaunchTemplateId,
      "LaunchTemplateVersion.1": "1",
    });
    const data = at(seen, "LaunchTemplateVersionSets.LaunchTemplateVersionSet.0.LaunchTemplateData");
    const { SystemDisk, DataDisks, Tags, VpcId, ...rest } = data as Record<string, unknown>;
    assert.deepEqual(SystemDisk, { Category: "cloud_ssd", Size: 60 });
    assert.equal(rest["SystemDisk.Size"], 60);
    assert.deepEqual(DataDisks, { DataDisk: [{ Size: 20 }] });
    assert.deepEqual(Tags, { InstanceTag: [{ Key: "of", Value: "template" }] });
    assert.equal(VpcId, network.vpcId);
  });

  const settings: Record<string, string> = {
    AutoReleaseTime: "2027-01-01T00:00:00Z",
    AutoRenew: "true",
    AutoRenewPeriod: "2",
    CreditSpecification: "Standard",
    DeletionProtection: "true",
    DeploymentSetId: "ds-1",
    Description: "a server",
    EnableVmOsConfig: "true",
    HostName: "server",
    HttpEndpoint: "enabled",
    HttpPutResponseHopLimit: "3",
    HttpTokens: "required",
    ImageOwnerAlias: "system",
    InstanceChargeType: "PrePaid",
    InternetChargeType: "PayByTraffic",
    InternetMaxBandwidthIn: "10",
    InternetMaxBandwidthOut: "5",
    IoOptimized: "optimized",
    Ipv6AddressCount: "1",
    KeyPairName: "key",
    NetworkType: "vpc",
    PasswordInherit: "true",
    Period: "1",
    PeriodUnit: "Month",
    PrivateIpAddress: "10.0.0.9",
    RamRoleName: "role",
    ResourceGroupId: "rg-1",
    SecurityEnhancementStrategy: "Active",
    SecurityGroupId: "sg-1",
    SpotDuration: "1",
    SpotPriceLimit: "0.5",
    SpotStrategy: "SpotWithPriceLimit",
    UserData: "IyEvYmluL3No",
    ZoneId: "cn-hangzhou-h",
  };
  const diskSettings: Record<string, string> = {
    AutoSnapshotPolicyId: "sp-1",
    BurstingEnabled: "true",
    Category: "cloud_auto",
    DeleteWithInstance: "true",
    Description: "a disk",
    DiskName: "disk",
    Encrypted: "true",
    KMSKeyId: "key-1",
    PerformanceLevel: "PL1",
    ProvisionedIops: "100",
    Size: "40",
  };
  const interfaceSettings: Record<string, string> = {
    DeleteOnRelease: "true",
    Description: "an interface",
    InstanceType: "Primary",
    NetworkInterfaceName: "interface",
    NetworkInterfaceTrafficMode: "Standard",
    PrimaryIpAddress: "10.0.0.10",
    SecurityGroupId: "sg-1",
    VSwitchId: "vsw-1",
  };
  const prefixed = (prefix: string, values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
  const textsOf = (value: unknown) =>
    Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, String(one)]));

  it("answer every setting of a version", async () => {
    const dataDisk = { ...diskSettings, Device: "/dev/xvdb", SnapshotId: "s-1" };
    const systemDisk = { ...diskSettings, Iops: "100" };
    await ecs("CreateLaunchTemplate", {
      ...settings,
      ...prefixed("DataDisk.1", dataDisk),
      ...prefixed("SystemDisk", systemDisk),
      ...prefixed("NetworkInterface.1", interfaceSettings),
      "NetworkInterface.1.SecurityGroupIds.1": "sg-2",
      "ImageOptions.LoginAsNonRoot": "true",
      "TemplateTag.1.Key": "team",
      "TemplateTag.1.Value": "web",
      LaunchTemplateName: "all",
      VersionDescription: "first",
    });
    const seen = await ecs("DescribeLaunchTemplateVersions", { LaunchTemplateName: "all" });
    const version = at(seen, "LaunchTemplateVersionSets.LaunchTemplateVersionSet.0");
    assert.equal(at(version, "VersionDescription"), "first");
    const data = at(version, "LaunchTemplateData");
    assert.deepEqual(textsOf(at(data, "SystemDisk")), systemDisk);
    assert.deepEqual(textsOf(at(data, "DataDisks.DataDisk.0")), dataDisk);
    const { SecurityGroupIds, ...nic } = at(data, "NetworkInterfaces.NetworkInterface.0") as Record<
      string,
      unknown
    >;
    assert.deepEqual(textsOf(nic), interfaceSettings);
    assert.deepEqual(SecurityGroupIds, { SecurityGroupId: ["sg-2"] });
    assert.deepEqual(at(data, "ImageOptions"), { LoginAsNonRoot: true });
    const scalars = Object.entries(data ?? {}).filter(([name]) => name in settings);
    assert.deepEqual(textsOf(Object.fromEntries(scalars)), settings);
    const templates = await ecs("DescribeLaunchTemplates", { "LaunchTemplateName.1": "all" });
    const tags = at(templates, "LaunchTemplateSets.LaunchTemplateSet.0.Tags.Tag");
    assert.deepEqual(tags, [{ TagKey: "team", TagValue: "web" }]);
  });

  it("have versions, of which one is the default", async () => {
    const template = { LaunchTemplateId };
    await ecs("CreateLaunchTemplateVersion", {
      ...template,
      ...launchParameters(network),
      InstanceName: "second",
    });
    const find = async () =>
      at(
        await ecs("DescribeLaunchTemplates", { "LaunchTemplateId.1": LaunchTemplateId }),
        "LaunchTemplateSets.LaunchTemplateSet.0",
      ) as Record<string, unknown>;
    assert.deepEqual([(await find()).DefaultVersionNumber, (await find()).LatestVersionNumber], [1, 2]);
    const chosen = await ecs("ModifyLaunchTemplateDefaultVersion", {
      ...template,
      DefaultVersionNumber: "2",
    });
    assert.equal(chosen.LaunchTemplateId, LaunchTemplateId);
    await ecs("RunInstances", { LaunchTemplateName: "shop" });
    assert.equal(cloud.store.instances.all()[0]?.name, "second");
    const removal = (DeleteVersion: string) =>
      ecs("DeleteLaunchTemplateVersion", { ...template, "DeleteVersion.1": DeleteVersion });
    assert.equal(await readCode(removal("2")), "InvalidOperation.DefaultVersion");
    assert.deepEqual((await removal("1")).LaunchTemplateVersions, {
      LaunchTemplateVersion: [{ LaunchTemplateId, LaunchTemplateVersionNumber: 1 }],
    });
    assert.equal(
      await readCode(ecs("RunInstances", { ...template, LaunchTemplateVersion: "1" })),
      "InvalidLaunchTemplateVersion.NotFound",
    );
    const deleted = await ecs("DeleteLaunchTemplate", template);
    assert.deepEqual(
      [deleted.LaunchTemplateId, deleted.LaunchTemplateVersionNumbers],
      [LaunchTemplateId, { versionNumbers: [2] }],
    );
    assert.equal(await readCode(ecs("RunInstances", template)), "InvalidLaunchTemplate.NotFound");
  });

  it("have names that are unique in a region", async () => {
    const again = ecs("CreateLaunchTemplate", { LaunchTemplateName: "shop" });
    assert.equal(await readCode(again), "InvalidLaunchTemplateName.Duplicated");
  });

  it("are rejected with a parameter of RunInstances that no template has", async () => {
    const wrong = ecs("CreateLaunchTemplate", { LaunchTemplateName: "other", Amount: "2" });
    assert.equal(await readCode(wrong), "LocalCloud.ParameterNotImplemented");
  });
});
