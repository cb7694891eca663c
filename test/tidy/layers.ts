/** Who may import what. A layer is a folder of provider/ or its files of one name; it may always import itself. Lower layers first. */
export interface Layer {
  name: string;
  /** Layers of provider/. */
  layers: string[];
  /** Packages, by name or by scope (`@aws-sdk/`). */
  packages: string[];
  /** Node.js's own modules: all, none, or these. */
  node: boolean | string[];
}

const PURE = ["core", "ports"];
const LOOP = [...PURE, "observe", "act", "reconcile"];

export const LAYERS: Layer[] = [
  // node:url for UTS 46 alone: pure functions, and ICU's own tables.
  { name: "core", layers: [], packages: ["@noble/hashes", "tldts"], node: ["node:url"] },
  { name: "ports", layers: ["core"], packages: [], node: false },
  { name: "observe", layers: PURE, packages: [], node: false },
  { name: "act", layers: PURE, packages: [], node: false },
  { name: "reconcile", layers: LOOP, packages: [], node: false },
  { name: "rehearse", layers: [...LOOP], packages: [], node: false },
  { name: "aws", layers: PURE, packages: ["@aws-sdk/", "@smithy/", "@xmldom/xmldom"], node: true },
  { name: "dns", layers: PURE, packages: ["dns-packet"], node: true },
  // The stored provider requires this package by its name.
  {
    name: "pulumi",
    layers: [...LOOP, "rehearse", "aws", "dns"],
    packages: ["@pulumi/pulumi", "pulumi-domain-group"],
    node: true,
  },
  { name: "testing", layers: ["core", "pulumi"], packages: ["@pulumi/pulumi"], node: ["node:crypto"] },
  { name: "index", layers: ["core", "pulumi"], packages: [], node: false },
];

/** The layer of a file, given relative to provider/: that of its folder, or of its name up to a hyphen; undefined when it is in none. */
export function layerOf(file: string): Layer | undefined {
  const name = /^[a-z]+/.exec(file)?.[0];
  return LAYERS.find((layer) => layer.name === name);
}

export type Import =
  | { kind: "provider"; file: string }
  | { kind: "node" | "package"; name: string }
  | { kind: "outside"; name: string };

/** Whether a file of this layer may have this import. */
export function isAllowed(from: Layer, what: Import): boolean {
  switch (what.kind) {
    case "provider": {
      const target = layerOf(what.file);
      return target !== undefined && (target === from || from.layers.includes(target.name));
    }
    case "node":
      return typeof from.node === "boolean" ? from.node : from.node.includes(what.name);
    case "package":
      return from.packages.some((allowed) =>
        `${what.name}/`.startsWith(allowed.endsWith("/") ? allowed : `${allowed}/`),
      );
    case "outside":
      return false;
  }
}
