/**
 * Services of the provider's SDK that the components use. The index of the SDK loads the declarations of
 * every service into the user's program. TypeScript then reads 2,600 files instead of 700 at each preview.
 */
export * as alb from "@pulumi/alicloud/alb";
export * as apigateway from "@pulumi/alicloud/apigateway";
export * as dns from "@pulumi/alicloud/dns";
export * as ecs from "@pulumi/alicloud/ecs";
export { getZones, getZonesOutput } from "@pulumi/alicloud/getZones";
export * as log from "@pulumi/alicloud/log";
export * as slb from "@pulumi/alicloud/slb";
export * as vpc from "@pulumi/alicloud/vpc";
