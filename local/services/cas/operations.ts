import type { X509Certificate } from "node:crypto";
import { readKey, readLeaf } from "../../domains/certificate";
import type { StoredCertificate } from "../../store/model";
import { type Call, type CloudOperation, casNameOperation, casOperation } from "../common/call";
import { newDecimalId } from "../common/ids";
import { takePage } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { casError } from "./errors";

const certificateId = { type: "string", required: true, pattern: /^\d+$/, form: "a number" } as const;
const certificateName = { type: "string", maxLength: 64 } as const;

function findCertificate(call: Call, id: string): StoredCertificate {
  const found = call.store.certificates.get(id);
  if (!found) throw casError("NotFound", id);
  return found;
}

function refuseTakenName(call: Call, name: string, ownId = ""): void {
  if (call.store.certificates.find((one) => one.name === name && one.id !== ownId))
    throw casError("NameRepeat", name);
}

/** An expired certificate is stored too. The service that uses it rejects it. */
function checkPair(body: string, privateKey: string): void {
  const leaf = readLeaf(body);
  if (!leaf) throw casError("InvalidCertificate.Malformed");
  const key = readKey(privateKey);
  if (!key) throw casError("InvalidPrivateKey.Malformed");
  if (!leaf.checkPrivateKey(key)) throw casError("CertificateKeyNotMatch");
}

/** The names of a certificate, joined as in the service. */
const readNames = (subjectAltName = ""): string => subjectAltName.replace(/DNS:/g, "").replace(/, /g, ",");

const readField = (name: string, field: string): string =>
  new RegExp(`(?:^|\\n)${field}=(.*)`).exec(name)?.[1] ?? "";
const formatDate = (time: string): string => isoSeconds(new Date(time)).slice(0, 10);
const withoutColons = (text: string): string => text.replaceAll(":", "").toLowerCase();

const describeLeaf = (leaf: X509Certificate) => ({
  Common: readField(leaf.subject, "CN"),
  OrgName: readField(leaf.subject, "O"),
  Country: readField(leaf.subject, "C"),
  Province: readField(leaf.subject, "ST"),
  City: readField(leaf.subject, "L"),
  Issuer: readField(leaf.issuer, "CN"),
  SerialNo: leaf.serialNumber.toLowerCase(),
  Fingerprint: withoutColons(leaf.fingerprint),
  Sha2: withoutColons(leaf.fingerprint256),
  CertSha2: withoutColons(leaf.fingerprint256),
  StartDate: formatDate(leaf.validFrom),
  EndDate: formatDate(leaf.validTo),
  NotBefore: Date.parse(leaf.validFrom),
  NotAfter: Date.parse(leaf.validTo),
});

/** The fields of a certificate that a list has under the same name. */
function pickFields({
  OrgName,
  Country,
  Province,
  City,
  Issuer,
  SerialNo,
  Fingerprint,
  Sha2,
  StartDate,
  EndDate,
}: ReturnType<typeof describeLeaf>) {
  return { OrgName, Country, Province, City, Issuer, SerialNo, Fingerprint, Sha2, StartDate, EndDate };
}

