import { createAuthority, issueCertificate, type KeyAndCertificate } from "../../local/rpc/x509";

const day = 24 * 60 * 60_000;

/** A certificate and its key as PEM, with the names of the components' arguments. */
export interface TestCertificate {
  body: string;
  privateKey: string;
}

/** A certificate authority of a test. Clients trust it, and it issues certificates for any names. */
export class TestAuthority {
  private readonly authority = createAuthority({ commonName: "test authority", ...validity(365) });

  get cert(): Promise<string> {
    return this.authority.then(({ cert }) => cert);
  }

  /** @param days - days until expiry; negative for an expired certificate */
  async issue(hostnames: string[], days = 90, algorithm?: "P-256" | "RSA"): Promise<TestCertificate> {
    const [commonName = ""] = hostnames;
    const authority: KeyAndCertificate = await this.authority;
    const subject = { commonName, ...validity(days) };
    const { cert, key } = await issueCertificate(authority, subject, hostnames, algorithm);
    return { body: cert, privateKey: key };
  }
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 30 * day), notAfter: new Date(Date.now() + days * day) };
}
