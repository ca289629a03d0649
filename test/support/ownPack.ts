import { VpcApiPolicyPack } from "../../policy/pack";

/** A pack that a team has made of ours and two policies of its own, which tell what they are given. */
new VpcApiPolicyPack("own", {
  policies: [
    {
      name: "own-resource",
      description: "Tells the inputs.",
      validateResource: async ({ props }, report) => report(JSON.stringify(props)),
    },
    {
      name: "own-stack",
      description: "Tells the resources, and what they come from.",
      validateStack: async ({ resources }, report) => {
        await Promise.resolve();
        for (const { urn, props, propertyDependencies } of resources) {
          const sources = Object.values(propertyDependencies).flatMap((all) => all.map(({ name }) => name));
          report(`${JSON.stringify(props)} from ${sources}`, urn);
        }
      },
    },
  ],
});
