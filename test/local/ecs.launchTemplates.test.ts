import assert from "node:assert/strict";
import { at, codeOf, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
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
    await ecs("ModifyLaunchTemplateDefaultVersion", { ...template, DefaultVersionNumber: "2" });
    await ecs("RunInstances", { LaunchTemplateName: "shop" });
    assert.equal(cloud.store.instances.all()[0]?.name, "second");
    const removal = (DeleteVersion: string) =>
      ecs("DeleteLaunchTemplateVersion", { ...template, "DeleteVersion.1": DeleteVersion });
    assert.equal(await codeOf(removal("2")), "InvalidOperation.DefaultVersion");
    await removal("1");
    assert.equal(
      await codeOf(ecs("RunInstances", { ...template, LaunchTemplateVersion: "1" })),
      "InvalidLaunchTemplateVersion.NotFound",
    );
    await ecs("DeleteLaunchTemplate", template);
    assert.equal(await codeOf(ecs("RunInstances", template)), "InvalidLaunchTemplate.NotFound");
  });

  it("have names that are unique in a region", async () => {
    const again = ecs("CreateLaunchTemplate", { LaunchTemplateName: "shop" });
    assert.equal(await codeOf(again), "InvalidLaunchTemplateName.Duplicated");
  });

  it("are rejected with a parameter of RunInstances that no template has", async () => {
    const wrong = ecs("CreateLaunchTemplate", { LaunchTemplateName: "other", Amount: "2" });
    assert.equal(await codeOf(wrong), "LocalCloud.ParameterNotImplemented");
  });
});
