import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the SDK's error lists. */
export const ecsError = defineErrors({
  "InvalidSecurityGroupId.NotFound": {
    status: 404,
    message: "The specified security group {0} does not exist.",
  },
  "InvalidSecurityGroupRuleId.NotFound": { status: 404, message: "Security group {0} has no such rule {1}." },
  "InvalidPrefixListId.NotFound": { status: 404, message: "The specified prefix list {0} does not exist." },
  "InvalidInstanceId.NotFound": { status: 404, message: "The specified instance {0} does not exist." },
  "InvalidParameter.MaintenanceWindow": {
    status: 400,
    message: "The maintenance window from {0} to {1} has no length of 1 to 23 hours.",
  },
  InvalidSpotPriceLimit: {
    status: 400,
    message: "SpotPriceLimit is required with SpotStrategy SpotWithPriceLimit.",
  },
  "InvalidVSwitchId.NotFound": { status: 404, message: "The specified vSwitch {0} does not exist." },
  IncorrectVSwitchStatus: {
    status: 400,
    message: "The current status {1} of the vSwitch {0} does not support this operation.",
  },
  "InvalidVpcId.NotFound": { status: 404, message: "The specified VPC {0} does not exist." },
  "InvalidImageId.NotFound": {
    status: 404,
    message: "The specified image {0} does not exist here; the local cloud has: {1}.",
  },
  "InvalidInstanceType.NotFound": {
    status: 404,
    message: "The specified instance type {0} does not exist here; the local cloud has: {1}.",
  },
  "InvalidInstanceType.ValueNotSupported": {
    status: 403,
    message: "Instance {0} cannot be changed to type {1}: it is its type already, or does not fit it.",
  },
  "InvalidDiskId.NotFound": { status: 404, message: "The specified disk {0} does not exist." },
  "InvalidDiskId.OperationNotSupported": {
    status: 403,
    message: "Disk {0} is the system disk of an instance, which does not support this operation.",
  },
  "InvalidDiskSize.ValueNotSupported": {
    status: 400,
    message: "{0} GiB is not possible for a disk of category {1}: use {2} to {3} GiB.",
  },
  "InvalidParameter.DiskCategory": {
    status: 400,
    message: "{0} is not possible for a disk of category {1}.",
  },
  IncorrectDiskStatus: { status: 403, message: "Disk {0} is {1}; this needs it to be {2}." },
  DiskNotPortable: { status: 403, message: "Disk {0} is a subscription disk and cannot be detached." },
  ResourcesNotInSameZone: { status: 403, message: "Disk {0} is in {1}, but instance {2} is in {3}." },
  InstanceDiskLimitExceeded: { status: 403, message: "Instance {0} has {1} data disks already." },
  "InvalidSnapshotId.NotFound": { status: 404, message: "The specified snapshot {0} does not exist." },
  SnapshotCreatedDisk: {
    status: 403,
    message: "A disk was created from snapshot {0}. Set Force to delete the snapshot.",
  },
  SnapshotCreatedImage: {
    status: 403,
    message: "An image was created from snapshot {0}. Delete the image first.",
  },
  // Source: error codes of CreateImage, DeleteImage and RunInstances.
  "InvalidImageName.Duplicated": { status: 400, message: "The image name {0} is in use already." },
  ImageUsingByInstance: {
    status: 403,
    message: "Instance {1} was created from image {0}. Set Force to delete the image.",
  },
  ImageUseShared: { status: 403, message: "Image {0} is shared with account {1}. Stop sharing it first." },
  "InvalidSystemDiskSize.LessThanImageSize": {
    status: 403,
    message: "A system disk of {0} GiB is smaller than image {1} with {2} GiB.",
  },
  // The documents name no codes for the next five.
  MissingImageSource: { status: 400, message: "Give one of InstanceId, SnapshotId and DiskDeviceMapping." },
  "InvalidDiskDeviceMapping.SystemDisk": {
    status: 400,
    message: "DiskDeviceMapping needs exactly one system disk, with a snapshot. It has {0}.",
  },
  "InvalidDiskDeviceMapping.Device": {
    status: 400,
    message: "{0} is not possible for the {1} disk, or is used twice.",
  },
  "InvalidDiskDeviceMapping.Size": {
    status: 400,
    message: "{0} GiB is smaller than snapshot {1} with {2} GiB.",
  },
  IncorrectImageStatus: { status: 403, message: "Image {0} is {1}; this needs it to be {2}." },
  "InvalidAutoSnapshotPolicyId.NotFound": {
    status: 404,
    message: "The specified automatic snapshot policy {0} does not exist.",
  },
  "InvalidAutoSnapshotPolicy.ValueNotSupported": {
    status: 400,
    message: "{0} contains {1}; use numbers from {2} to {3}.",
  },
  "NotExists.HpcCluster": { status: 404, message: "The specified HPC cluster {0} does not exist." },
  "InvalidDeploymentSetId.NotFound": {
    status: 404,
    message: "The specified deployment set {0} does not exist.",
  },
  "InvalidOperation.DeploymentSetQuotaFull": {
    status: 403,
    message: "Deployment set {0} can have {2} instances in zone {1}.",
  },
  // The documents name no codes for the next two.
  "DeploymentSet.InstanceExist": { status: 403, message: "Deployment set {0} still contains instance {1}." },
  "HpcCluster.InstanceExist": { status: 403, message: "HPC cluster {0} still contains instance {1}." },
  MissingDeploymentSetId: { status: 400, message: "Give DeploymentSetId, or RemoveFromDeploymentSet." },
  MissingZoneId: { status: 400, message: "Give ZoneId, or InstanceId for a subscription disk." },
  MissingSize: { status: 400, message: "Give Size or SnapshotId." },
  MissingDiskId: { status: 400, message: "Give DiskId or DiskIds.N." },
  MissingInstanceType: { status: 400, message: "Give InstanceType, or a launch template with a type." },
  MissingPeriod: { status: 400, message: "Period is mandatory for a subscription." },
  "InvalidPeriod.ValueNotSupported": { status: 400, message: "{0} cannot be {1} with the unit {2}." },
  "InvalidParameter.Conflict": { status: 400, message: "{0} and {1} exclude each other." },
  "InvalidInstanceChargeType.NotSupport": {
    status: 403,
    message: "This needs the charge type {1}, which instance {0} does not have.",
  },
  ChargeTypeViolation: {
    status: 403,
    message: "Instance {0} is a subscription until {1}. Change its charge type to PostPaid first.",
  },
  "InvalidAutoReleaseTime.Malformed": {
    status: 400,
    message: "{0} is not between {1} minutes and {2} years from now.",
  },
  "InvalidInternetMaxBandwidthOut.ValueNotSupported": {
    status: 400,
    message: "{0} Mbit/s is not possible; at most {1} are.",
  },
  "InvalidInternetMaxBandwidthOut.Zero": {
    status: 403,
    message: "Instance {0} has no public bandwidth, so that it cannot have a public address.",
  },
  AllocatedAlready: { status: 400, message: "Instance {0} has the public address {1} already." },
  "InvalidVSwitchId.Mismatch": { status: 400, message: "vSwitch {0} is not in VPC {1} and zone {2}." },
  "InvalidOperation.MultipleIps": {
    status: 403,
    message: "Instance {0} has further addresses, which cannot move: {1}. Unassign them first.",
  },
  "InvalidRamRole.NotFound": { status: 404, message: "The specified RAM role {0} does not exist." },
  "InvalidRamRole.NotEcsRole": { status: 403, message: "ECS cannot assume RAM role {0}." },
  "InvalidInstanceRamRole.AlreadyAttached": {
    status: 403,
    message: "Instance {0} has the RAM role {1} already. Detach it first.",
  },
  "InvalidPrivatePoolOptions.NotFound": { status: 404, message: "The private pool {0} does not exist." },
  "InvalidCpuOptions.ValueNotSupported": {
    status: 400,
    message: "Instance type {0} has {1} vCPUs. Use fewer cores or threads.",
  },
  "InvalidParameter.CreditSpecification": {
    status: 400,
    message: "Instance type {0} is not burstable and has no CreditSpecification.",
  },
  "InvalidLaunchTemplate.NotFound": { status: 404, message: "The launch template {0} does not exist." },
  "InvalidLaunchTemplateVersion.NotFound": {
    status: 404,
    message: "Version {0} of launch template {1} does not exist.",
  },
  "InvalidLaunchTemplateName.Duplicated": { status: 400, message: "A launch template {0} exists already." },
  "QuotaExceeded.LaunchTemplateVersion": {
    status: 403,
    message: "Launch template {0} has {1} versions already.",
  },
  "InvalidOperation.DefaultVersion": {
    status: 403,
    message: "Version {0} is the default of launch template {1}. Make another version the default first.",
  },
  "InvalidDiskSize.TooSmall": {
    status: 403,
    message: "{0} GiB is not more than disk {1} has: {2} GiB. A disk can only grow.",
  },
  "InvalidDiskCategory.NotSupported": {
    status: 403,
    message: "Disk {0} of category {1} has no performance level.",
  },
  "InvalidPerformanceLevel.Malformed": {
    status: 400,
    message: "Disk {0} cannot change to performance level {1}: {2}.",
  },
  "InvalidZoneId.NotFound": {
    status: 404,
    message: "The specified zone {0} does not exist in region {1}; it has: {2}.",
  },
  "InvalidKeyPair.NotFound": { status: 404, message: "Key pair {0} does not exist in region {1}." },
  "KeyPair.AlreadyExist": { status: 400, message: "Key pair {0} exists already." },
  "InvalidPublicKeyBody.Malformed": {
    status: 400,
    message: "The public key is not a line of OpenSSH such as ssh-rsa AAAA….",
  },
  "InvalidParameter.KeypairAlreadyAttachedInstance": {
    status: 403,
    message: "Key pair {0} is attached to instance {1}. Detach it or release the instance first.",
  },
  "OperationDenied.NoStock": {
    status: 403,
    message: "Zone {1} does not offer instance type {0} at present. Use another type or another zone.",
  },
  "InvalidParameter.EncryptedIllegal": {
    status: 400,
    message: "A system disk of category {0} cannot be encrypted when an instance is made; those of {1} can.",
  },
  "InvalidParameter.EncryptedNotSupported": {
    status: 400,
    message: "Zone {0} does not encrypt system disks when an instance is made.",
  },
  "InvalidVpcId.Mismatch": {
    status: 400,
    message: "Security group {0} is in VPC {1}, but vSwitch {2} is in VPC {3}.",
  },
  "InvalidSecurityGroup.TypeMismatch": {
    status: 400,
    message: "An instance cannot be in normal and enterprise security groups at the same time.",
  },
  MissingIpProtocol: { status: 400, message: "IpProtocol is mandatory for a rule." },
  MissingPortRange: { status: 400, message: "PortRange is mandatory for a rule." },
  MissingImageId: { status: 400, message: "Give ImageId or ImageFamily." },
  MissingSecurityGroupId: { status: 400, message: "Give SecurityGroupId or SecurityGroupIds.N." },
  "InvalidZoneId.Mismatch": {
    status: 400,
    message: "Zone {0} is not the zone of vSwitch {1}, which is in {2}.",
  },
  "InvalidPrivateIpAddress.Malformed": {
    status: 400,
    message: "Address {0} cannot be assigned in vSwitch {1} ({2}): it is outside, or reserved.",
  },
  "InvalidPrivateIpAddress.Duplicated": { status: 403, message: "Address {0} is in use." },
  "InvalidVSwitch.Ipv6NotTurnOn": { status: 403, message: "IPv6 is not turned on in vSwitch {0}." },
  "InvalidOperation.Ipv6NotSupport": { status: 403, message: "Instance type {0} does not support IPv6." },
  "InvalidOperation.Ipv6CountExceeded": {
    status: 403,
    message: "Instance type {0} has at most {1} IPv6 addresses on an interface; {2} are wanted.",
  },
  "InvalidIp.Address": { status: 403, message: "IPv6 address {0} is outside of vSwitch {1}, or in use." },
  "InvalidIp.NotFound": { status: 404, message: "Interface {0} has no IPv6 address {1}." },
  "InvalidEniId.NotFound": { status: 404, message: "The specified interface {0} does not exist." },
  InvalidEniStatus: { status: 403, message: "Interface {0} is {1}; this needs it to be {2}." },
  "InvalidEniZone.Mismatch": {
    status: 403,
    message: "Interface {0} is in {1}, but instance {2} is in {3}, or in another VPC.",
  },
  EniPerInstanceLimitExceeded: {
    status: 403,
    message: "An instance of type {0} can have {1} interfaces.",
  },
  "InvalidOperation.IpCountExceeded": {
    status: 403,
    message: "Interface {0} can have {1} private addresses; {2} are wanted.",
  },
  "InvalidKMSKeyId.NotFound": {
    status: 404,
    message: "The specified KMS key {0} does not exist or is not enabled.",
  },
  "InvalidParameter.KMSKeyIdForEncrypted": { status: 403, message: "KMSKeyId needs SystemDisk.Encrypted." },
  MissingVSwitchId: { status: 400, message: "Give VSwitchId, or NetworkInterface.1.VSwitchId." },
  "InvalidVSwitch.IpNotEnough": { status: 403, message: "vSwitch {0} has no free address left." },
  "InvalidUserData.SizeExceeded": {
    status: 400,
    message: "User data is {0} bytes before encoding; at most {1} are allowed.",
  },
  "InvalidUserData.Base64FormatInvalid": { status: 400, message: "User data is not base64." },
  DryRunOperation: { status: 400, message: "The request would have succeeded; DryRun is set." },
  IncorrectInstanceStatus: { status: 403, message: "Instance {0} is {1}; this needs it to be {2}." },
  "IncorrectInstanceStatus.Initializing": {
    status: 403,
    message: "Instance {0} is still starting. Try again shortly.",
  },
  "InvalidOperation.DeletionProtection": {
    status: 403,
    message: "Instance {0} has deletion protection. Switch it off with ModifyInstanceAttribute first.",
  },
  InstanceLastSecurityGroup: { status: 403, message: "Security group {1} is the only one of instance {0}." },
  InstanceNotInSecurityGroup: { status: 400, message: "Instance {0} is not in security group {1}." },
  InstanceSecurityGroupLimitExceeded: {
    status: 403,
    message: "An instance can be in at most {0} security groups.",
  },
  DependencyViolation: { status: 400, message: "Security group {0} is still used by {1}." },
  "DependencyViolation.SecurityGroup": {
    status: 400,
    message: "Prefix list {0} is still used by a rule of security group {1}. Revoke the rule first.",
  },
  AuthorizationLimitExceed: {
    status: 403,
    message:
      "Security group {0} would have {1} rules; at most {2} are allowed. A prefix list counts as its MaxEntries.",
  },
  "InvalidParam.SourceIp": {
    status: 400,
    message: "A rule needs one of {0}.",
  },
  "InvalidSourceCidrIp.Malformed": { status: 400, message: "{0} is not an {1} address or CIDR block." },
  "InvalidPortRange.Malformed": {
    status: 400,
    message:
      "PortRange {0} is not allowed for protocol {1}: tcp and udp take 1/65535 or -1/-1, the others -1/-1.",
  },
  "InvalidGroupAuthParameter.OperationDenied": {
    status: 400,
    message: "A rule of an enterprise security group cannot refer to another group.",
  },
  "InvalidAddressFamily.Mismatch": { status: 400, message: "Entry {0} is not an {1} block." },
  "InvalidEntry.Duplicated": { status: 400, message: "Entry {0} is in the prefix list twice." },
  "InvalidEntry.NotFound": { status: 404, message: "Entry {0} is not in prefix list {1}." },
  "PrefixListMaxEntries.LimitExceeded": {
    status: 400,
    message: "The prefix list would have {0} entries; its MaxEntries is {1}.",
  },
});
