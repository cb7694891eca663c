/** The program of an example under Pulumi's mocks. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { withDomainGroups } from "../../provider/testing/mocks";
import { root } from "../setup/root";

/** A resource that the program made. */
export interface Made extends pulumi.runtime.MockResourceArgs {
  opts: pulumi.CustomResourceOptions;
}

export interface Ran {
  /** What the program exports, as plain values. */
  outputs: { [name: string]: unknown };
  /** In no order. */
  resources: Made[];
}

/** `mocks`: of all that is no group. */
export async function runExample(
  name: string,
  config: { [key: string]: string },
  mocks: Pick<pulumi.runtime.Mocks, "newResource" | "call">,
): Promise<Ran> {
  const resources: Made[] = [];
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const groups = withDomainGroups(mocks);
  const newResource = (resource: pulumi.runtime.MockResourceArgs) => {
    resources.push({ ...resource, opts: options.get(`${resource.type} ${resource.name}`) ?? {} });
    return groups.newResource(resource);
  };
  await pulumi.runtime.setMocks({ ...groups, newResource }, name, "dev");
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`${name}:${key}`, value])),
  );
  const exported = await pulumi.runtime.runInPulumiStack(async () => {
    // Mocks are not told of the options.
    pulumi.runtime.registerStackTransformation((resource) => {
      options.set(`${resource.type} ${resource.name}`, resource.opts);
      return undefined;
    });
    return fresh(join(root, "examples", name, "index.ts"));
  });
  await pulumi.runtime.disconnect();
  return { outputs: await plain(pulumi.output(exported ?? {})), resources };
}

/** A program runs when it is loaded. */
function fresh(program: string): Promise<unknown> {
  delete require.cache[program];
  return require(program);
}

function plain<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
