package main

import (
	"strconv"

	"github.com/aliyun/terraform-provider-alicloud/alicloud/connectivity"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
)

// call makes one RPC call to API Gateway with the provider's own client.
func call(meta interface{}, action string, parameters map[string]interface{}) (map[string]interface{}, error) {
	return meta.(*connectivity.AliyunClient).RpcPost("CloudAPI", "2016-07-14", action, nil, parameters, true)
}

func rows(answer map[string]interface{}, container, list string) []map[string]interface{} {
	var found []map[string]interface{}
	outer, _ := answer[container].(map[string]interface{})
	items, _ := outer[list].([]interface{})
	for _, item := range items {
		if row, ok := item.(map[string]interface{}); ok {
			found = append(found, row)
		}
	}
	return found
}

func portOf(d *schema.ResourceData) string {
	return strconv.Itoa(d.Get("port").(int))
}
