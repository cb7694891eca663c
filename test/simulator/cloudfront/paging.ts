import { pageSize } from "../codec/rest-xml";
import { element, optionalElement, type XmlElement } from "../codec/xml";
import { invalidArgument } from "./errors";

const LARGEST_PAGE = 100;

export interface Page<T> {
  marker: string;
  size: number;
  items: readonly T[];
  /** The id of the last item, when there are more. */
  next: string | undefined;
}

/** `Marker` and `MaxItems`, where the request has them. */
export interface PageQuery {
  readonly [name: string]: string | undefined;
}

/**
 * The page that the query asks for. `Marker` is the id of the last item of the page before.
 *
 * @param own in the order of the list, with those that it no longer shows: a marker may name one that is gone by now
 */
export function pageOf<T extends { readonly id: string }>(
  own: readonly T[],
  query: PageQuery,
  isListed: (item: T) => boolean,
): Page<T> {
  const size = pageSize(query["MaxItems"], LARGEST_PAGE, LARGEST_PAGE);
  if (size === undefined) {
    throw invalidArgument("The parameter MaxItems is not valid.");
  }
  const marker = query["Marker"] ?? "";
  const from = marker === "" ? 0 : own.findIndex((each) => each.id === marker) + 1;
  if (marker !== "" && from === 0) {
    throw invalidArgument("The parameter Marker is not valid.");
  }
  const listed = own.slice(from).filter(isListed);
  const items = listed.slice(0, size);
  return { marker, size, items, next: listed.length > items.length ? items.at(-1)?.id : undefined };
}

export function pageElement<T>(name: string, page: Page<T>, summary: (item: T) => XmlElement): XmlElement {
  return element(name, [
    element("Marker", page.marker),
    optionalElement("NextMarker", page.next),
    element("MaxItems", page.size),
    element("IsTruncated", page.next !== undefined),
    element("Quantity", page.items.length),
    page.items.length === 0 ? undefined : element("Items", page.items.map(summary)),
  ]);
}
