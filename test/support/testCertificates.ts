import { createAuthority, issueCertificate, type KeyAndCertificate } from "../../local/rpc/x509";

const day = 24 * 60 * 60_000;

/** An authority of a test's own: what a client trusts, and certificates for any names. */
export class TestAuthority {
  private readonly authority: KeyAndCertificate;

  constructor() {
    this.authority = createAuthority({ commonName: "test authority", ...validity(365) });
  }

  get cert(): string {
    return this.authority.cert;
  }

  /** @param days - from now until it expires; negative for one that has expired */
  issue(hostnames: string[], days = 90): { body: string; privateKey: string } {
    const [commonName = ""] = hostnames;
    const subject = { commonName, ...validity(days) };
    const { cert, key } = issueCertificate(this.authority, "test authority", subject, hostnames);
    return { body: cert, privateKey: key };
  }
}

const validity = (days: number) => ({
  notBefore: new Date(Date.now() - 30 * day),
  notAfter: new Date(Date.now() + days * day),
});
