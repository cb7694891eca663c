import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element with either child elements or text. Immutable, so that facts can keep it as it was sent and answers can share it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type XmlContent = string | number | boolean | readonly (XmlElement | undefined)[];

/** `undefined` among the children is left out: optional members stay readable where they are written. */
export function element(name: string, content: XmlContent, attributes: { [name: string]: string } = {}): XmlElement {
  if (typeof content === "object") {
    return { name, attributes, children: content.filter((child) => child !== undefined), text: "" };
  }
  return { name, attributes, children: [], text: String(content) };
}

export function optionalElement(name: string, text: string | number | undefined): XmlElement | undefined {
  return text === undefined ? undefined : element(name, text);
}

export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name);
}

/** Text at a path such as `HostedZoneConfig/Comment`; `undefined` when an element on the way is missing. */
export function textAt(parent: XmlElement | undefined, path: string): string | undefined {
  let current = parent;
  for (const name of path.split("/")) {
    current = childOf(current, name);
  }
  return current?.text;
}

/** Puts children in place of those of the same name, or at the end. */
export function withChild(parent: XmlElement, child: XmlElement): XmlElement {
  const replaced = childOf(parent, child.name) !== undefined;
  return {
    ...parent,
    children: replaced
      ? parent.children.map((each) => (each.name === child.name ? child : each))
      : [...parent.children, child],
  };
}

export function withoutAttributes(root: XmlElement): XmlElement {
  return { ...root, attributes: {} };
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  attributesGroupName: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric references: the SDKs write line breaks as `&#xA;`.
  htmlEntities: true,
});

/** `undefined` when the text is not one well-formed element. */
export function parseXml(text: string): XmlElement | undefined {
  if (XMLValidator.validate(text) !== true) {
    return undefined;
  }
  const roots = elementsOf(parser.parse(text));
  return roots.length === 1 ? roots[0] : undefined;
}

// With `preserveOrder` the parser gives a list of nodes: `{"#text": "..."}` or `{[name]: node[], ":@": {attribute: value}}`.
function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) {
    return [];
  }
  return nodes.flatMap((node: { [key: string]: unknown }) => {
    const name = Object.keys(node).find((key) => key !== "#text" && key !== ":@");
    return name === undefined ? [] : [elementFrom(name, node)];
  });
}

function elementFrom(name: string, node: { [key: string]: unknown }): XmlElement {
  const content = node[name];
  const children = elementsOf(content);
  const attributes = (node[":@"] ?? {}) as { [name: string]: string };
  return { name, attributes, children, text: children.length > 0 ? "" : textOf(content) };
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) {
    return "";
  }
  return nodes.map((node: { [key: string]: unknown }) => String(node["#text"] ?? "")).join("");
}

export function renderXml(root: XmlElement): string {
  const attributes = Object.entries(root.attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
  const content = root.children.length > 0 ? root.children.map(renderXml).join("") : escapeXml(root.text);
  return content === "" ? `<${root.name}${attributes}/>` : `<${root.name}${attributes}>${content}</${root.name}>`;
}

const ESCAPES: { [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
  "\n": "&#xA;",
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n]/g, (character) => ESCAPES[character] ?? character);
}
