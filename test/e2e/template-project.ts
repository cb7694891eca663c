/** The project that `pulumi new typescript` makes, with a program that uses the package. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { LocalWorkspace, type OutputMap, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { World } from "./world";

const NAME = "template";

const PACKAGE = {
  name: NAME,
  main: "index.ts",
  devDependencies: { "@types/node": "^18", typescript: "^5.0.0" },
  dependencies: {},
};

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts", "index.test.ts"],
};

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { DomainGroup, formatRecords, parseDomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();

export const brand = new DomainGroup("brand", {
    primaryDomain: "www.customer.net",
    distribution: { id: config.require("distribution") },
    resolvers: [config.require("resolver")],
    ports: { dns: config.requireNumber("dnsPort") },
});
export const zoneFile = brand.dnsRecords.apply(records => formatRecords(records, "zone-file"));
export const isSettled = (value: unknown): boolean => parseDomainGroup(value).settled;
`;

const TEST = `import * as pulumi from "@pulumi/pulumi";
import { exampleState, withDomainGroups } from "pulumi-domain-group/testing";

pulumi.runtime.setMocks(withDomainGroups({}, (_name, args) => exampleState(args, "caa-forbids")));
`;

/** Nothing is installed yet. */
export function writeTemplate(folder: string): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: ${NAME}\ndescription: A minimal TypeScript Pulumi program\nruntime: nodejs\n`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify(PACKAGE, null, 4));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG, null, 4));
  writeFileSync(join(folder, "index.ts"), PROGRAM);
  writeFileSync(join(folder, "index.test.ts"), TEST);
}

/** One `pulumi up` of an installed project, and one `pulumi destroy`; what the stack's outputs were. */
export async function upAndDown(folder: string, world: World): Promise<OutputMap> {
  const stack = await stackOf(folder, world);
  await stack.setAllConfig({
    distribution: { value: world.distributionId },
    resolver: { value: world.dns },
    dnsPort: { value: String(world.dnsPort) },
  });
  const { outputs } = await stack.up();
  await stack.destroy();
  return outputs;
}

async function stackOf(workDir: string, { environment }: World): Promise<Stack> {
  const { findPulumi, pulumiEnvironment } = await import("../setup/pulumi-cli.mjs");
  const backend = join(workDir, ".state");
  mkdirSync(backend);
  const { folder: cli = "" } = findPulumi() ?? {};
  const envVars = Object.entries({ ...pulumiEnvironment({ backend }), ...environment });
  return LocalWorkspace.createOrSelectStack(
    // A name of its own: a group that was made and destroyed within the hour under the same name waits for ACM to forget it.
    { stackName: basename(workDir), workDir },
    {
      envVars: Object.fromEntries(envVars.map(([name, value]) => [name, value ?? ""])),
      pulumiCommand: await PulumiCommand.get({ root: dirname(cli) }),
    },
  );
}
