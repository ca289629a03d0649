/**
 * The services of the provider's SDK that the components use. The SDK's index loads the declarations of every service
 * into the user's program, which TypeScript reads again at each preview: 2,600 files in place of 700.
 */
export * as alb from "@pulumi/alicloud/alb";
export * as apigateway from "@pulumi/alicloud/apigateway";
export * as dns from "@pulumi/alicloud/dns";
export * as ecs from "@pulumi/alicloud/ecs";
export { getZones, getZonesOutput } from "@pulumi/alicloud/getZones";
export * as log from "@pulumi/alicloud/log";
export * as slb from "@pulumi/alicloud/slb";
export * as vpc from "@pulumi/alicloud/vpc";
