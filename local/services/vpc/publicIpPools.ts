import type { StoredResource } from "../../store/model";
import { type Call, vpcOperation } from "../common/call";
import { type Cidr, formatAddress, overlaps, parseCidr } from "../common/cidr";
import { nextToken, takePage, tokenPage, tokenPaging } from "../common/paging";
import { accountId } from "../common/regions";
import { storedKind } from "../common/stored";
import { keyValueTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const poolId = { type: "string", required: true } as const;
const everywhere = { ClientToken: text, DryRun: { type: "boolean", implemented: [false] } } as const;

interface Block {
  CidrBlock: string;
  CreationTime: string;
}
const blocksOf = ({ values }: StoredResource) => values.blocks as Block[];
const countBlock = (block: string): number => 2 ** (32 - (parseCidr(block)?.bits ?? 32));
const countAddresses = (pool: StoredResource): number =>
  blocksOf(pool).reduce((sum, { CidrBlock }) => sum + countBlock(CidrBlock), 0);

export const publicIpPool = storedKind({
  define: vpcOperation,
  kind: "vpc public IP address pool",
  idName: "PublicIpAddressPoolId",
  newId: "pippool",
  notFound: "InvalidPublicIpAddressPoolId.NotFound",
  fields: { Name: { ...text, maxLength: 128 }, Description: { ...text, maxLength: 256 } },
  defaults: { BizType: "Default", Isp: "BGP", SecurityProtectionTypes: [], blocks: [] },
  tags: ({ tags }) => ({ Tags: keyValueTags(tags) }),
  describe: (_call, pool) => ({
    blocks: undefined,
    CreationTime: pool.createdTime,
    Status: "Created",
    BusinessStatus: "Normal",
    IpAddressRemaining: countAddresses(pool) > 0,
    TotalIpNum: countAddresses(pool),
    UsedIpNum: 0,
    OwnerId: Number(accountId),
    ShareType: "",
    UserType: "user",
    Zones: [],
  }),
});

/** Blocks that the local cloud assigns are in 198.18.0.0/15, which is reserved for tests of network devices. */
const assignable: Cidr = { base: 0xc6120000, bits: 15 };

/** The first block with the mask that is in no pool. */
function assignBlock(taken: readonly Cidr[], bits: number): Cidr {
  const size = 2 ** (32 - bits);
  for (let base = assignable.base; ; base += size) {
    const block = { base, bits };
    if (!overlaps(assignable, block)) throw vpcError("ResourceNotEnough.CidrBlock", bits);
    if (!taken.some((other) => overlaps(other, block))) return block;
  }
}

function readBlock(call: Call, p: { CidrBlock?: string; CidrMask?: number }): string {
  const taken = publicIpPool
    .all(call.store)
    .flatMap((pool) => blocksOf(pool).flatMap(({ CidrBlock }) => parseCidr(CidrBlock) ?? []));
  if (!p.CidrBlock) {
    if (p.CidrMask === undefined) throw vpcError("MissingCidrBlock");
    const { base, bits } = assignBlock(taken, p.CidrMask);
    return `${formatAddress(base)}/${bits}`;
  }
  const block = parseCidr(p.CidrBlock);
  if (!block || block.bits < smallestMask || block.bits > largestMask)
    throw vpcError("IllegalParam.CidrBlock", p.CidrBlock, smallestMask, largestMask);
  if (taken.some((other) => overlaps(other, block)))
    throw vpcError("ResourceAlreadyExist.CidrBlock", p.CidrBlock);
  return p.CidrBlock;
}

/** Source: CidrMask of AddPublicIpAddressPoolCidrBlock. */
const [smallestMask, largestMask] = [24, 28];

/** Pools of public addresses. No elastic IP address comes from them. */
export const publicIpPools = [
  publicIpPool.create("CreatePublicIpAddressPool", {
    fixed: {
      BizType: { type: "string", implemented: ["Default"] },
      Isp: { type: "string", enum: ["BGP", "BGP_PRO"] },
      SecurityProtectionTypes: { type: "list", item: { type: "string", enum: ["AntiDDoS_Enhanced"] } },
      ResourceGroupId: text,
    },
    answer: (_call, { id, resourceGroupId }) => ({
      PublicIpAddressPoolId: id,
      // The real service has both spellings.
      PulbicIpAddressPoolId: id,
      ResourceGroupId: resourceGroupId,
    }),
  }),
  publicIpPool.list("ListPublicIpAddressPools", {
    filters: { PublicIpAddressPoolIds: texts, Name: text, Isp: text, Status: text, ResourceGroupId: text },
    fieldOf: { PublicIpAddressPoolIds: "PublicIpAddressPoolId" },
    more: { SecurityProtectionEnabled: { type: "boolean" } },
    as: "PublicIpAddressPoolList",
    byToken: true,
    matches: (_call, { values }, { SecurityProtectionEnabled }) =>
      SecurityProtectionEnabled === undefined ||
      SecurityProtectionEnabled === (values.SecurityProtectionTypes as string[]).length > 0,
  }),
  publicIpPool.changing("UpdatePublicIpAddressPoolAttribute"),
  publicIpPool.remove("DeletePublicIpAddressPool"),
  vpcOperation({
    action: "AddPublicIpAddressPoolCidrBlock",
    parameters: {
      ...everywhere,
      PublicIpAddressPoolId: poolId,
      CidrBlock: text,
      CidrMask: { type: "integer", min: smallestMask, max: largestMask },
    },
    handle(call, p) {
      const pool = publicIpPool.find(call, p.PublicIpAddressPoolId);
      const block = { CidrBlock: readBlock(call, p), CreationTime: isoSeconds(call.cloud.clock()) };
      publicIpPool.change(pool, { blocks: [...blocksOf(pool), block] });
      return { CidrBlock: block.CidrBlock };
    },
  }),
  vpcOperation({
    action: "ListPublicIpAddressPoolCidrBlocks",
    parameters: { ...tokenPaging, ...everywhere, PublicIpAddressPoolId: poolId, CidrBlock: text },
    handle(call, p) {
      const pool = publicIpPool.find(call, p.PublicIpAddressPoolId);
      const blocks = blocksOf(pool).filter(({ CidrBlock }) => !p.CidrBlock || CidrBlock === p.CidrBlock);
      const page = takePage(blocks, tokenPage(p));
      return {
        TotalCount: page.TotalCount,
        NextToken: nextToken(page, p),
        PublicIpPoolCidrBlockList: page.items.map(({ CidrBlock, CreationTime }) => ({
          ...{ CidrBlock, CreationTime, PublicIpAddressPoolId: pool.id, Status: "Created" },
          ...{ TotalIpNum: countBlock(CidrBlock), UsedIpNum: 0 },
        })),
      };
    },
  }),
  vpcOperation({
    action: "DeletePublicIpAddressPoolCidrBlock",
    parameters: { ...everywhere, PublicIpAddressPoolId: poolId, CidrBlock: { ...text, required: true } },
    handle(call, p) {
      const pool = publicIpPool.find(call, p.PublicIpAddressPoolId);
      const kept = blocksOf(pool).filter(({ CidrBlock }) => CidrBlock !== p.CidrBlock);
      if (kept.length === blocksOf(pool).length)
        throw vpcError("ResourceNotFound.CidrBlock", p.CidrBlock, pool.id);
      publicIpPool.change(pool, { blocks: kept });
      return {};
    },
  }),
  vpcOperation({
    action: "OpenPublicIpAddressPoolService",
    parameters: { ClientToken: text },
    handle: () => ({ Code: "OK", Message: "" }),
  }),
  vpcOperation({
    action: "GetPublicIpAddressPoolServiceStatus",
    parameters: { ClientToken: text },
    handle: () => ({ Enabled: true, Code: "OK", Message: "" }),
  }),
];
