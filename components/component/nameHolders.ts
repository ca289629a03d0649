import type OpenApiClient from "@alicloud/openapi-core";
import { callApiGateway } from "../dynamic/client/apiGateway";
import { allPages } from "../dynamic/client/calls";
import { createClient, resolveConnection, type Settings } from "../dynamic/client/connection";
import { domainKey, type Holder, type UniqueRole } from "./uniqueRoles";

type Holders = Map<string, Holder>;

/** Roles that the API of API Gateway can list. */
type ListedRole = Exclude<UniqueRole, "logProject">;

/** Existing resources by the unique value that they use. One call for each page. */
const lists: Record<ListedRole, (client: OpenApiClient) => Promise<Holders>> = {
  async group(client) {
    const groups = await listGroups(client);
    return new Map(groups.map(({ groupName = "", groupId = "" }) => holder(groupName, groupId)));
  },
  async app(client) {
    const apps = await readPages(
      async (page) => (await callApiGateway(client, "describeAppAttributes", page))?.apps?.appAttribute,
    );
    return new Map(apps.map(({ appName = "", appId }) => holder(appName, String(appId))));
  },
  async vpcAccess(client) {
    const accesses = await readPages(async (page) => {
      const body = await callApiGateway(client, "describeVpcAccesses", page);
      return body?.vpcAccessAttributes?.vpcAccessAttribute;
    });
    return new Map(
      accesses.flatMap(({ name = "", vpcId, instanceId, port }) => {
        const target = [vpcId, instanceId, port].join(":");
        return [name, target].map((key) => holder(key, `${name}:${target}`, `${name} (${target})`));
      }),
    );
  },
  async accessControlList(client) {
    const acls = await readPages(
      async (page) => (await callApiGateway(client, "describeAccessControlLists", page))?.acls?.acl,
    );
    return new Map(acls.map(({ aclName = "", aclId = "" }) => holder(aclName, aclId)));
  },
  async logConfig(client) {
    const body = await callApiGateway(client, "describeLogConfig", {});
    const logs = body?.logInfos?.logInfo ?? [];
    return new Map(
      logs.map(({ logType = "", slsProject, slsLogStore }) =>
        holder(logType, logType, `${slsProject}/${slsLogStore}`),
      ),
    );
  },
  // No call lists the domains of all groups, so this makes one call for each group.
  async customDomain(client) {
    const holders: Holders = new Map();
    for (const { groupId = "", basePath = "/", instanceId = "" } of await listGroups(client)) {
      const body = await callApiGateway(client, "describeApiGroup", { groupId });
      for (const { domainName = "" } of body?.customDomains?.domainItem ?? []) {
        holders.set(...holder(domainKey(domainName, basePath, instanceId), `${groupId}:${domainName}`));
      }
    }
    return holders;
  },
};

/** An entry of the result: the unique value, and the resource that uses it. */
const holder = (key: string, importId: string, words = importId): [string, Holder] => [
  key,
  { importId, words },
];

const listGroups = (client: OpenApiClient) =>
  readPages(async (page) => {
    const body = await callApiGateway(client, "describeApiGroups", page);
    return body?.apiGroupAttributes?.apiGroupAttribute;
  });

/** Maximum page size. Source: DescribeApiGroups, the smallest limit of the calls here. */
const pageSize = 50;

const readPages = <T>(
  read: (page: { pageNumber: number; pageSize: number }) => Promise<T[] | undefined>,
): Promise<T[]> => allPages((pageNumber) => read({ pageNumber, pageSize }), pageSize);

/** Lists the resources of a region, or of the stack's region, with the keys of the stack's configuration. */
export const listHolders = (
  role: ListedRole,
  settings: Settings,
  region: string | undefined,
): Promise<Holders> =>
  lists[role](createClient(resolveConnection(settings, process.env, region), "cloudapi"));
