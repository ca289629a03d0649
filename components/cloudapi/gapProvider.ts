import type Client from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { clientOf, connectionOf } from "./connection";

/** What stands for a value that is not known yet in the messages of Pulumi's engine. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** A resource that the provider lacks, on the official SDK. Runs in the process of Pulumi's dynamic provider. */
export abstract class GapProvider {
  private connected: Client | undefined;

  constructor(client?: Client) {
    this.connected = client;
  }

  async configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.connected ??= clientOf(connectionOf(config));
  }

  protected get client(): Client {
    if (!this.connected) throw new Error("the dynamic provider was not configured");
    return this.connected;
  }
}
