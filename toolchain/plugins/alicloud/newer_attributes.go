package main

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
)

// addNewerAttributes gives the provider the two attributes that the published @pulumi/alicloud SDK has and
// this release of the provider's code does not know yet: how an API takes an AppCode, and the Host of a VPC
// access authorization.
func addNewerAttributes(provider *schema.Provider) {
	addAppCodeAuthType(provider.ResourcesMap["alicloud_api_gateway_api"])
	addVpcTargetHostName(provider.ResourcesMap["alicloud_api_gateway_vpc_access"])
}

func addAppCodeAuthType(api *schema.Resource) {
	api.Schema["app_code_auth_type"] = &schema.Schema{Type: schema.TypeString, Optional: true, Computed: true}
	create, read, update := api.Create, api.Read, api.Update

	configure := func(d *schema.ResourceData, meta interface{}) error {
		groupID, apiID, ok := strings.Cut(d.Id(), ":")
		if !ok {
			return errors.New("the id of an API is <group>:<api>, not " + d.Id())
		}
		if _, err := call(meta, "ModifyApiConfiguration", map[string]interface{}{
			"ApiId": apiID, "AppCodeAuthType": d.Get("app_code_auth_type"),
		}); err != nil {
			return err
		}
		for _, stage := range d.Get("stage_names").(*schema.Set).List() {
			if _, err := call(meta, "DeployApi", map[string]interface{}{
				"GroupId": groupID, "ApiId": apiID, "StageName": stage, "Description": "Terraform Deploy",
			}); err != nil {
				return err
			}
		}
		return nil
	}
	readBack := func(d *schema.ResourceData, meta interface{}) error {
		if err := read(d, meta); err != nil || d.Id() == "" {
			return err
		}
		groupID, apiID, _ := strings.Cut(d.Id(), ":")
		answer, err := call(meta, "DescribeApi", map[string]interface{}{"GroupId": groupID, "ApiId": apiID})
		if err != nil {
			return err
		}
		return d.Set("app_code_auth_type", answer["AppCodeAuthType"])
	}

	api.Read = readBack
	api.Create = func(d *schema.ResourceData, meta interface{}) error {
		if err := create(d, meta); err != nil {
			return err
		}
		if d.Get("app_code_auth_type").(string) != "" {
			if err := configure(d, meta); err != nil {
				// The state must not hold what the cloud does not have, or the next update would see no change.
				return errors.Join(err, d.Set("app_code_auth_type", ""))
			}
		}
		return readBack(d, meta)
	}
	api.Update = func(d *schema.ResourceData, meta interface{}) error {
		wanted, changed := d.Get("app_code_auth_type"), d.HasChange("app_code_auth_type")
		if err := update(d, meta); err != nil {
			return err
		}
		if changed && wanted.(string) != "" {
			if err := d.Set("app_code_auth_type", wanted); err != nil {
				return err
			}
			if err := configure(d, meta); err != nil {
				return err
			}
		}
		return readBack(d, meta)
	}
}

func addVpcTargetHostName(access *schema.Resource) {
	access.Schema["vpc_target_host_name"] = &schema.Schema{Type: schema.TypeString, Optional: true, ForceNew: true}
	create, read := access.Create, access.Read

	access.Read = func(d *schema.ResourceData, meta interface{}) error {
		if err := read(d, meta); err != nil || d.Id() == "" {
			return err
		}
		answer, err := call(meta, "DescribeVpcAccesses", map[string]interface{}{
			"Name": d.Get("name"), "VpcId": d.Get("vpc_id"), "InstanceId": d.Get("instance_id"), "Port": d.Get("port"),
		})
		if err != nil {
			return err
		}
		for _, row := range rows(answer, "VpcAccessAttributes", "VpcAccessAttribute") {
			if row["Name"] == d.Get("name") {
				return d.Set("vpc_target_host_name", row["VpcTargetHostName"])
			}
		}
		return nil
	}
	access.Create = func(d *schema.ResourceData, meta interface{}) error {
		host := d.Get("vpc_target_host_name").(string)
		if host == "" {
			return create(d, meta)
		}
		if _, err := call(meta, "SetVpcAccess", map[string]interface{}{
			"Name": d.Get("name"), "VpcId": d.Get("vpc_id"), "InstanceId": d.Get("instance_id"),
			"Port": d.Get("port"), "VpcTargetHostName": host,
		}); err != nil {
			return err
		}
		d.SetId(strings.Join([]string{
			d.Get("name").(string), d.Get("vpc_id").(string), d.Get("instance_id").(string), portOf(d),
		}, ":"))
		return access.Read(d, meta)
	}
}
