package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// resourceTokens names each resource as the published @pulumi/alicloud SDK does; a test compares the two.
var resourceTokens = map[string]tokens.Type{
	"alicloud_vpc":                                 "alicloud:vpc/network:Network",
	"alicloud_vswitch":                             "alicloud:vpc/switch:Switch",
	"alicloud_vpc_ipv6_gateway":                    "alicloud:vpc/ipv6Gateway:Ipv6Gateway",
	"alicloud_vpc_ipv6_internet_bandwidth":         "alicloud:vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth",
	"alicloud_route_table":                         "alicloud:vpc/routeTable:RouteTable",
	"alicloud_route_table_attachment":              "alicloud:vpc/routeTableAttachment:RouteTableAttachment",
	"alicloud_route_entry":                         "alicloud:vpc/routeEntry:RouteEntry",
	"alicloud_nat_gateway":                         "alicloud:vpc/natGateway:NatGateway",
	"alicloud_snat_entry":                          "alicloud:vpc/snatEntry:SnatEntry",
	"alicloud_forward_entry":                       "alicloud:vpc/forwardEntry:ForwardEntry",
	"alicloud_network_acl":                         "alicloud:vpc/networkAcl:NetworkAcl",
	"alicloud_common_bandwidth_package":            "alicloud:vpc/commonBandwithPackage:CommonBandwithPackage",
	"alicloud_common_bandwidth_package_attachment": "alicloud:vpc/commonBandwithPackageAttachment:CommonBandwithPackageAttachment",

	"alicloud_vpc_public_ip_address_pool":             "alicloud:vpc/publicIpAddressPool:PublicIpAddressPool",
	"alicloud_vpc_public_ip_address_pool_cidr_block":  "alicloud:vpc/publicIpAddressPoolCidrBlock:PublicIpAddressPoolCidrBlock",
	"alicloud_vpc_traffic_mirror_filter":              "alicloud:vpc/trafficMirrorFilter:TrafficMirrorFilter",
	"alicloud_vpc_traffic_mirror_filter_ingress_rule": "alicloud:vpc/trafficMirrorFilterIngressRule:TrafficMirrorFilterIngressRule",
	"alicloud_vpc_traffic_mirror_filter_egress_rule":  "alicloud:vpc/trafficMirrorFilterEgressRule:TrafficMirrorFilterEgressRule",
	"alicloud_vpc_traffic_mirror_session":             "alicloud:vpc/trafficMirrorSession:TrafficMirrorSession",

	"alicloud_security_group":                   "alicloud:ecs/securityGroup:SecurityGroup",
	"alicloud_security_group_rule":              "alicloud:ecs/securityGroupRule:SecurityGroupRule",
	"alicloud_instance":                         "alicloud:ecs/instance:Instance",
	"alicloud_ecs_prefix_list":                  "alicloud:ecs/ecsPrefixList:EcsPrefixList",
	"alicloud_ecs_key_pair":                     "alicloud:ecs/ecsKeyPair:EcsKeyPair",
	"alicloud_eip_address":                      "alicloud:ecs/eipAddress:EipAddress",
	"alicloud_eip_association":                  "alicloud:ecs/eipAssociation:EipAssociation",
	"alicloud_ecs_disk":                         "alicloud:ecs/ecsDisk:EcsDisk",
	"alicloud_ecs_disk_attachment":              "alicloud:ecs/ecsDiskAttachment:EcsDiskAttachment",
	"alicloud_ecs_snapshot":                     "alicloud:ecs/ecsSnapshot:EcsSnapshot",
	"alicloud_image":                            "alicloud:ecs/image:Image",
	"alicloud_image_copy":                       "alicloud:ecs/imageCopy:ImageCopy",
	"alicloud_image_share_permission":           "alicloud:ecs/imageSharePermission:ImageSharePermission",
	"alicloud_ecs_network_interface":            "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
	"alicloud_ecs_network_interface_attachment": "alicloud:ecs/ecsNetworkInterfaceAttachment:EcsNetworkInterfaceAttachment",

	"alicloud_slb_load_balancer":                  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
	"alicloud_slb_listener":                       "alicloud:slb/listener:Listener",
	"alicloud_slb_server_group":                   "alicloud:slb/serverGroup:ServerGroup",
	"alicloud_slb_server_group_server_attachment": "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
	"alicloud_slb_backend_server":                 "alicloud:slb/backendServer:BackendServer",
	"alicloud_slb_acl":                            "alicloud:slb/acl:Acl",
	"alicloud_slb_acl_entry_attachment":           "alicloud:slb/aclEntryAttachment:AclEntryAttachment",
	"alicloud_slb_tls_cipher_policy":              "alicloud:slb/tlsCipherPolicy:TlsCipherPolicy",
	"alicloud_slb_rule":                           "alicloud:slb/rule:Rule",
	"alicloud_slb_ca_certificate":                 "alicloud:slb/caCertificate:CaCertificate",
	"alicloud_slb_server_certificate":             "alicloud:slb/serverCertificate:ServerCertificate",
	"alicloud_slb_master_slave_server_group":      "alicloud:slb/masterSlaveServerGroup:MasterSlaveServerGroup",
	"alicloud_slb_domain_extension":               "alicloud:slb/domainExtension:DomainExtension",

	"alicloud_alb_load_balancer":                              "alicloud:alb/loadBalancer:LoadBalancer",
	"alicloud_alb_load_balancer_security_group_attachment":    "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
	"alicloud_alb_listener":                                   "alicloud:alb/listener:Listener",
	"alicloud_alb_listener_acl_attachment":                    "alicloud:alb/listenerAclAttachment:ListenerAclAttachment",
	"alicloud_alb_load_balancer_access_log_config_attachment": "alicloud:alb/loadBalancerAccessLogConfigAttachment:LoadBalancerAccessLogConfigAttachment",
	"alicloud_alb_rule":                                       "alicloud:alb/rule:Rule",
	"alicloud_alb_server_group":                               "alicloud:alb/serverGroup:ServerGroup",
	"alicloud_alb_acl":                                        "alicloud:alb/acl:Acl",
	"alicloud_alb_acl_entry_attachment":                       "alicloud:alb/aclEntryAttachment:AclEntryAttachment",
	"alicloud_alb_security_policy":                            "alicloud:alb/securityPolicy:SecurityPolicy",
	"alicloud_alb_listener_additional_certificate_attachment": "alicloud:alb/listenerAdditionalCertificateAttachment:ListenerAdditionalCertificateAttachment",
	"alicloud_alb_health_check_template":                      "alicloud:alb/healthCheckTemplate:HealthCheckTemplate",

	"alicloud_nlb_load_balancer":                           "alicloud:nlb/loadBalancer:LoadBalancer",
	"alicloud_nlb_listener":                                "alicloud:nlb/listener:Listener",
	"alicloud_nlb_server_group":                            "alicloud:nlb/serverGroup:ServerGroup",
	"alicloud_nlb_security_policy":                         "alicloud:nlb/securityPolicy:SecurityPolicy",
	"alicloud_nlb_load_balancer_security_group_attachment": "alicloud:nlb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
	"alicloud_nlb_server_group_server_attachment":          "alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment",

	// The policy pack follows these to the instances of a back end. Previews only: the local cloud does not implement them.
	"alicloud_ess_alb_server_group_attachment": "alicloud:ess/albServerGroupAttachment:AlbServerGroupAttachment",
	"alicloud_ess_attachment":                  "alicloud:ess/attachment:Attachment",
	"alicloud_ess_scaling_configuration":       "alicloud:ess/scalingConfiguration:ScalingConfiguration",
	"alicloud_ess_scaling_group":               "alicloud:ess/scalingGroup:ScalingGroup",
	"alicloud_ess_scalinggroup_vserver_groups": "alicloud:ess/scalingGroupVServerGroups:ScalingGroupVServerGroups",
	"alicloud_ess_server_group_attachment":     "alicloud:ess/serverGroupAttachment:ServerGroupAttachment",
	"alicloud_ram_policy":                      "alicloud:ram/policy:Policy",
	"alicloud_ram_role":                        "alicloud:ram/role:Role",
	"alicloud_ecs_ram_role_attachment":         "alicloud:ecs/ramRoleAttachment:RamRoleAttachment",
	"alicloud_ram_role_policy_attachment":      "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",

	"alicloud_api_gateway_vpc_access":              "alicloud:apigateway/vpcAccess:VpcAccess",
	"alicloud_api_gateway_group":                   "alicloud:apigateway/group:Group",
	"alicloud_api_gateway_api":                     "alicloud:apigateway/api:Api",
	"alicloud_api_gateway_app":                     "alicloud:apigateway/app:App",
	"alicloud_api_gateway_app_attachment":          "alicloud:apigateway/appAttachment:AppAttachment",
	"alicloud_api_gateway_plugin":                  "alicloud:apigateway/plugin:Plugin",
	"alicloud_api_gateway_plugin_attachment":       "alicloud:apigateway/pluginAttachment:PluginAttachment",
	"alicloud_api_gateway_group_plugin_attachment": "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
	"alicloud_api_gateway_instance":                "alicloud:apigateway/instance:Instance",
	"alicloud_api_gateway_access_control_list":     "alicloud:apigateway/accessControlList:AccessControlList",
	"alicloud_api_gateway_acl_entry_attachment":    "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment",
	"alicloud_api_gateway_instance_acl_attachment": "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment",
	"alicloud_api_gateway_log_config":              "alicloud:apigateway/logConfig:LogConfig",
	"alicloud_api_gateway_backend":                 "alicloud:apigateway/backend:Backend",
	"alicloud_api_gateway_model":                   "alicloud:apigateway/model:Model",

	"alicloud_alidns_record":                        "alicloud:dns/alidnsRecord:AlidnsRecord",
	"alicloud_alidns_domain":                        "alicloud:dns/alidnsDomain:AlidnsDomain",
	"alicloud_ssl_certificates_service_certificate": "alicloud:cas/serviceCertificate:ServiceCertificate",
	"alicloud_log_project":                          "alicloud:log/project:Project",
	"alicloud_log_store":                            "alicloud:log/store:Store",
	"alicloud_log_store_index":                      "alicloud:log/storeIndex:StoreIndex",
	"alicloud_ros_stack":                            "alicloud:ros/stack:Stack",

	"alicloud_resource_manager_resource_group": "alicloud:resourcemanager/resourceGroup:ResourceGroup",
	"alicloud_ram_group":                       "alicloud:ram/group:Group",
	"alicloud_ram_group_membership":            "alicloud:ram/groupMembership:GroupMembership",
	"alicloud_ram_user_policy_attachment":      "alicloud:ram/userPolicyAttachment:UserPolicyAttachment",
	"alicloud_ram_group_policy_attachment":     "alicloud:ram/groupPolicyAttachment:GroupPolicyAttachment",
	"alicloud_ram_access_key":                  "alicloud:ram/accessKey:AccessKey",
}

