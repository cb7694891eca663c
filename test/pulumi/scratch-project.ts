/** Small projects outside of this one that have the built package as a dependency, laid out as each way of installing does it. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");
const PACKAGE = "pulumi-domain-group";

/** The text of the provider as the SDK makes it for a program: caught where it registers the resource. */
export const SERIALIZE = `
  const pulumi = require("@pulumi/pulumi");
  const newResource = ({ inputs }) => { process.stdout.write(inputs.__provider); return { id: "id", state: {} }; };
  pulumi.runtime.setMocks({ newResource, call: () => ({}) });
  const { DomainGroup } = require("pulumi-domain-group");
  new DomainGroup("brand", { primaryDomain: "example.com", distribution: { id: "E1" } });
`;

export type Layout = "npm" | "symlink" | "pnpm";

export interface Project {
  folder: string;
  /** Runs a script in the project; its standard output. */
  node(script: string, environment?: NodeJS.ProcessEnv): string;
  remove(): void;
}

/** npm: copied into node_modules. symlink: a link to a checkout (npm link, workspaces). pnpm: a link into a store whose paths hold the version. */
export function scratchProject(layout: Layout): Project {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "domain-group-"));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", dependencies: { [PACKAGE]: "*" } }));
  for (const name of readdirSync(join(ROOT, "node_modules")))
    link(join(ROOT, "node_modules", name), join(modules, name));
  install[layout](modules);
  return {
    folder,
    node: (script, environment = {}) =>
      execFileSync(process.execPath, ["-e", script], {
        cwd: folder,
        // Node's own warnings about what the serializer of the SDK touches.
        stdio: ["ignore", "pipe", "ignore"],
        encoding: "utf8",
        env: { ...process.env, ...environment },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const link = (target: string, path: string): void => symlinkSync(target, path, "junction");

const install: { [layout in Layout]: (modules: string) => void } = {
  npm: (modules) => copyPackage(join(modules, PACKAGE)),
  symlink: (modules) => link(ROOT, join(modules, PACKAGE)),
  pnpm: (modules) => {
    const store = join(modules, ".pnpm", `${PACKAGE}@0.0.0_@pulumi+pulumi@3.248.0`, "node_modules");
    mkdirSync(store, { recursive: true });
    copyPackage(join(store, PACKAGE));
    link(join(store, PACKAGE), join(modules, PACKAGE));
  },
};

/** What `npm publish` sends, as far as programs load it. */
function copyPackage(folder: string): void {
  mkdirSync(folder);
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  cpSync(join(ROOT, "dist"), join(folder, "dist"), { recursive: true });
}
