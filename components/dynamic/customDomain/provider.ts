import {
  DeleteDomainCertificateRequest,
  DeleteDomainRequest,
  DescribeApiGroupRequest,
  DescribeDomainRequest,
  SetDomainCertificateRequest,
  SetDomainRequest,
  SetWildcardDomainPatternsRequest,
} from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { certificateProblems, expiryProblem, fingerprintOf } from "../../validation/certificate";
import { codeOf, unlessGone, whileBusy } from "../client/calls";
import { PartlyDone } from "../client/partlyDone";
import { changedIdentity, DynamicProvider, hasUnknown, type InRegion } from "../provider";
import { ownershipRecords, recordWords } from "./ownershipRecords";
import { type PemTexts, storedCertificate, UnusableCertificate } from "./storedCertificate";

/** How a domain is bound; what a refresh compares. */
export interface CustomDomainSettingsState extends InRegion {
  groupId: string;
  domain: string;
  /** RELEASE, PRE or TEST; "" for all. */
  stage: string;
  /** INTERNET or INTRANET. */
  network: string;
  redirect: boolean;
  /** Of a wildcard: the hosts that it takes; left out for all. */
  patterns?: string[];
}

export interface CustomDomainInputs extends CustomDomainSettingsState {
  /** The group's second-level domain, which the records lead to. */
  subDomain: string;
  /** Whether it is taken from other groups that have it. */
  takeOver: boolean;
  /** How long the service may take to see the records. */
  waitSeconds: number;
  /** PEM texts, or the id in the certificate service. */
  certificate?: PemTexts | { id: string };
}

/** What is kept of the inputs: of the certificate no more than its fingerprint, which tells when it is another. */
export interface CustomDomainState extends CustomDomainSettingsState {
  /** Twenty hexadecimal digits; "" without certificate. */
  fingerprint: string;
}

type Checked = CustomDomainInputs & { fingerprint: string };

/** Names of certificates: the fingerprint in them tells a refresh which certificate it is. */
const certificateName = (fingerprint: string): string => `pulumi-${fingerprint}`;

