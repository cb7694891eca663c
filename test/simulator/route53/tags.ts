import { childOf, element, textAt, type XmlElement } from "../codec/xml";
import { invalidInput } from "./errors";
import type { HostedZone } from "./facts";

/** Health checks have tags too, but are not simulated. */
export function checkTagged(resourceType: string | undefined): void {
  if (resourceType !== "hostedzone") {
    throw invalidInput(`Invalid request: there are no tags of a ${resourceType} here`);
  }
}

export function changeTags(zone: HostedZone, body: XmlElement): void {
  const added = childOf(body, "AddTags")?.children ?? [];
  const removed = childOf(body, "RemoveTagKeys")?.children ?? [];
  if (added.length === 0 && removed.length === 0) {
    throw invalidInput("Invalid request: Expected tags to add or to remove");
  }
  const tags = new Map(zone.tags);
  for (const key of removed) {
    tags.delete(key.text);
  }
  for (const tag of added) {
    tags.set(textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? "");
  }
  zone.tags = tags;
}

export function tagSetElement(zone: HostedZone): XmlElement {
  return element("ResourceTagSet", [
    element("ResourceType", "hostedzone"),
    element("ResourceId", zone.id),
    element(
      "Tags",
      [...zone.tags].map(([key, value]) => element("Tag", [element("Key", key), element("Value", value)])),
    ),
  ]);
}
