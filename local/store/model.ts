/** The things that a local Alibaba Cloud keeps: plain data, one record per thing, as it stands in the snapshot. */

export interface Tag {
  key: string;
  value: string;
}

/** What every record has. */
export interface Common {
  /** The cloud's id: `vpc-…`, `i-…`, 32 hex digits … */
  id: string;
  regionId: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  createdTime: string;
  tags: Tag[];
}

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
  status: "Pending" | "Available";
  routerId: string;
  routeTableId: string;
  resourceGroupId: string;
}

export interface VSwitch extends Common {
  name: string;
  description: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  status: "Pending" | "Available";
}

export interface SecurityGroupRule {
  ruleId: string;
  direction: "ingress" | "egress";
  /** Lower case: tcp, udp, icmp, gre, all. */
  protocol: string;
  /** `80/80`, `-1/-1` for all. */
  portRange: string;
  /** 1 to 100; the smaller is looked at first. */
  priority: number;
  policy: "accept" | "drop";
  /** One of the next three is set. */
  cidr: string;
  groupId: string;
  prefixListId: string;
  description: string;
  createdTime: string;
}

export interface SecurityGroup extends Common {
  name: string;
  description: string;
  vpcId: string;
  type: "normal" | "enterprise";
  innerAccessPolicy: "Accept" | "Drop";
  resourceGroupId: string;
  rules: SecurityGroupRule[];
}

/** A named list of CIDR blocks that a security-group rule can refer to. */
export interface PrefixList extends Common {
  name: string;
  description: string;
  addressFamily: "IPv4" | "IPv6";
  maxEntries: number;
  entries: { cidr: string; description: string }[];
}

export type InstanceStatus = "Pending" | "Starting" | "Running" | "Stopping" | "Stopped";

export interface Instance extends Common {
  name: string;
  description: string;
  hostName: string;
  vpcId: string;
  vswitchId: string;
  zoneId: string;
  privateIp: string;
  securityGroupIds: string[];
  imageId: string;
  instanceType: string;
  status: InstanceStatus;
  /** Base64, byte for byte as given. */
  userData: string;
  systemDisk: {
    diskId: string;
    category: string;
    size: number;
    encrypted: boolean;
    performanceLevel: string;
  };
  networkInterfaceId: string;
  keyPairName: string;
  deletionProtection: boolean;
  metadataOptions: { httpTokens: string; httpEndpoint: string; httpPutResponseHopLimit: number };
  /** Mbit/s; above 0 the instance has a public address. */
  internetMaxBandwidthOut: number;
  /** Of 203.0.113.0/24, which exists in documentation only; nothing reaches the instance there. Absent without one. */
  publicIp?: string;
  securityEnhancementStrategy: string;
  resourceGroupId: string;
  startTime: string;
}

export interface BackendServer {
  serverId: string;
  port: number;
  /** 0 to 100; 0 gets no requests. */
  weight: number;
  type: "ecs" | "eni";
  serverIp: string;
  description: string;
}

export interface ClbListener {
  port: number;
  protocol: "http" | "https" | "tcp" | "udp";
  status: "stopped" | "running";
  vServerGroupId: string;
  backendServerPort: number;
  scheduler: string;
  /** Every parameter of the listener's create and set calls as last given, by its name in the API. */
  attributes: Record<string, string>;
}

export interface LoadBalancer extends Common {
  name: string;
  vpcId: string;
  vswitchId: string;
  zoneId: string;
  slaveZoneId: string;
  address: string;
  addressType: "internet" | "intranet";
  addressIpVersion: "ipv4" | "ipv6";
  spec: string;
  bandwidth: number;
  internetChargeType: string;
  instanceChargeType: string;
  payType: string;
  status: "active" | "inactive";
  deleteProtection: "on" | "off";
  modificationProtectionStatus: string;
  modificationProtectionReason: string;
  resourceGroupId: string;
  backendServers: BackendServer[];
  listeners: ClbListener[];
}

export interface VServerGroup extends Common {
  name: string;
  loadBalancerId: string;
  servers: BackendServer[];
}

/** A VPC access authorization: the only door from the gateway into a VPC. */
export interface VpcAccess extends Common {
  name: string;
  description: string;
  vpcId: string;
  /** Id of an ECS instance or CLB, or a private IPv4 address of one or of an intranet ALB. */
  instanceId: string;
  port: number;
  /** The Host that the back end is asked for; empty for the address itself. */
  targetHostName: string;
}

