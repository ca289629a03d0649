import * as alicloud from "@pulumi/alicloud";
import { VpcApi } from "alicloud-vpc-api";

// A provider for each region, and every child of a VpcApi uses the provider of its VpcApi.
const inRegion = (region: "cn-hangzhou" | "cn-shanghai", page: string) => {
  const provider = new alicloud.Provider(region, { region });
  return new VpcApi(
    region,
    {
      service: { instances: 1, pages: { "index.html": page } },
      group: { groupName: `two-regions-${region.slice(3)}` },
      routes: { "get-page": "GET /" },
      apps: { [`client_${region.slice(3)}`]: {} },
    },
    { providers: [provider] },
  );
};

const hangzhou = inRegion("cn-hangzhou", "<title>Hangzhou</title>");
const shanghai = inRegion("cn-shanghai", "<title>Shanghai</title>");

export const url = hangzhou.urls["get-page"];
export const appCode = hangzhou.apps.client_hangzhou?.appCode;
export const shanghaiUrl = shanghai.urls["get-page"];
export const shanghaiAppCode = shanghai.apps.client_shanghai?.appCode;
