import { childOf, element, type XmlElement } from "../codec/xml";
import { invalidArgument } from "./errors";

/** Throws AwsError for the first that is missing. */
export function requireMembers(parent: XmlElement, names: readonly string[]): void {
  for (const name of names) {
    if (childOf(parent, name) === undefined) {
      throw invalidArgument(`The parameter ${name} is required.`);
    }
  }
}

/** Puts the children behind the parent's own, where those have none of the name. */
export function withMissing(parent: XmlElement, children: readonly XmlElement[]): XmlElement {
  const missing = children.filter((each) => childOf(parent, each.name) === undefined);
  return missing.length === 0 ? parent : { ...parent, children: [...parent.children, ...missing] };
}

export function listElement(name: string, items: readonly XmlElement[]): XmlElement {
  return element(name, [element("Quantity", items.length), element("Items", items)]);
}

export function itemsOf(list: XmlElement | undefined): readonly XmlElement[] {
  return childOf(list, "Items")?.children ?? [];
}

/** Changes the child of the name, where there is one. */
export function mapChild(parent: XmlElement, name: string, change: (child: XmlElement) => XmlElement): XmlElement {
  return { ...parent, children: parent.children.map((each) => (each.name === name ? change(each) : each)) };
}

export function mapItems(list: XmlElement, change: (item: XmlElement) => XmlElement): XmlElement {
  return mapChild(list, "Items", (items) => ({ ...items, children: items.children.map(change) }));
}