/** All implemented actions of the certificate service (2020-04-07, and one action of 2018-08-13). */
export const casOperations: readonly CloudOperation[] = [
  casOperation({
    action: "UploadUserCertificate",
    parameters: {
      Name: { ...certificateName, required: true },
      Cert: { type: "string", required: true, secret: true },
      Key: { type: "string", required: true, secret: true },
      ResourceGroupId: { type: "string" },
      Tags: tagParameter,
    },
    handle(call, p) {
      refuseTakenName(call, p.Name);
      checkPair(p.Cert, p.Key);
      const { id } = call.store.certificates.put({
        id: newDecimalId(8),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tags),
        name: p.Name,
        body: p.Cert,
        privateKey: p.Key,
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { CertId: Number(id), ResourceId: `cas-upload-${id}` };
    },
  }),
  casOperation({
    action: "GetUserCertificateDetail",
    parameters: { CertId: certificateId, CertFilter: { type: "boolean" } },
    handle(call, p) {
      const { id, name, body, privateKey, resourceGroupId, tags } = findCertificate(call, p.CertId);
      const leaf = readLeaf(body);
      return {
        Id: Number(id),
        Name: name,
        CertIdentifier: `${id}-cn-hangzhou`,
        ResourceGroupId: resourceGroupId,
        Sans: readNames(leaf?.subjectAltName),
        Expired: leaf !== undefined && Date.parse(leaf.validTo) <= call.cloud.clock().getTime(),
        BuyInAliyun: false,
        InstanceId: "",
        OrderId: 0,
        ...(leaf && describeLeaf(leaf)),
        Tags: tagKeyValueTags(tags),
        ...(p.CertFilter === true ? {} : { Cert: body, Key: privateKey }),
      };
    },
  }),
  casOperation({
    action: "ListUserCertificateOrder",
    parameters: {
      // Uploaded certificates have both types. None can be bought here.
      OrderType: { type: "string", enum: ["CPACK", "BUY", "UPLOAD", "CERT"] },
      Status: { type: "string" },
      Keyword: { type: "string" },
      ResourceGroupId: { type: "string" },
      CurrentPage: { type: "integer", min: 1 },
      ShowSize: { type: "integer", min: 1, max: 1000 },
    },
    handle(call, p) {
      const now = call.cloud.clock().getTime();
      const rows = call.store.certificates
        .filter(
          ({ name, resourceGroupId }) =>
            (p.OrderType === undefined || ["UPLOAD", "CERT"].includes(p.OrderType)) &&
            name.includes(p.Keyword ?? "") &&
            (!p.ResourceGroupId || resourceGroupId === p.ResourceGroupId),
        )
        .map(({ id, name, body, resourceGroupId }) => {
          const leaf = readLeaf(body);
          const described = leaf && describeLeaf(leaf);
          const isExpired = leaf !== undefined && Date.parse(leaf.validTo) <= now;
          return {
            ...{ CertificateId: Number(id), InstanceId: `cas-upload-${id}`, Name: name, Upload: true },
            ResourceGroupId: resourceGroupId,
            CommonName: described?.Common ?? "",
            Sans: readNames(leaf?.subjectAltName) || (described?.Common ?? ""),
            Expired: isExpired,
            Status: isExpired ? "EXPIRED" : "ISSUED",
            SourceType: "upload",
            CertStartTime: described?.NotBefore ?? 0,
            CertEndTime: described?.NotAfter ?? 0,
            ...(described && pickFields(described)),
          };
        })
        .filter(({ Status }) => !p.Status || Status === p.Status);
      const page = takePage(rows, { PageNumber: p.CurrentPage ?? 1, PageSize: p.ShowSize ?? 50 });
      return {
        CertificateOrderList: page.items,
        ...{ CurrentPage: page.PageNumber, ShowSize: page.PageSize, TotalCount: page.TotalCount },
      };
    },
  }),
  casOperation({
    action: "DeleteUserCertificate",
    parameters: { CertId: certificateId },
    handle(call, p) {
      const { id } = findCertificate(call, p.CertId);
      call.store.certificates.delete(id);
      return {};
    },
  }),
  casNameOperation({
    action: "CreateCertificateName",
    parameters: {
      CertificateId: certificateId,
      Name: certificateName,
      ResourceGroupId: { type: "string" },
      Tags: {
        type: "objects",
        max: 20,
        fields: { Key: { type: "string", maxLength: 128 }, Value: { type: "string", maxLength: 128 } },
      },
    },
    handle(call, p) {
      const certificate = findCertificate(call, p.CertificateId);
      if (p.Name) refuseTakenName(call, p.Name, certificate.id);
      certificate.name = p.Name || certificate.name;
      certificate.resourceGroupId = p.ResourceGroupId ?? certificate.resourceGroupId;
      // A single tag without a key means no tags.
      const given = p.Tags.flatMap(({ Key, Value }) => (Key ? [{ Key, Value: Value ?? "" }] : []));
      if (p.Tags.length > 0) certificate.tags = createTags(given);
      return {};
    },
  }),
];
