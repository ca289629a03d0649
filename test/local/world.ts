/** The records of the tutorial's stack, for tests of the data plane. */
import type * as model from "../../local/store/model";
import { Store } from "../../local/store/store";

export const REGION = "cn-hangzhou";
export const EGRESS = "100.104.10.0/26";
export const EGRESS_ADDRESS = "100.104.10.1";
export const APP_CODE = "0123456789abcdef0123456789abcdef";
export const APP_KEY = "203712345";
export const APP_SECRET = "fedcba9876543210fedcba9876543210";
export const HOST = `group1-${REGION}.alicloudapi.com`;
export const NGINX_USER_DATA = Buffer.from(
  "#cloud-config\npackages: [nginx]\nruncmd:\n  - systemctl enable --now nginx\n",
).toString("base64");

export const common = (id: string) => ({
  id,
  regionId: REGION,
  createdTime: "2026-01-01T00:00:00Z",
  tags: [],
});

export function rule(changes: Partial<model.SecurityGroupRule> = {}): model.SecurityGroupRule {
  return {
    ruleId: "sgr-1",
    direction: "ingress",
    protocol: "tcp",
    portRange: "80/80",
    priority: 1,
    policy: "accept",
    cidr: "",
    groupId: "",
    prefixListId: "",
    description: "",
    createdTime: "2026-01-01T00:00:00Z",
    ...changes,
  };
}

export function securityGroup(changes: Partial<model.SecurityGroup> = {}): model.SecurityGroup {
  return {
    ...common("sg-1"),
    name: "",
    description: "",
    vpcId: "vpc-1",
    type: "normal",
    innerAccessPolicy: "Accept",
    resourceGroupId: "",
    rules: [],
    ...changes,
  };
}

