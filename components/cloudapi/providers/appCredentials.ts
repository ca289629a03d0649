import { DescribeAppSecurityRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { whileBusy } from "../calls";
import { GapProvider } from "../gapProvider";

export interface AppCredentialsInputs {
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
    const changed = olds.appId !== news.appId;
    return { changes: changed, replaces: changed ? ["appId"] : [] };
  }

  async create({ appId }: AppCredentialsInputs) {
    return { id: appId, outs: await this.lookUp(appId) };
  }

  async read(id: string) {
    return { id, props: await this.lookUp(id) };
  }

  private async lookUp(appId: string): Promise<AppCredentialsState> {
    const { body } = await whileBusy(() =>
      this.client.describeAppSecurity(new DescribeAppSecurityRequest({ appId: Number(appId) })),
    );
    const { appKey, appSecret, appCode } = body ?? {};
    if (!appKey || !appSecret || !appCode)
      throw new Error(`App ${appId} has no AppKey, AppSecret or AppCode.`);
    return { appId, appKey, appSecret, appCode };
  }
}
