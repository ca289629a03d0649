import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import { ClassicLoadBalancer, GatewayAccess, Network, NginxService } from "../../../components";

/** Resources that a program creates beside the `VpcApi`, by name, for arguments that refer to existing resources. */
export type Around = Record<string, pulumi.Input<string>>;

/** A value of an argument, or a function of the resources that the program creates. */
export type Value = unknown | ((around: Around) => unknown);

/** Answers of each service by path. */
export const pages = { "index.html": "home", a: "page a", "items/1": "item 1" };

/**
 * Creates two VPCs with a service on two ports behind two load balancers each, and two security groups of its
 * instances.
 */
export function existingThings(): Around {
  return Object.assign({}, ...["first", "second"].map(existingService));
}

function existingService(name: string, index: number): Around {
  const network = new Network(name, { cidrBlock: `10.${index}.0.0/16`, zones: 2 });
  const { vpcId } = network;
  const [vswitch, otherVSwitch] = network.vswitches;
  if (!vswitch || !otherVSwitch) throw new Error("The network has too few vSwitches.");
  const other = new alicloud.ecs.SecurityGroup(`${name}-other`, { vpcId });
  const nginxConfig = [80, 8088].map((port) => `server { listen ${port}; root /srv/www; }`).join("\n");
  const service = new NginxService(name, {
    ...{ vpcId, vswitchIds: [vswitch.id], instances: 2, pages, nginxConfig },
    transform: {
      instance: (args) => {
        const [own] = args.securityGroups as pulumi.Input<string>[];
        args.securityGroups = [own as pulumi.Input<string>, other.id];
      },
    },
  });
  const balancers = [80, 8088].map(
    (servicePort) =>
      new ClassicLoadBalancer(`${name}-${servicePort}`, {
        ...{ vswitchId: vswitch.id, instances: service.instances, servicePort },
        port: servicePort + 100,
      }),
  );
  const [one, two] = service.instances;
  const [balancer, otherBalancer] = balancers;
  if (!one || !two || !balancer || !otherBalancer) throw new Error("The service is not whole.");
  return {
    [`${name}.vpc`]: vpcId,
    [`${name}.vswitch`]: vswitch.id,
    [`${name}.otherVSwitch`]: otherVSwitch.id,
    [`${name}.instance`]: one.id,
    [`${name}.otherInstance`]: two.id,
    [`${name}.balancer`]: balancer.loadBalancerId,
    [`${name}.otherBalancer`]: otherBalancer.loadBalancerId,
    [`${name}.group`]: service.securityGroupId,
    [`${name}.otherGroup`]: other.id,
  };
}

export function logs(): Around {
  return Object.assign(
    {},
    ...["first", "second"].map((name) => {
      const project = new alicloud.log.Project(name, { projectName: `sweep-${name}` });
      const store = new alicloud.log.Store(name, {
        projectName: project.projectName,
        logstoreName: `${name}-store`,
      });
      return { [`${name}.project`]: project.projectName, [`${name}.store`]: store.logstoreName };
    }),
  );
}

/** The value of a resource beside the `VpcApi`, by name. */
export const made = (name: string) => (around: Around) => around[name];

/** Creates an authorization for each of the existing services. */
export function sharedThings(): Around {
  const around = existingThings();
  for (const name of ["first", "second"]) {
    const access = new GatewayAccess(name, {
      accessName: `sweep-${name}`,
      vpcId: around[`${name}.vpc`] as pulumi.Input<string>,
      target: around[`${name}.balancer`] as pulumi.Input<string>,
      securityGroupId: around[`${name}.group`] as pulumi.Input<string>,
      ...{ port: 180, servicePort: 80 },
    });
    around[`${name}.accessName`] = access.accessName;
    around[`${name}.accessId`] = access.accessId;
  }
  return around;
}

/** Arguments of `VpcApi` that refer to one of these authorizations. */
export const sharedAccess = (name: string) => ({
  accessName: made(`${name}.accessName`),
  accessId: made(`${name}.accessId`),
  target: made(`${name}.balancer`),
  port: 180,
  securityGroupId: made(`${name}.group`),
  servicePort: 80,
  instanceId: "api-shared-vpc-001",
});
