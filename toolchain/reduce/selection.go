package main

import (
	"regexp"
	"slices"
	"strings"
)

// selection says which packages of a module are copied declaration by declaration. All others are used as they are.
type selection struct {
	// folders are those of the packages, below the module; packages below them are included. "" is the whole module.
	folders []string
	// generated tells that the module has types with a method for each call of a cloud service. Of these types, only
	// the methods whose name is used are kept. All other types keep all methods, which may satisfy an interface.
	generated bool
}

var selections = map[string]selection{
	providerModule: {folders: []string{""}, generated: true},
	// The SDKs of the cloud, with a package for each service.
	"github.com/aliyun/alibaba-cloud-sdk-go":     {folders: []string{"services"}, generated: true},
	"github.com/aliyun/aliyun-datahub-sdk-go":    {folders: []string{""}, generated: true},
	"github.com/aliyun/aliyun-log-go-sdk":        {folders: []string{""}, generated: true},
	"github.com/aliyun/aliyun-oss-go-sdk":        {folders: []string{""}, generated: true},
	"github.com/aliyun/aliyun-tablestore-go-sdk": {folders: []string{""}, generated: true},
	"github.com/aliyun/fc-go-sdk":                {folders: []string{""}, generated: true},
	// Leaves out the framework for acceptance tests and the installer of providers.
	"github.com/hashicorp/terraform-plugin-sdk": {folders: []string{"helper/resource", "internal/plugin/discovery"}},
	// Leaves out component providers, which need the SDK for Pulumi programs in Go.
	"github.com/pulumi/pulumi/sdk/v3": {folders: []string{"go/pulumi/provider"}},
	// Leaves out the generators of schemas and SDKs.
	"github.com/pulumi/pulumi-terraform-bridge/v3": {folders: []string{"pkg/pf/tfbridge"}},
}

const (
	providerModule = "github.com/aliyun/terraform-provider-alicloud"
	// clientType is the provider's struct with a field for the client of each service. Only the fields that are used
	// are kept.
	clientType = "AliyunClient"
)

// resourceName matches a string literal that names a resource or data source of the provider.
var resourceName = regexp.MustCompile(`^"alicloud_\w+"$`)

// callsType matches the types that have a method for each call of a service.
var callsType = regexp.MustCompile(`(Client|Service)(V\d)?$`)

// isReduced tells whether the package in that folder of the module is copied declaration by declaration.
func isReduced(module, folder string) bool {
	return slices.ContainsFunc(selections[module].folders, func(selected string) bool {
		return selected == "" || folder == selected || strings.HasPrefix(folder, selected+"/")
	})
}

// hasReducedBelow tells whether a package somewhere below that folder of the module is.
func hasReducedBelow(module, folder string) bool {
	return slices.ContainsFunc(selections[module].folders, func(selected string) bool {
		return strings.HasPrefix(selected, folder+"/")
	})
}
