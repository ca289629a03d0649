import { VpcApi, type VpcApiArgs } from "../../../../components";
import { deployToMocks, type Registered } from "../../../../testing/mocks";

export const base: VpcApiArgs = {
  group: { groupName: "shop" },
  routes: { "list-items": { path: "/items" } },
};

export const zones = ["cn-hangzhou-h", "cn-hangzhou-i"];

/** Resources of a `VpcApi`. */
export const deployed = async (args: Partial<VpcApiArgs>): Promise<Registered[]> =>
  (await deployToMocks(() => new VpcApi("demo", { ...base, ...args }))).resources;

/** All resources of a type. */
export const all = (resources: Registered[], type: string): Registered[] =>
  resources.filter((one) => one.type === type);