// functionTokens does the same for the data sources.
var functionTokens = map[string]tokens.ModuleMember{
	"alicloud_zones":              "alicloud:index/getZones:getZones",
	"alicloud_regions":            "alicloud:index/getRegions:getRegions",
	"alicloud_account":            "alicloud:index/getAccount:getAccount",
	"alicloud_caller_identity":    "alicloud:index/getCallerIdentity:getCallerIdentity",
	"alicloud_images":             "alicloud:ecs/getImages:getImages",
	"alicloud_instance_types":     "alicloud:ecs/getInstanceTypes:getInstanceTypes",
	"alicloud_slb_zones":          "alicloud:slb/getZones:getZones",
	"alicloud_alb_zones":          "alicloud:alb/getZones:getZones",
	"alicloud_log_projects":       "alicloud:log/getProjects:getProjects",
	"alicloud_vswitches":          "alicloud:vpc/getSwitches:getSwitches",
	"alicloud_vpc_ipv6_addresses": "alicloud:vpc/getIpv6Addresses:getIpv6Addresses",
}

// single is a list that the SDK has as one object.
var single = &tfbridge.SchemaInfo{MaxItemsOne: tfbridge.True()}

// resourceFields are the properties that the SDK does not derive from the provider's code.
var resourceFields = map[string]map[string]*tfbridge.SchemaInfo{
	"alicloud_instance": {"network_interfaces": single},
	"alicloud_alb_listener": {
		"certificates": single,
		// Superseded by x_forwarded_for_config, whose Pulumi name would be nearly the same.
		"xforwarded_for_config": {Omit: true},
	},
}
