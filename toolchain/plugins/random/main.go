// Command pulumi-resource-random serves the code of the Terraform provider "random" as a Pulumi resource
// plugin, for machines that cannot download Pulumi's own build of it.
package main

import (
	"context"
	"encoding/json"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-random/upstream"

	"alicloud-vpc-api/toolchain/plugins/describe"
)

// version is the release of the @pulumi/random SDK that this plugin answers to; set by the linker.
var version string

// resourceTokens names each resource as the published @pulumi/random SDK does; a test compares the two.
var resourceTokens = map[string]tokens.Type{
	"random_bytes":    "random:index/randomBytes:RandomBytes",
	"random_id":       "random:index/randomId:RandomId",
	"random_integer":  "random:index/randomInteger:RandomInteger",
	"random_password": "random:index/randomPassword:RandomPassword",
	"random_pet":      "random:index/randomPet:RandomPet",
	"random_shuffle":  "random:index/randomShuffle:RandomShuffle",
	"random_string":   "random:index/randomString:RandomString",
	"random_uuid":     "random:index/randomUuid:RandomUuid",
}

func main() {
	info := providerInfo(version)
	if describe.Asked() {
		describe.Print(info)
		return
	}
	packageSchema, err := json.Marshal(map[string]string{"name": "random", "version": version})
	if err != nil {
		panic(err)
	}
	pf.Main(context.Background(), "random", info, pf.ProviderMetadata{PackageSchema: packageSchema})
}

func providerInfo(version string) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            pf.ShimProvider(upstream.New()),
		Name:         "random",
		Version:      version,
		Resources:    map[string]*tfbridge.ResourceInfo{},
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	for name, token := range resourceTokens {
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: token}
	}
	info.Resources["random_bytes"].ComputeID = idFromBase64
	return info
}
