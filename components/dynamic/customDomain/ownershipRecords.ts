/** A DNS record of a custom domain. */
export interface DomainRecord {
  /** Type of the record. */
  type: "CNAME" | "TXT";
  /** Fully qualified name of the record. */
  name: string;
  /** Value of the record. */
  value: string;
}

/**
 * Records of a custom domain on the Internet. The CNAME leads callers to the group, and either record proves
 * ownership of the domain. The value of the TXT record is misspelt in the service, too. For a wildcard, the
 * name of the TXT record omits the star.
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

/**
 * Record of an intranet domain, which only VPCs resolve. Empty while the group's domain for VPCs is unknown.
 */
export function vpcRecords(domain: string, vpcDomain: string | undefined): DomainRecord[] {
  return vpcDomain ? [{ type: "CNAME", name: domain, value: vpcDomain }] : [];
}

export const recordWords = ({ type, name, value }: DomainRecord): string => `${name}  ${type}  ${value}`;
