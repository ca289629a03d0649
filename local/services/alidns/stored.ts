import { createHash } from "node:crypto";
import { normalized } from "../../domains/names";
import { alidnsOperation } from "../common/call";
import { newDecimalId, newHexId } from "../common/ids";
import { storedKind } from "../common/stored";
import { findDomain } from "./domains";

const text = { type: "string" } as const;
const required = { type: "string", required: true } as const;
const caller = { Lang: text, UserClientIp: text } as const;
const segments = { type: "objects", max: 50, fields: { StartIp: text, EndIp: text } } as const;

const group = storedKind({
  define: alidnsOperation,
  kind: "alidns domain group",
  idName: "GroupId",
  newId: () => newHexId(),
  notFound: "InvalidDomainGroup.NotExist",
  fields: { GroupName: { type: "string", maxLength: 20 } },
  describe: ({ store }, { id }) => ({
    DomainCount: store.dnsDomains.filter(({ groupId }) => groupId === id).length,
    Tags: undefined,
  }),
});
const named = (_call: unknown, { id, values }: { id: string; values: Record<string, unknown> }) => ({
  GroupId: id,
  GroupName: values.GroupName,
});

const line = storedKind({
  define: alidnsOperation,
  kind: "alidns custom line",
  idName: "LineId",
  newId: () => newDecimalId(7),
  notFound: "InvalidCustomLine.NotExist",
  fields: {},
});
const describeLine = ({ id, values }: { id: string; values: Record<string, unknown> }) => ({
  Id: Number(id),
  Name: values.LineName,
  Code: `hra0yd-${id}`,
  DomainName: values.DomainName,
  IpSegmentList: values.IpSegment,
});

/** Lines of the free edition. */
const supportedLines: readonly (readonly [code: string, name: string])[] = [
  ["default", "Default"],
  ["telecom", "China Telecom"],
  ["unicom", "China Unicom"],
  ["mobile", "China Mobile"],
  ["edu", "China Education Network"],
  ["oversea", "Outside China"],
];

/** Groups of domains and lines of records. They do not affect which record the gateway finds. */
export const storedResources = [
  group.create("AddDomainGroup", { fixed: caller, required: ["GroupName"], answer: named }),
  group.changing("UpdateDomainGroup", { more: caller, answer: named }),
  group.list("DescribeDomainGroups", {
    more: { ...caller, KeyWord: text },
    as: "DomainGroups.DomainGroup",
    matches: (_call, { values }, { KeyWord }) => String(values.GroupName).includes(String(KeyWord ?? "")),
  }),
  group.remove("DeleteDomainGroup", caller, undefined, named),
  alidnsOperation({
    action: "ChangeDomainGroup",
    parameters: { ...caller, DomainName: required, GroupId: text },
    handle(call, p) {
      const domain = findDomain(call, p.DomainName);
      const found = p.GroupId ? group.find(call, p.GroupId) : undefined;
      domain.groupId = found?.id ?? "";
      return { GroupId: domain.groupId, GroupName: found?.values.GroupName ?? "" };
    },
  }),
  alidnsOperation({
    action: "AddCustomLine",
    parameters: { ...caller, DomainName: required, LineName: required, IpSegment: segments },
    handle(call, { DomainName, LineName, IpSegment }) {
      const created = line.put(call, { DomainName: findDomain(call, DomainName).id, LineName, IpSegment });
      return { LineId: Number(created.id), LineCode: describeLine(created).Code };
    },
  }),
  alidnsOperation({
    action: "UpdateCustomLine",
    parameters: { ...caller, LineId: required, LineName: text, IpSegment: segments },
    handle(call, p) {
      line.change(line.find(call, p.LineId), {
        ...(p.LineName && { LineName: p.LineName }),
        ...(p.IpSegment.length > 0 && { IpSegment: p.IpSegment }),
      });
      return {};
    },
  }),
  alidnsOperation({
    action: "DescribeCustomLine",
    parameters: { ...caller, LineId: required },
    handle: (call, p) => describeLine(line.find(call, p.LineId)),
  }),
  alidnsOperation({
    action: "DescribeCustomLines",
    parameters: {
      ...caller,
      DomainName: required,
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 100 },
    },
    handle(call, p) {
      const { id } = findDomain(call, p.DomainName);
      const found = line.all(call.store).filter(({ values }) => values.DomainName === id);
      const [number, size] = [p.PageNumber ?? 1, p.PageSize ?? 10];
      return {
        CustomLines: found.slice((number - 1) * size, number * size).map(describeLine),
        ...{ PageNumber: number, PageSize: size },
        TotalItems: found.length,
        TotalPages: Math.ceil(found.length / size),
      };
    },
  }),
  alidnsOperation({
    action: "DeleteCustomLines",
    parameters: { ...caller, LineIds: required },
    handle(call, p) {
      const found = p.LineIds.split(",").map((id) => line.find(call, id));
      for (const { id } of found) call.store.storedResources.delete(id);
      return {};
    },
  }),
  alidnsOperation({
    action: "DescribeSupportLines",
    parameters: { ...caller, DomainName: text },
    handle: () => ({
      RecordLines: {
        RecordLine: supportedLines.map(([LineCode, LineName]) => ({
          ...{ LineCode, LineName, LineDisplayName: LineName, FatherCode: "" },
        })),
      },
    }),
  }),
  alidnsOperation({
    action: "GetTxtRecordForVerify",
    parameters: {
      ...caller,
      DomainName: text,
      Type: { type: "string", enum: ["ADD_SUB_DOMAIN", "RETRIEVAL"] },
    },
    handle(_call, p) {
      const domain = normalized(p.DomainName ?? "");
      const Value = createHash("md5").update(domain).digest("hex");
      const RR = p.Type === "RETRIEVAL" ? "retrieval" : "verification";
      return { DomainName: domain, ParentDomainName: domain.split(".").slice(-2).join("."), RR, Value };
    },
  }),
];
