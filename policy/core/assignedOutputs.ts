/**
 * Outputs that the cloud assigns and rules compare, by resource type. The messages of a preview leave them out while the
 * resource does not exist. A test compares the table with recorded messages.
 */
export const assignedOutputs: Readonly<Record<string, readonly string[]>> = {
  "alicloud:alb/loadBalancer:LoadBalancer": ["dnsName"],
  "alicloud:nlb/loadBalancer:LoadBalancer": ["dnsName"],
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": ["address"],
  "alicloud:slb/loadBalancer:LoadBalancer": ["address"],
  "alicloud:ecs/instance:Instance": ["privateIp", "ipv6Addresses", "publicIp"],
  "alicloud:apigateway/api:Api": ["apiId"],
};