/** Binds a domain to an API group, with a certificate that is exchanged while the domain stays bound. */
export class CustomDomainProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  async check(
    olds: Partial<CustomDomainState>,
    news: CustomDomainInputs,
  ): Promise<pulumi.dynamic.CheckResult<Checked>> {
    const inputs = this.inRegion(news);
    const { domain, certificate } = inputs;
    if (!certificate) return { inputs: { ...inputs, fingerprint: "" } };
    // What is not known yet is not known in the fingerprint either.
    if (hasUnknown(certificate)) return { inputs: { ...inputs, fingerprint: unknownIn(certificate) } };
    // Of no property: the engine would print its value.
    const failure = (reason: string) => ({ property: "", reason: `domain ${domain}, certificate.${reason}` });
    try {
      const texts = await this.textsOf(inputs, certificate);
      const fingerprint = fingerprintOf(texts.body);
      const isBound = olds.domain === domain && olds.fingerprint === fingerprint;
      const expired = isBound ? undefined : expiryProblem(texts.body);
      const problems = [...certificateProblems(domain, texts), ...(expired ? [expired] : [])];
      return {
        inputs: { ...inputs, fingerprint },
        failures: problems.map(({ property, problem, hint }) =>
          failure(`${"id" in certificate ? "id" : property}: ${problem} ${hint}`),
        ),
      };
    } catch (error) {
      if (!(error instanceof UnusableCertificate)) throw error;
      return { inputs: { ...inputs, fingerprint: "" }, failures: [failure(`id: ${error.message}`)] };
    }
  }

  async diff(_id: string, olds: CustomDomainState, news: Checked): Promise<pulumi.dynamic.DiffResult> {
    const { replaces, changes } = changedIdentity<CustomDomainSettingsState>(olds, news, [
      "groupId",
      "domain",
      "network",
    ]);
    const changed =
      (["stage", "redirect", "fingerprint"] as const).some((it) => olds[it] !== news[it]) ||
      !same(olds.patterns ?? [], news.patterns ?? []);
    // Two groups of one instance cannot have the same domain at a time.
    return { changes: changed || changes, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Checked) {
    const id = `${inputs.groupId}:${inputs.domain}`;
    // What is bound to this group already is taken over: Pulumi gives a dynamic resource no other way to import it.
    const found = await this.find(inputs);
    if (found?.network === inputs.network) return { id, outs: await this.settle(found, inputs) };
    // HTTP is redirected only once the certificate is there.
    await this.bind({ ...inputs, redirect: false });
    const { patterns, ...plain } = stateOf(inputs);
    const bound: CustomDomainState = { ...plain, redirect: false, fingerprint: "" };
    try {
      return { id, outs: await this.settle(bound, inputs) };
    } catch (error) {
      // It is bound, but not with all that it was to have.
      throw new PartlyDone(id, bound, error);
    }
  }

  async update(_id: string, olds: CustomDomainState, news: Checked) {
    return { outs: await this.settle(olds, news) };
  }

  /** With no properties, as at an import, the id says all. */
  async read(id: string, props: Partial<CustomDomainState>): Promise<pulumi.dynamic.ReadResult> {
    const [groupId = "", domain = ""] = id.split(":");
    const { regionId } = this.inRegion(props);
    const found = await this.find({ groupId, domain, regionId });
    // Gone: to Pulumi, a resource without id.
    if (!found) return { id: "", props: {} };
    // Patterns that somebody took away are in the former state alone.
    const { patterns, ...kept } = props;
    return props.groupId === undefined
      ? { id, props: found, inputs: { ...found, takeOver: false, waitSeconds: 0 } }
      : { id, props: { ...kept, ...found } };
  }

  async delete(_id: string, props: CustomDomainState): Promise<void> {
    const { groupId, domain } = props;
    await unlessGone(() =>
      this.clientIn(props).deleteDomain(new DeleteDomainRequest({ groupId, domainName: domain })),
    );
  }

  /** From how it is bound to how it shall be, in the order that the service asks for. */
  private async settle(from: CustomDomainState, to: Checked): Promise<CustomDomainState> {
    if (to.certificate && from.fingerprint !== to.fingerprint) await this.setCertificate(to, to.certificate);
    if (!same(from.patterns ?? [], to.patterns ?? [])) await this.setPatterns(to);
    if (from.redirect !== to.redirect || from.stage !== to.stage) await this.bind({ ...to, takeOver: false });
    if (from.fingerprint !== "" && to.fingerprint === "") await this.removeCertificate(to);
    return stateOf(to);
  }

  private async bind(settings: CustomDomainInputs): Promise<void> {
    const { groupId, domain, stage, network, redirect, takeOver } = settings;
    const request = new SetDomainRequest({
      groupId,
      domainName: domain,
      bindStageName: stage,
      customDomainType: network,
      isHttpRedirectToHttps: redirect,
      ...(takeOver ? { isForce: true } : {}),
    });
    const deadline = Date.now() + settings.waitSeconds * 1000;
    for (let pause = 1_000; ; pause = Math.min(pause * 2, 10_000)) {
      try {
        await whileBusy(() => this.clientIn(settings).setDomain(request));
        return;
      } catch (error) {
        if (codeOf(error) === "DomainAlreadyBind") throw new Error(boundElsewhere(settings, error));
        if (codeOf(error) !== "SingleDomainOwnershipCheckFail") throw error;
        if (Date.now() + pause > deadline) throw new Error(ownershipWords(settings), { cause: error });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** The texts of a certificate, which the certificate service is asked for where only its id is given. */
  private async textsOf(place: InRegion, certificate: PemTexts | { id: string }): Promise<PemTexts> {
    if (!("id" in certificate)) return certificate;
    return storedCertificate(this.certificateClientIn(place), certificate.id);
  }

  private async setPatterns(settings: Checked): Promise<void> {
    const { groupId, domain, patterns = [] } = settings;
    const request = new SetWildcardDomainPatternsRequest({
      groupId,
      domainName: domain,
      wildcardDomainPatterns: JSON.stringify(patterns),
    });
    await whileBusy(() => this.clientIn(settings).setWildcardDomainPatterns(request));
  }

  private async setCertificate(settings: Checked, certificate: PemTexts | { id: string }): Promise<void> {
    const { body, privateKey } = await this.textsOf(settings, certificate);
    const { groupId, domain, fingerprint } = settings;
    const request = new SetDomainCertificateRequest({
      groupId,
      domainName: domain,
      certificateName: certificateName(fingerprint),
      certificateBody: body,
      certificatePrivateKey: privateKey,
    });
    await whileBusy(() => this.clientIn(settings).setDomainCertificate(request));
  }

  private async removeCertificate(settings: Checked): Promise<void> {
    const { groupId, domain } = settings;
    const client = this.clientIn(settings);
    const { body } = await whileBusy(() =>
      client.describeDomain(new DescribeDomainRequest({ groupId, domainName: domain })),
    );
    if (!body?.certificateId) return;
    const request = new DeleteDomainCertificateRequest({
      groupId,
      domainName: domain,
      certificateId: body.certificateId,
    });
    await whileBusy(() => client.deleteDomainCertificate(request));
  }

  /** Stage and redirect are in the group's description alone, the certificate's text in the domain's alone. */
  private async find(
    place: InRegion & { groupId: string; domain: string },
  ): Promise<CustomDomainState | undefined> {
    const { groupId, domain, regionId } = place;
    const client = this.clientIn(place);
    try {
      const group = await whileBusy(() => client.describeApiGroup(new DescribeApiGroupRequest({ groupId })));
      const item = group.body?.customDomains?.domainItem?.find(({ domainName }) => domainName === domain);
      if (!item) return undefined;
      const described = await whileBusy(() =>
        client.describeDomain(new DescribeDomainRequest({ groupId, domainName: domain })),
      );
      return {
        ...(regionId && { regionId }),
        groupId,
        domain,
        stage: item.bindStageName ?? "",
        network: item.customDomainType || "INTERNET",
        redirect: item.isHttpRedirectToHttps ?? false,
        ...patternsIn(item.wildcardDomainPatterns),
        fingerprint: fingerprintIn(described.body ?? {}),
      };
    } catch (error) {
      if (codeOf(error).startsWith("NotFound") || /\.NotFound$/.test(codeOf(error))) return undefined;
      throw error;
    }
  }
}

function stateOf(inputs: Checked): CustomDomainState {
  const { regionId, groupId, domain, stage, network, redirect, fingerprint, patterns } = inputs;
  return {
    ...(regionId && { regionId }),
    groupId,
    domain,
    stage,
    network,
    redirect,
    ...(patterns?.length && { patterns }),
    fingerprint,
  };
}

/** The patterns of a wildcard, which the service gives as JSON text. */
function patternsIn(text = ""): { patterns?: string[] } {
  const found = text.match(/[^\s[\]",]+/g) ?? [];
  return found.length > 0 ? { patterns: found } : {};
}

/** The marker of what is not known, wherever it stands. */
function unknownIn(certificate: PemTexts | { id: string } | string): string {
  if (typeof certificate === "string") return certificate;
  return Object.values(certificate).find(hasUnknown) ?? "";
}

/** Which certificate it is, by its text, or by the name that this provider gives; any other is "another". */
function fingerprintIn(found: {
  certificateId?: string;
  certificateBody?: string;
  certificateName?: string;
}): string {
  const { certificateId, certificateBody, certificateName: name } = found;
  if (!certificateId && !certificateBody) return "";
  return fingerprintOf(certificateBody ?? "") || /^pulumi-([0-9a-f]{20})$/.exec(name ?? "")?.[1] || "another";
}

function boundElsewhere({ domain, groupId }: CustomDomainInputs, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    `Domain ${domain} cannot be bound to API group ${groupId}: another group has it. ${reason}. Use another domain ` +
    "or base path, or set takeOver: true for the domain, which takes it away from the other group."
  );
}

function ownershipWords({ groupId, domain, subDomain }: CustomDomainInputs): string {
  const records = ownershipRecords(groupId, domain, subDomain).map((it) => `  ${recordWords(it)}`);
  return [
    `Domain ${domain} cannot be bound to API group ${groupId}: DNS does not show that it is yours ` +
      "(SingleDomainOwnershipCheckFail). Make these records, of which one is enough to bind it and the first is " +
      "what leads callers to the group; then run pulumi up again:",
    ...records,
  ].join("\n");
}
