import { DescribeAppSecurityRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { whileBusy } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";

export interface AppCredentialsInputs extends InRegion {
  appId: string;
}

export interface AppCredentialsState extends AppCredentialsInputs {
  appKey: string;
  appSecret: string;
  appCode: string;
}

/** Reads what an app authenticates itself with. The credentials belong to the app: there is nothing to delete. */
export class AppCredentialsProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  async diff(
    _id: string,
    olds: AppCredentialsState,
    news: AppCredentialsInputs,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (["appId", "regionId"] as const).filter((property) => olds[property] !== news[property]);
    return { changes: replaces.length > 0, replaces };
  }

  async create(inputs: AppCredentialsInputs) {
    return { id: inputs.appId, outs: await this.lookUp(inputs) };
  }

  async read(id: string, { regionId }: AppCredentialsInputs) {
    return { id, props: await this.lookUp({ appId: id, ...(regionId && { regionId }) }) };
  }

  private async lookUp(inputs: AppCredentialsInputs): Promise<AppCredentialsState> {
    const { appId } = inputs;
    const { body } = await whileBusy(() =>
      this.clientIn(inputs).describeAppSecurity(new DescribeAppSecurityRequest({ appId: Number(appId) })),
    );
    const { appKey, appSecret, appCode } = body ?? {};
    if (!appKey || !appSecret || !appCode)
      throw new Error(`App ${appId} has no AppKey, AppSecret or AppCode.`);
    return { ...inputs, appKey, appSecret, appCode };
  }
}
