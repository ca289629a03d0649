// Command pulumi-resource-alicloud serves the code of the Terraform provider for Alibaba Cloud as a
// Pulumi resource plugin, for machines that cannot download Pulumi's own build of it.
package main

import (
	"encoding/json"

	"github.com/aliyun/terraform-provider-alicloud/alicloud"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv1 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v1"

	"alicloud-vpc-api/toolchain/plugins/describe"
)

// version is the release of the @pulumi/alicloud SDK that this plugin answers to; set by the linker.
var version string

func main() {
	info := providerInfo(version)
	if describe.Asked() {
		describe.Print(info)
		return
	}
	packageSchema, err := json.Marshal(map[string]string{"name": "alicloud", "version": version})
	if err != nil {
		panic(err)
	}
	tfbridge.Main("alicloud", version, info, packageSchema)
}

func providerInfo(version string) tfbridge.ProviderInfo {
	upstream := alicloud.Provider().(*schema.Provider)
	addNewerAttributes(upstream)
	upstream.ResourcesMap = only(upstream.ResourcesMap, resourceTokens)
	upstream.DataSourcesMap = only(upstream.DataSourcesMap, functionTokens)

	info := tfbridge.ProviderInfo{
		P:              shimv1.NewProvider(upstream),
		Name:           "alicloud",
		Version:        version,
		ResourcePrefix: "alicloud",
		Resources:      map[string]*tfbridge.ResourceInfo{},
		DataSources:    map[string]*tfbridge.DataSourceInfo{},
		Config: map[string]*tfbridge.SchemaInfo{
			"region": {Default: &tfbridge.DefaultInfo{EnvVars: []string{"ALIBABA_CLOUD_REGION", "ALICLOUD_REGION"}}},
		},
	}
	for name, token := range resourceTokens {
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: token, Fields: resourceFields[name]}
	}
	for name, token := range functionTokens {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: token}
	}
	info.SetAutonaming(255, "-")
	return info
}

// only keeps the resources with a token: what is not served costs start-up time.
func only[T any](all map[string]*schema.Resource, tokens map[string]T) map[string]*schema.Resource {
	kept := make(map[string]*schema.Resource, len(tokens))
	for name := range tokens {
		resource, ok := all[name]
		if !ok {
			panic("the provider has no " + name)
		}
		kept[name] = resource
	}
	return kept
}
