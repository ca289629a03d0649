/** Why the local cloud leaves a field out that the SDK names. */
export const absenceKinds = {
  feature:
    "The field belongs to a feature that the local cloud does not have. Parameters of the feature are refused by name.",
  hardware: "The field describes hardware of the real cloud, which a model on your machine does not have.",
  operation:
    "The field describes an order, a subscription or another operation that the local cloud does not have.",
  state: "The real service answers the field only in a state that a resource of the local cloud never has.",
  page: "The real service leaves the token out on the last page. The local cloud answers with one page.",
  set: "The local cloud answers the field only if the call that created or changed the resource set it. No test sets it.",
  quota: "The field is the rest of a quota. The local cloud has another quota or none.",
  internal: "The field is internal to the real cloud. No document describes it.",
  older: "The field is an older name of a value that the answer has elsewhere.",
  secret: "The local cloud does not store the secret, or does not return it.",
  envelope: "The SDK adds the field. It is not in the body of the answer.",
} as const;

export type AbsenceKind = keyof typeof absenceKinds;

/** Fields by reason, product and actions. A name matches a path that ends with it. */
const listed: readonly (readonly [AbsenceKind, product: string, actions: RegExp, fields: string])[] = [
  ["feature", "vpc", /^DescribeVpcAttribute$/, "AssociatedPropagationSources"],
  ["internal", "vpc", /^DescribeEipAddresses$/, "ServiceID"],
  ["internal", "ecs", /^(Create|Describe)/, "ServiceID"],
  ["quota", "ecs", /^DescribeSecurityGroups$/, "AvailableInstanceAmount"],
  ["feature", "ecs", /^DescribeSecurityGroupAttribute$/, "PortRangeListId PortRangeListName"],
  [
    "feature",
    "ecs",
    /^DescribeInstance(s|Attribute)$/,
    "ClockOptions EnableNVS InstanceMetadataTags PrivateDnsName PrivateDnsNameOptions SecurityOptions NetworkOptions Primary",
  ],
  [
    "hardware",
    "ecs",
    /^DescribeInstance(s|Attribute)$/,
    "ManagedHostId NodeSerialNumber EnableVISST EnableVRDT NestedVirtualization Numa TurboMode CurrentOSNVMeSupported SerialNumber",
  ],
  ["set", "ecs", /^DescribeInstanceAttribute$/, "EipAddress.Bandwidth"],
  [
    "hardware",
    "ecs",
    /^DescribeDisks$/,
    "BdfId SerialNumber IOPS IOPSRead IOPSWrite Throughput ThroughputRead ThroughputWrite",
  ],
  ["feature", "vpc", /^DescribeNatGateways$/, "AccessMode AvailabilityMode PrivateLinkMode"],
  ["feature", "ram", /^(Create|Get|List|Update)Roles?$/, "AllowConsoleLogin"],
  ["page", "ram", /^ListRoles$/, "Marker"],
  ["feature", "ecs", /^DescribeLaunchTemplateVersions$/, "LaunchTemplateData.SecurityOptions"],
  ["feature", "ram", /^GetRole$/, "LatestDeletionTask"],
  ["feature", "ecs", /^DescribeDisks$/, "DataSource Placement SourceDiskId"],
  [
    "feature",
    "ecs",
    /^(Create|Describe)NetworkInterfaces?$/,
    "TrunkNetworkInterfaceId Primary AssociatedPublicIp PrivateDnsName",
  ],
  ["feature", "ecs", /^DescribeAvailableResource$/, "Max Min Unit"],
  [
    "hardware",
    "ecs",
    /^DescribeInstanceTypes$/,
    "Attributes Clock CpuOptions CpuSpeedFrequency CpuTurboFrequency DiskQuantity EnhancedNetwork InstanceBandwidthRx InstanceBandwidthTx InstancePpsRx InstancePpsTx JumboFrameSupport NetworkCardQuantity NetworkCards NetworkEncryptionSupport NetworkInfo PhysicalProcessorModel QueuePairNumber SecurityOptions SupportedBootModes",
  ],
  [
    "hardware",
    "ecs",
    /^DescribeImages$/,
    "CpuOnlineDowngrade CpuOnlineUpgrade MemoryOnlineDowngrade MemoryOnlineUpgrade SecureBootOptions",
  ],
  ["feature", "ecs", /^DescribeImages$/, "DetectionOptions Usable"],
  ["secret", "ecs", /^DescribeKeyPairs$/, "PublicKey"],
  ["operation", "slb", /^CreateLoadBalancer$/, "OrderId"],
  ["operation", "slb", /^DescribeLoadBalancerAttribute$/, "EndTime RenewalCycUnit RenewalDuration"],
  ["set", "slb", /^DescribeLoadBalancerAttribute$/, "ForwardPort"],
  [
    "feature",
    "slb",
    /^DescribeLoadBalancer(HTTPS?|TCP|UDP)ListenerAttribute$/,
    "SecurityStatus XForwardedFor_ClientSrcPort XForwardedFor_SLBPORT XForwardedFor_ClientCertClientVerify XForwardedFor_ClientCertFingerprint XForwardedFor_ClientCertIssuerDN XForwardedFor_ClientCertSubjectDN ConnectionDrain ConnectionDrainTimeout SynProxy HealthCheckExp HealthCheckReq",
  ],
  [
    "set",
    "slb",
    /^DescribeLoadBalancer(HTTPS|UDP)ListenerAttribute$/,
    "AclId AclType CACertificateId Cookie CookieTimeout StickySessionType",
  ],
  ["page", "alb", /^(List|GetListenerHealthStatus$)/, "NextToken"],
  ["feature", "alb", /^GetListenerHealthStatus$/, "NonNormalServers[].Reason"],
  ["state", "alb", /^ListAsynJobs$/, "ErrorCode ErrorMessage"],
  ["feature", "alb", /^ListServerGroups$/, "IpVersionAffinityMode"],
  [
    "set",
    "alb",
    /^(GetListenerAttribute|ListListeners)$/,
    "XForwardedForClientCertClientVerifyAlias XForwardedForClientCertClientVerifyEnabled XForwardedForClientCertFingerprintAlias XForwardedForClientCertFingerprintEnabled XForwardedForClientCertIssuerDNAlias XForwardedForClientCertIssuerDNEnabled XForwardedForClientCertSubjectDNAlias XForwardedForClientCertSubjectDNEnabled XForwardedForClientSourceIpsEnabled XForwardedForClientSourceIpsTrusted XForwardedForClientSrcPortEnabled XForwardedForHostEnabled XForwardedForProcessingMode XForwardedForProtoEnabled XForwardedForSLBIdEnabled XForwardedForSLBPortEnabled",
  ],
  [
    "set",
    "alb",
    /^ListRules$/,
    "CorsConfig FixedResponseConfig InsertHeaderConfig RedirectConfig RemoveHeaderConfig RewriteConfig TrafficLimitConfig TrafficMirrorConfig CookieConfig HeaderConfig HostConfig MethodConfig QueryStringConfig ResponseHeaderConfig ResponseStatusCodeConfig SourceIpConfig",
  ],
  [
    "feature",
    "cloudapi",
    /^DescribeApiGroup$/,
    "CustomAppCodeConfig CustomTraceConfig CustomerConfigs DedicatedInstanceType BindStageAlias ClientCertSDnPassThrough SslOcspCacheEnable SslOcspEnable SslVerifyDepth",
  ],
  ["state", "cloudapi", /^DescribeApiGroup$/, "MigrationError MigrationStatus"],
  ["secret", "cloudapi", /^DescribeDomain$/, "CertificatePrivateKey"],
  ["feature", "cloudapi", /^Describe(Api|DeployedApi|ApiHistory)$/, "OpenIdConnectConfig ResultBodyModel"],
  ["older", "cloudapi", /^DescribeApi$/, "Mock MockResult"],
  [
    "set",
    "cloudapi",
    /^DescribeApi$/,
    "ArrayItemsType DemoValue EnumValue JsonScheme MaxLength MaxValue MinLength MinValue RegularExpression",
  ],
  [
    "set",
    "cloudapi",
    /^Describe(Api|DeployedApi|ApiHistory)$/,
    "BackendConfig ServiceConfig.EventBridgeConfig ServiceConfig.FunctionComputeConfig ServiceConfig.OssConfig",
  ],
  ["older", "cloudapi", /^Describe(DeployedApi|ApiHistory)$/, "ServiceConfig.VpcId"],
  [
    "set",
    "cloudapi",
    /^DescribeBackendInfo$/,
    "DiscoveryConfig EdasConfig EventBridgeConfig FunctionComputeConfig HttpTargetHostName MockConfig OssConfig VpcTargetHostName",
  ],
  ["set", "cloudapi", /^DescribeInstances$/, "VpcOwnerId"],
  [
    "feature",
    "alidns",
    /^DescribeDomainInfo$/,
    "AvailableTtls LineType RecordLineTreeJson RecordLines RegionLines",
  ],
  [
    "operation",
    "cas",
    /^ListUserCertificateOrder$/,
    "Algorithm AliyunOrderId BuyDate CertType Domain DomainCount DomainType OrderId PartnerOrderId ProductCode ProductName RootBrand TrusteeStatus WildDomainCount",
  ],
  ["feature", "cas", /^GetUserCertificateDetail$/, "Algorithm CertChain EncryptCert SignCert"],
  ["secret", "cas", /^GetUserCertificateDetail$/, "EncryptPrivateKey SignPrivateKey"],
  ["page", "resourcemanager", /^ListTagResources$/, "NextToken"],
  ["set", "kms", /^CreateKey$/, "RotationInterval"],
  ["feature", "kms", /^DescribeKey$/, "DeletionProtectionDescription"],
  ["internal", "eipanycast", /^DescribeAnycastEipAddress$/, "AliUid Bid"],
  ["page", "vpcipam", /^List/, "NextToken"],
  ["feature", "sls", /^(List|Get)Project$/, "internalEndpoint internetEndpoint"],
  [
    "set",
    "sls",
    /^GetIndex$/,
    "keys caseSensitive chn exclude_keys include_keys log_reduce log_reduce_black_list log_reduce_white_list max_text_len",
  ],
  ["feature", "sls", /^GetIndex$/, "index_mode storage"],
  ["envelope", "sls", /^GetLogs$/, "data meta"],
  ["feature", "sls", /^GetLogStore$/, "enableModify processorId productType resourceGroupId shardingPolicy"],
];

export interface Absence {
  readonly kind: AbsenceKind;
  /** The entry of {@link listedAbsences}. */
  readonly entry: string;
}

/** The reason why a field is missing. Undefined if it is not listed. */
export function findAbsence(product: string, action: string, path: string): Absence | undefined {
  for (const [index, [kind, of, actions, fields]] of listed.entries()) {
    if (of !== product || !actions.test(action)) continue;
    const name = fields.split(" ").find((one) => path === one || path.endsWith(`.${one}`));
    if (name !== undefined) return { kind, entry: formatEntry(index, name) };
  }
  return undefined;
}

const formatEntry = (index: number, name: string): string =>
  `${name} of ${listed[index]?.[1]} ${String(listed[index]?.[2])}`;

/** All listed fields, each with its actions. */
export const listedAbsences: readonly string[] = listed.flatMap(([, , , fields], index) =>
  fields.split(" ").map((name) => formatEntry(index, name)),
);