export function instance(changes: Partial<model.Instance> = {}): model.Instance {
  return {
    ...common("i-1"),
    name: "",
    description: "",
    hostName: "",
    vpcId: "vpc-1",
    vswitchId: "vsw-1",
    zoneId: "cn-hangzhou-h",
    privateIp: "10.0.0.5",
    securityGroupIds: ["sg-1"],
    imageId: "aliyun_3_x64_20G_alibase.vhd",
    instanceType: "ecs.t6-c1m1.large",
    status: "Running",
    userData: NGINX_USER_DATA,
    systemDisk: {
      diskId: "d-1",
      category: "cloud_essd",
      size: 20,
      encrypted: false,
      performanceLevel: "PL0",
    },
    networkInterfaceId: "eni-1",
    keyPairName: "",
    deletionProtection: false,
    metadataOptions: { httpTokens: "required", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
    internetMaxBandwidthOut: 0,
    securityEnhancementStrategy: "",
    resourceGroupId: "",
    startTime: "",
    ...changes,
  };
}

export function listener(changes: Partial<model.ClbListener> = {}): model.ClbListener {
  return {
    port: 80,
    protocol: "tcp",
    status: "running",
    vServerGroupId: "rsp-1",
    backendServerPort: 0,
    scheduler: "wrr",
    attributes: { HealthCheckType: "http", HealthCheckURI: "/", HealthCheckHttpCode: "http_2xx" },
    ...changes,
  };
}

export function server(changes: Partial<model.BackendServer> = {}): model.BackendServer {
  return { serverId: "i-1", port: 80, weight: 100, type: "ecs", serverIp: "", description: "", ...changes };
}

export function balancer(changes: Partial<model.LoadBalancer> = {}): model.LoadBalancer {
  return {
    ...common("lb-1"),
    name: "",
    vpcId: "vpc-1",
    vswitchId: "vsw-1",
    zoneId: "cn-hangzhou-h",
    slaveZoneId: "cn-hangzhou-i",
    address: "10.0.0.100",
    addressType: "intranet",
    addressIpVersion: "ipv4",
    spec: "slb.s1.small",
    bandwidth: 0,
    internetChargeType: "",
    instanceChargeType: "PayByCLCU",
    payType: "PayOnDemand",
    status: "active",
    deleteProtection: "off",
    modificationProtectionStatus: "",
    modificationProtectionReason: "",
    resourceGroupId: "",
    backendServers: [],
    listeners: [listener()],
    ...changes,
  };
}

export function definition(changes: Partial<model.ApiDefinition> = {}): model.ApiDefinition {
  return {
    name: "nginx-test",
    description: "",
    visibility: "PRIVATE",
    authType: "APP",
    appCodeAuthType: "HEADER_QUERY",
    allowSignatureMethod: "HmacSHA256",
    forceNonceCheck: false,
    disableInternet: false,
    request: { protocol: "HTTP,HTTPS", method: "GET", path: "/nginx", mode: "PASSTHROUGH", bodyFormat: "" },
    service: {
      protocol: "HTTP",
      address: "",
      method: "GET",
      path: "/",
      timeout: 10_000,
      vpcEnable: true,
      vpcAccessName: "nginx-access",
      vpcScheme: "HTTP",
      mock: false,
      mockResult: "",
      contentTypeCategory: "CLIENT",
      contentTypeValue: "",
    },
    requestParameters: [],
    serviceParameters: [],
    serviceParametersMap: [],
    constantParameters: [],
    systemParameters: [],
    resultType: "",
    resultSample: "",
    failResultSample: "",
    ...changes,
  };
}

/** Publishes a definition in a stage. */
export function publish(
  store: Store,
  apiId: string,
  published: model.ApiDefinition,
  stage: model.StageName = "RELEASE",
): void {
  store.apis.put({
    ...common(apiId),
    groupId: "group1",
    definition: published,
    modifiedTime: "",
    deployments: [
      ...(store.apis.get(apiId)?.deployments ?? []),
      {
        apiId,
        groupId: "group1",
        stage,
        historyVersion: "20260101000000000",
        description: "",
        deployedTime: "",
        status: "ONLINE",
        definition: published,
      },
    ],
  });
}

export function authorizeApp(
  store: Store,
  apiId: string,
  stage: model.StageName = "RELEASE",
  validUntil = "",
): void {
  store.authorizations.put({
    ...common(`${apiId}:${stage}:1100`),
    appId: "1100",
    apiId,
    groupId: "group1",
    stage,
    description: "",
    validUntil,
    authorizedTime: "",
  });
}

/** The tutorial's stack: all of it allowed, published and authorized. */
export function tutorialStore(): Store {
  const store = new Store();
  store.prefixLists.put({
    ...common("pl-1"),
    name: "",
    description: "",
    addressFamily: "IPv4",
    maxEntries: 4,
    entries: [{ cidr: EGRESS, description: "" }],
  });
  store.securityGroups.put(securityGroup({ rules: [rule({ prefixListId: "pl-1" })] }));
  store.instances.put(instance());
  store.vServerGroups.put({ ...common("rsp-1"), name: "", loadBalancerId: "lb-1", servers: [server()] });
  store.loadBalancers.put(balancer());
  store.vpcAccesses.put({
    ...common("access-1"),
    name: "nginx-access",
    description: "",
    vpcId: "vpc-1",
    instanceId: "lb-1",
    port: 80,
    targetHostName: "",
  });
  store.gatewayInstances.put({
    ...common(`${REGION}/api-shared-vpc-001`),
    name: "",
    spec: "",
    type: "VPC_SHARED",
    status: "RUNNING",
    httpsPolicy: "HTTPS2_TLS1_0",
    zoneId: "",
    vpcEgressAddress: EGRESS,
    newVpcEgressAddress: "100.104.11.0/26",
    internetEgressAddress: "",
  });
  store.apiGroups.put({
    ...common("group1"),
    name: "nginx-demo",
    description: "",
    basePath: "/",
    instanceId: "api-shared-vpc-001",
    subDomain: HOST,
    vpcDomain: "",
    userLogConfig: "",
    authAppCode: "HEADER",
    modifiedTime: "",
  });
  store.apps.put({
    ...common("1100"),
    name: "nginx_app",
    description: "",
    keys: [{ appKey: APP_KEY, appSecret: APP_SECRET }],
    appCodes: [APP_CODE],
    modifiedTime: "",
  });
  publish(store, "api-1", definition());
  authorizeApp(store, "api-1");
  return store;
}

/** The record, for a change in a test. */
export function existing<T>(record: T | undefined): T {
  if (record === undefined) throw new Error("the test's store has no such record");
  return record;
}
