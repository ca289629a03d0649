import { VpcApiPolicyPack } from "../../policy/pack";

/** A custom pack with two additional policies, which report their input. */
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