export interface GatewayInstance extends Common {
  name: string;
  spec: string;
  type: "VPC_SHARED" | "VPC_DEDICATED";
  status: "RUNNING" | "CREATING";
  httpsPolicy: string;
  zoneId: string;
  /** Where the packets to VPC back ends come from: CIDR blocks. */
  vpcEgressAddress: string;
  newVpcEgressAddress: string;
  internetEgressAddress: string;
}

export interface ApiGroup extends Common {
  name: string;
  description: string;
  basePath: string;
  /** The gateway instance that serves it. */
  instanceId: string;
  /** `<groupId>-<region>.alicloudapi.com`. */
  subDomain: string;
  vpcDomain: string;
  userLogConfig: string;
  /** What an API with AppCodeAuthType DEFAULT does. */
  authAppCode: "DISABLE" | "HEADER" | "HEADER_QUERY";
  modifiedTime: string;
}

export type StageName = "RELEASE" | "PRE" | "TEST";

export interface RequestParameter {
  apiParameterName: string;
  location: string;
  parameterType: string;
  required: string;
  defaultValue: string;
  description: string;
}

export interface ServiceParameter {
  serviceParameterName: string;
  location: string;
  parameterType: string;
  parameterCatalog: string;
}

/** What CreateApi and ModifyApi take: what a publication freezes. */
export interface ApiDefinition {
  name: string;
  description: string;
  visibility: string;
  authType: "APP" | "ANONYMOUS";
  appCodeAuthType: "DEFAULT" | "DISABLE" | "HEADER" | "HEADER_QUERY";
  allowSignatureMethod: string;
  forceNonceCheck: boolean;
  disableInternet: boolean;
  request: {
    protocol: string;
    method: string;
    path: string;
    mode: "PASSTHROUGH" | "MAPPING" | "MAPPING_PASSTHROUGH";
    bodyFormat: string;
  };
  service: {
    protocol: string;
    address: string;
    method: string;
    path: string;
    /** Milliseconds. */
    timeout: number;
    vpcEnable: boolean;
    vpcAccessName: string;
    vpcScheme: string;
    mock: boolean;
    mockResult: string;
    contentTypeCategory: string;
    contentTypeValue: string;
  };
  requestParameters: RequestParameter[];
  serviceParameters: ServiceParameter[];
  serviceParametersMap: { requestParameterName: string; serviceParameterName: string }[];
  constantParameters: {
    serviceParameterName: string;
    location: string;
    constantValue: string;
    description: string;
  }[];
  systemParameters: {
    parameterName: string;
    serviceParameterName: string;
    location: string;
    description: string;
  }[];
  resultType: string;
  resultSample: string;
  failResultSample: string;
}

/** A frozen definition that the gateway serves, or served, in a stage. */
export interface Deployment {
  apiId: string;
  groupId: string;
  stage: StageName;
  /** `yyyyMMddHHmmssSSS`. */
  historyVersion: string;
  description: string;
  deployedTime: string;
  status: "ONLINE" | "OFFLINE";
  definition: ApiDefinition;
}

export interface Api extends Common {
  groupId: string;
  definition: ApiDefinition;
  modifiedTime: string;
  /** All publications, oldest first; at most one per stage is ONLINE. */
  deployments: Deployment[];
}

export interface AppKey {
  appKey: string;
  appSecret: string;
}

export interface App extends Common {
  /** `id` is the decimal AppId. */
  name: string;
  description: string;
  keys: AppKey[];
  appCodes: string[];
  modifiedTime: string;
}

export interface AppAuthorization extends Common {
  /** `<apiId>:<stage>:<appId>`. */
  appId: string;
  apiId: string;
  groupId: string;
  stage: StageName;
  description: string;
  /** ISO time after which it is void; empty: never. */
  validUntil: string;
  authorizedTime: string;
}

/** An ended batch call, kept for its Describe…Task. */
export interface BatchTask extends Common {
  action: "BatchDeployApis" | "BatchAbolishApis";
  results: { apiId: string; groupId: string; stage: StageName; status: string; errorMessage: string }[];
}
