import type Client from "@alicloud/cloudapi20160714";
import {
  DescribeAccessControlListsRequest,
  DescribeApiGroupRequest,
  DescribeApiGroupsRequest,
  DescribeAppAttributesRequest,
  DescribeLogConfigRequest,
  DescribeVpcAccessesRequest,
} from "@alicloud/cloudapi20160714";
import { allPages } from "../dynamic/client/calls";
import { clientOf, connectionOf, type Settings } from "../dynamic/client/connection";
import { domainKey, type Holder, type UniqueRole } from "./uniqueRoles";

type Holders = Map<string, Holder>;

/** Roles that the API of API Gateway can list. */
export type ListedRole = Exclude<UniqueRole, "logProject">;

/** Existing resources by the unique value that they use. One call for each page. */
const lists: Record<ListedRole, (client: Client) => Promise<Holders>> = {
  async group(client) {
    return new Map(
      (await listGroups(client)).map(({ groupName = "", groupId = "" }) => [
        groupName,
        { importId: groupId, words: groupId },
      ]),
    );
  },
  async app(client) {
    const rows = await pages(async (pageNumber, pageSize) => {
      const { body } = await client.describeAppAttributes(
        new DescribeAppAttributesRequest({ pageNumber, pageSize }),
      );
      return body?.apps?.appAttribute;
    });
    return new Map(
      rows.map(({ appName = "", appId }) => [appName, { importId: String(appId), words: String(appId) }]),
    );
  },
  async vpcAccess(client) {
    const rows = await pages(async (pageNumber, pageSize) => {
      const { body } = await client.describeVpcAccesses(
        new DescribeVpcAccessesRequest({ pageNumber, pageSize }),
      );
      return body?.vpcAccessAttributes?.vpcAccessAttribute;
    });
    return new Map(
      rows.flatMap(({ name = "", vpcId, instanceId, port }) => {
        const target = [vpcId, instanceId, port].join(":");
        const holder = { importId: `${name}:${target}`, words: `${name} (${target})` };
        return [
          [name, holder],
          [target, holder],
        ] as const;
      }),
    );
  },
  async accessControlList(client) {
    const rows = await pages(async (pageNumber, pageSize) => {
      const { body } = await client.describeAccessControlLists(
        new DescribeAccessControlListsRequest({ pageNumber, pageSize }),
      );
      return body?.acls?.acl;
    });
    return new Map(rows.map(({ aclName = "", aclId = "" }) => [aclName, { importId: aclId, words: aclId }]));
  },
  async logConfig(client) {
    const { body } = await client.describeLogConfig(new DescribeLogConfigRequest({}));
    return new Map(
      (body?.logInfos?.logInfo ?? []).map(({ logType = "", slsProject, slsLogStore }) => [
        logType,
        { importId: logType, words: `${slsProject}/${slsLogStore}` },
      ]),
    );
  },
  // No call lists the domains of all groups, so this makes one call for each group.
  async customDomain(client) {
    const holders: Holders = new Map();
    for (const { groupId = "", basePath = "/", instanceId = "" } of await listGroups(client)) {
      const { body } = await client.describeApiGroup(new DescribeApiGroupRequest({ groupId }));
      for (const { domainName = "" } of body?.customDomains?.domainItem ?? []) {
        const importId = `${groupId}:${domainName}`;
        holders.set(domainKey(domainName, basePath, instanceId), { importId, words: importId });
      }
    }
    return holders;
  },
};

const listGroups = (client: Client) =>
  pages(async (pageNumber, pageSize) => {
    const { body } = await client.describeApiGroups(new DescribeApiGroupsRequest({ pageNumber, pageSize }));
    return body?.apiGroupAttributes?.apiGroupAttribute;
  });

/** Maximum page size. Source: DescribeApiGroups, the smallest limit of the calls here. */
const pageSize = 50;

const pages = <T>(page: (pageNumber: number, size: number) => Promise<T[] | undefined>): Promise<T[]> =>
  allPages((pageNumber) => page(pageNumber, pageSize), pageSize);

/** Lists the resources of a region, or of the stack's region, with the keys of the stack's configuration. */
export const listHolders = (
  role: ListedRole,
  settings: Settings,
  region: string | undefined,
): Promise<Holders> => lists[role](clientOf(connectionOf(settings, process.env, region)));
