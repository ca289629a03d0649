import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { certificateProblems, createFingerprint, expiryProblem } from "../../validation/certificate";
import { withoutUndefined } from "../../validation/given";
import { type Body, callApiGateway } from "../client/apiGateway";
import { orGone, readErrorCode, unlessGone } from "../client/calls";
import { PartlyDone } from "../client/partlyDone";
import { compareIdentity, DynamicProvider, hasUnknown, reportDeleted } from "../provider";
import type { InRegion } from "../types";
import { ownershipRecords, recordWords } from "./ownershipRecords";
import type { CustomDomainInputs, CustomDomainSettingsState, PemTexts } from "./resource";
import { storedCertificate, UnusableCertificate } from "./storedCertificate";

/**
 * State of the resource. It contains only the fingerprint of the certificate, which shows whether it changed.
 */
export interface CustomDomainState extends CustomDomainSettingsState {
  /** Twenty hexadecimal digits; "" without a certificate. */
  fingerprint: string;
}

type Checked = CustomDomainInputs & { fingerprint: string };

/** Name of a certificate. It contains the fingerprint, so that a refresh can identify the certificate. */
const certificateName = (fingerprint: string): string => `pulumi-${fingerprint}`;

/** Binds a domain to an API group. A certificate can be exchanged while the domain stays bound. */
export class CustomDomainProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<CustomDomainState>, news: CustomDomainInputs) {
    const inputs = this.inRegion(news);
    const { domain, certificate } = inputs;
    if (!certificate) return { inputs: { ...inputs, fingerprint: "" } };
    // The fingerprint of an unknown certificate is unknown.
    if (hasUnknown(certificate)) return { inputs: { ...inputs, fingerprint: findUnknown(certificate) } };
    // Names no property: the engine would print its value.
    const failure = (reason: string) => ({ property: "", reason: `domain ${domain}, certificate.${reason}` });
    try {
      const texts = await this.readCertificate(inputs, certificate);
      const fingerprint = createFingerprint(texts.body);
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

  async diff(_id: string, olds: CustomDomainState, news: Checked) {
    const identity = ["groupId", "domain", "network"] as const;
    const changed =
      (["stage", "redirect", "fingerprint"] as const).some((it) => olds[it] !== news[it]) ||
      !same(olds.patterns ?? [], news.patterns ?? []);
    const difference = compareIdentity<CustomDomainSettingsState>(olds, news, identity, changed);
    // Two groups of one instance cannot have the same domain at the same time.
    return { ...difference, deleteBeforeReplace: true };
  }

  async create(inputs: Checked) {
    const id = `${inputs.groupId}:${inputs.domain}`;
    // Adopts a domain that is already bound to this group: Pulumi cannot import a dynamic resource.
    const binding = await this.find(inputs);
    if (binding?.network === inputs.network) return { id, outs: await this.settle(binding, inputs) };
    // HTTP can only be redirected after the certificate is bound.
    await this.bind({ ...inputs, redirect: false });
    const { patterns, ...plain } = createState(inputs);
    const bound: CustomDomainState = { ...plain, redirect: false, fingerprint: "" };
    try {
      return { id, outs: await this.settle(bound, inputs) };
    } catch (error) {
      // The domain is bound, but not all of its arguments are applied.
      throw new PartlyDone(id, bound, error);
    }
  }

  async update(_id: string, olds: CustomDomainState, news: Checked) {
    return { outs: await this.settle(olds, news) };
  }

  /** Without properties, as in an import, only the ID identifies the domain. */
  async read(id: string, props: Partial<CustomDomainState>): Promise<pulumi.dynamic.ReadResult> {
    const [groupId = "", domain = ""] = id.split(":");
    const { regionId } = this.inRegion(props);
    const binding = await this.find({ groupId, domain, regionId });
    if (!binding) return reportDeleted();
    // Only the old state contains patterns that were removed outside of Pulumi.
    const { patterns, ...others } = props;
    return props.groupId === undefined
      ? { id, props: binding, inputs: { ...binding, takeOver: false, waitSeconds: 0 } }
      : { id, props: { ...others, ...binding } };
  }

  async delete(_id: string, props: CustomDomainState): Promise<void> {
    const { groupId, domain } = props;
    const query = { groupId, domainName: domain };
    await unlessGone(() => callApiGateway(this.clientIn(props), "deleteDomain", query));
  }

  /** Changes the binding to the desired one, in the order that the service requires. */
  private async settle(from: CustomDomainState, to: Checked): Promise<CustomDomainState> {
    if (to.certificate && from.fingerprint !== to.fingerprint) await this.setCertificate(to, to.certificate);
    if (!same(from.patterns ?? [], to.patterns ?? [])) await this.setPatterns(to);
    if (from.redirect !== to.redirect || from.stage !== to.stage) await this.bind({ ...to, takeOver: false });
    if (from.fingerprint !== "" && to.fingerprint === "") await this.removeCertificate(to);
    return createState(to);
  }

  private async bind(settings: CustomDomainInputs): Promise<void> {
    const { groupId, domain, stage, network, redirect, takeOver } = settings;
    const query = {
      groupId,
      domainName: domain,
      bindStageName: stage,
      customDomainType: network,
      isHttpRedirectToHttps: redirect,
      isForce: takeOver || undefined,
    };
    const deadline = Date.now() + settings.waitSeconds * 1000;
    for (let pause = 1_000; ; pause = Math.min(pause * 2, 10_000)) {
      try {
        await this.send(settings, "setDomain", query);
        return;
      } catch (error) {
        if (readErrorCode(error) === "DomainAlreadyBind") throw new Error(boundElsewhere(settings, error));
        if (readErrorCode(error) !== "SingleDomainOwnershipCheckFail") throw error;
        if (Date.now() + pause > deadline) throw new Error(ownershipWords(settings), { cause: error });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** PEM texts of a certificate. If only its ID is set, they are read from the certificate service. */
  private async readCertificate(place: InRegion, certificate: PemTexts | { id: string }): Promise<PemTexts> {
    return "id" in certificate
      ? storedCertificate(this.certificateClientIn(place), certificate.id)
      : certificate;
  }

  private async setPatterns(settings: Checked): Promise<void> {
    const { groupId, domain: domainName, patterns = [] } = settings;
    const query = { groupId, domainName, wildcardDomainPatterns: JSON.stringify(patterns) };
    await this.send(settings, "setWildcardDomainPatterns", query);
  }

  private async setCertificate(settings: Checked, certificate: PemTexts | { id: string }): Promise<void> {
    const { body, privateKey } = await this.readCertificate(settings, certificate);
    const { groupId, domain, fingerprint } = settings;
    await this.send(settings, "setDomainCertificate", {
      groupId,
      domainName: domain,
      certificateName: certificateName(fingerprint),
      certificateBody: body,
      certificatePrivateKey: privateKey,
    });
  }

  private async removeCertificate(settings: Checked): Promise<void> {
    const domain = { groupId: settings.groupId, domainName: settings.domain };
    const { certificateId } = (await this.send(settings, "describeDomain", domain)) ?? {};
    if (certificateId) await this.send(settings, "deleteDomainCertificate", { ...domain, certificateId });
  }

  /**
   * Reads the binding. Only the group's description contains stage and redirect, and only the domain's
   * contains the certificate.
   */
  private async find(
    place: InRegion & { groupId: string; domain: string },
  ): Promise<CustomDomainState | undefined> {
    const { groupId, domain, regionId } = place;
    const client = this.clientIn(place);
    return orGone(async () => {
      const group = await callApiGateway(client, "describeApiGroup", { groupId });
      const item = group?.customDomains?.domainItem?.find(({ domainName }) => domainName === domain);
      if (!item) return undefined;
      const description = await callApiGateway(client, "describeDomain", { groupId, domainName: domain });
      return withoutUndefined({
        regionId,
        groupId,
        domain,
        stage: item.bindStageName ?? "",
        network: item.customDomainType || "INTERNET",
        redirect: item.isHttpRedirectToHttps ?? false,
        patterns: readPatterns(item.wildcardDomainPatterns),
        fingerprint: readFingerprint(description ?? {}),
      });
    });
  }
}

function createState(inputs: Checked): CustomDomainState {
  const { regionId, groupId, domain, stage, network, redirect, fingerprint, patterns } = inputs;
  const binding = { regionId, groupId, domain, stage, network, redirect, fingerprint };
  return withoutUndefined({ ...binding, patterns: patterns?.length ? patterns : undefined });
}

/** Patterns of a wildcard, which the service returns as JSON. */
const readPatterns = (text = ""): string[] | undefined => text.match(/[^\s[\]",]+/g) ?? undefined;

/** Returns the marker of the unknown value in a certificate. */
function findUnknown(certificate: PemTexts | { id: string } | string): string {
  if (typeof certificate === "string") return certificate;
  return Object.values(certificate).find(hasUnknown) ?? "";
}

/**
 * Fingerprint of the bound certificate, from its text or from the name that this provider sets. "another" for
 * any other certificate.
 */
function readFingerprint(description: Partial<NonNullable<Body<"describeDomain">>>): string {
  const { certificateId, certificateBody, certificateName: name } = description;
  if (!certificateId && !certificateBody) return "";
  return (
    createFingerprint(certificateBody ?? "") || /^pulumi-([0-9a-f]{20})$/.exec(name ?? "")?.[1] || "another"
  );
}

function boundElsewhere({ domain, groupId }: CustomDomainInputs, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    `Domain ${domain} cannot be bound to API group ${groupId}: it is bound to another group. ${reason}. Use another domain ` +
    "or base path, or set takeOver: true to take it from the other group."
  );
}

function ownershipWords({ groupId, domain, subDomain }: CustomDomainInputs): string {
  const records = ownershipRecords(groupId, domain, subDomain).map((it) => `  ${recordWords(it)}`);
  return [
    `Domain ${domain} cannot be bound to API group ${groupId}: DNS does not prove your ownership ` +
      "(SingleDomainOwnershipCheckFail). Create these records, then run pulumi up again. One of them is enough to " +
      "bind the domain, and the first one leads callers to the group:",
    ...records,
  ].join("\n");
}
