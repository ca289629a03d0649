/** A DNS record that a custom domain needs. */
export interface DomainRecord {
  /** Type of the record. */
  type: "CNAME" | "TXT";
  /** Whole name of the record. */
  name: string;
  /** What the record holds. */
  value: string;
}

/**
 * The records of a custom domain on the Internet: the CNAME leads callers to the group, either proves whose the domain
 * is. The value of the TXT record is misspelt in the service, too. Of a wildcard, its name leaves the star out.
 */
export function ownershipRecords(groupId: string, domain: string, subDomain: string): DomainRecord[] {
  return [
    { type: "CNAME", name: domain, value: subDomain },
    {
      type: "TXT",
      name: `${groupId}.${domain.replace(/^\*\./, "")}`,
      value: `apigateway-domain-verfication=${subDomain}`,
    },
  ];
}

/** The record of an intranet domain, which only VPCs see; none while the group's domain for VPCs is not known. */
export function vpcRecords(domain: string, vpcDomain: string | undefined): DomainRecord[] {
  return vpcDomain ? [{ type: "CNAME", name: domain, value: vpcDomain }] : [];
}

/** A record as a line for people. */
export const recordWords = ({ type, name, value }: DomainRecord): string => `${name}  ${type}  ${value}`;
