import type { SavedAnswer } from "../rpc/idempotency";
import { LogEntries } from "./logs";
import type * as model from "./model";
import { type Identified, Table } from "./table";

/** The complete state of a local Alibaba Cloud. */
export class Store {
  readonly resourceGroups = new Table<model.ResourceGroup>();
  readonly vpcs = new Table<model.Vpc>();
  readonly vswitches = new Table<model.VSwitch>();
  readonly ipv6Gateways = new Table<model.Ipv6Gateway>();
  readonly networkAcls = new Table<model.NetworkAcl>();
  readonly routeTables = new Table<model.RouteTable>();
  readonly routeEntries = new Table<model.RouteEntry>();
  readonly natGateways = new Table<model.NatGateway>();
  readonly snatEntries = new Table<model.SnatEntry>();
  readonly forwardEntries = new Table<model.ForwardEntry>();
  readonly eips = new Table<model.Eip>();
  readonly anycastEips = new Table<model.AnycastEip>();
  readonly ipams = new Table<model.Ipam>();
  readonly ipamPools = new Table<model.IpamPool>();
  readonly bandwidthPackages = new Table<model.BandwidthPackage>();
  readonly securityGroups = new Table<model.SecurityGroup>();
  readonly prefixLists = new Table<model.PrefixList>();
  readonly instances = new Table<model.Instance>();
  readonly networkInterfaces = new Table<model.NetworkInterface>();
  readonly disks = new Table<model.Disk>();
  readonly snapshots = new Table<model.Snapshot>();
  readonly customImages = new Table<model.CustomImage>();
  readonly autoSnapshotPolicies = new Table<model.AutoSnapshotPolicy>();
  readonly hpcClusters = new Table<model.HpcCluster>();
  readonly deploymentSets = new Table<model.DeploymentSet>();
  readonly launchTemplates = new Table<model.LaunchTemplate>();
  readonly ramRoles = new Table<model.RamRole>();
  readonly kmsKeys = new Table<model.KmsKey>();
  readonly keyPairs = new Table<model.KeyPair>();
  readonly soldOut = new Table<model.SoldOut>();
  readonly loadBalancers = new Table<model.LoadBalancer>();
  readonly vServerGroups = new Table<model.VServerGroup>();
  readonly masterSlaveServerGroups = new Table<model.MasterSlaveServerGroup>();
  readonly clbRules = new Table<model.ClbRule>();
  readonly clbAccessControlLists = new Table<model.ClbAccessControlList>();
  readonly clbCertificates = new Table<model.ClbCertificate>();
  readonly albLoadBalancers = new Table<model.AlbLoadBalancer>();
  readonly albServerGroups = new Table<model.AlbServerGroup>();
  readonly albListeners = new Table<model.AlbListener>();
  readonly albRules = new Table<model.AlbRule>();
  readonly albAcls = new Table<model.AlbAcl>();
  readonly albHealthCheckTemplates = new Table<model.AlbHealthCheckTemplate>();
  readonly albJobs = new Table<model.AlbJob>();
  readonly vpcAccesses = new Table<model.VpcAccess>();
  readonly gatewayInstances = new Table<model.GatewayInstance>();
  readonly accessControlLists = new Table<model.AccessControlList>();
  readonly logProjects = new Table<model.LogProject>();
  readonly logStores = new Table<model.LogStore>();
  readonly logEntries = new LogEntries();
  readonly logConfigs = new Table<model.LogConfig>();
  readonly apiGroups = new Table<model.ApiGroup>();
  readonly apis = new Table<model.Api>();
  readonly apiModels = new Table<model.ApiModel>();
  readonly backends = new Table<model.Backend>();
  readonly apps = new Table<model.App>();
  readonly authorizations = new Table<model.AppAuthorization>();
  readonly batchTasks = new Table<model.BatchTask>();
  readonly customDomains = new Table<model.CustomDomain>();
  readonly certificates = new Table<model.StoredCertificate>();
  readonly dnsDomains = new Table<model.DnsDomain>();
  readonly dnsRecords = new Table<model.DnsRecord>();
  readonly plugins = new Table<model.Plugin>();
  readonly pluginAttachments = new Table<model.PluginAttachment>();
  readonly storedResources = new Table<model.StoredResource>();
  readonly clientTokens = new Table<SavedAnswer>();

  /** All tables with their names. */
  tables(): {
    name: string;
    table: Pick<Table<Identified>, Exclude<keyof Table<Identified>, "put" | "tracked">>;
  }[] {
    return Object.entries(this).flatMap(([name, table]) => (table instanceof Table ? [{ name, table }] : []));
  }

  /**
   * The same store for the control plane, whose operations change records in place. All other readers use the store
   * itself, which is faster, and must not change a record that they have read.
   */
  tracked(): Store {
    const parts = Object.entries(this).map(([name, part]) => [
      name,
      part instanceof Table ? part.tracked() : part,
    ]);
    return Object.assign(new Store(), Object.fromEntries(parts));
  }
}
