import { TestAuthority, type TestCertificate } from "../testCertificates";

/** Certificates by name, with the authority that signed them. */
const issued: Record<string, TestCertificate> = {};
export let certificateAuthority = "";

/** Must be awaited before the scenarios are used. */
export async function issueCertificates(): Promise<void> {
  const authority = new TestAuthority();
  issued.first = await authority.issue(["api.example.com"]);
  issued.second = await authority.issue([
    "api.example.com",
    "shop.example.com",
    "api.shop.example.com",
    "*.example.com",
  ]);
  certificateAuthority = await authority.cert;
}

/** Read when a program runs, so that a list of the scenarios needs no certificates. */
export const certificate = (name: string): TestCertificate => ({
  get body() {
    return issued[name]?.body ?? "";
  },
  get privateKey() {
    return issued[name]?.privateKey ?? "";
  },
});
