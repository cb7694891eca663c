import type { RestOperation } from "../codec/rest-service";
import { type RestCall, xmlResponse } from "../codec/rest-xml";
import { element, optionalElement, textAt, type XmlElement } from "../codec/xml";
import { type Conflict, conflictsOf, isKnownAsker, masked } from "./conflicts";
import { entityNotFound, invalidArgument, noSuchDistribution } from "./errors";
import type { Distribution } from "./facts";
import { namedDistribution } from "./named-distribution";
import type { Page } from "./paging";
import type { CloudFrontState } from "./state";
import { NAMESPACE, sentBody } from "./wire";

/** Who holds an alias. */
export const CONFLICT_OPERATIONS: readonly RestOperation<CloudFrontState>[] = [
  {
    operation: "ListConflictingAliases",
    method: "GET",
    path: "/2020-05-31/conflicting-alias",
    write: false,
    run(state, call) {
      const asker = askingDistribution(state, call);
      const { query } = call.request;
      const conflicts = conflictsOf(state, call.caller, query["Alias"] ?? "", asker, query);
      return xmlResponse(200, NAMESPACE, aliasesElement(conflicts));
    },
  },
  {
    operation: "ListDomainConflicts",
    method: "POST",
    path: "/2020-05-31/domain-conflicts",
    write: false,
    run(state, call) {
      const sent = sentBody(call, "ListDomainConflictsRequest");
      const asker = namedDistribution(state, call.caller.account, sent, "DomainControlValidationResource");
      if (!isKnownAsker(state, call.caller, asker)) {
        throw entityNotFound();
      }
      const domain = textAt(sent, "Domain") ?? "";
      const wanted = { Marker: textAt(sent, "Marker"), MaxItems: textAt(sent, "MaxItems") };
      const conflicts = conflictsOf(state, call.caller, domain, asker, wanted);
      return xmlResponse(200, NAMESPACE, domainsElement(conflicts));
    },
  },
];

/** One of another account is not told from one that does not exist: AccessDenied is no error of this operation. */
function askingDistribution(state: CloudFrontState, { request, caller }: RestCall): Distribution {
  const id = request.query["DistributionId"];
  if (id === undefined) {
    throw invalidArgument("The parameter DistributionId is required.");
  }
  const found = state.facts.distributions.get(id);
  const isOurs = found !== undefined && found.deletedAt === undefined && found.account === caller.account;
  if (!isOurs || !isKnownAsker(state, caller, found)) {
    throw noSuchDistribution();
  }
  return found;
}

function aliasesElement({ items, next, size }: Page<Conflict>): XmlElement {
  const conflicts = items.map(({ alias, distribution }) =>
    element("ConflictingAlias", [
      element("Alias", alias),
      element("DistributionId", masked(distribution.id)),
      element("AccountId", masked(distribution.account)),
    ]),
  );
  return element("ConflictingAliasesList", [
    optionalElement("NextMarker", next),
    element("MaxItems", size),
    element("Quantity", items.length),
    items.length === 0 ? undefined : element("Items", conflicts),
  ]);
}

function domainsElement({ items, next }: Page<Conflict>): XmlElement {
  // The list and each of its items have the same name.
  const conflicts = items.map(({ alias, distribution }) =>
    element("DomainConflicts", [
      element("Domain", alias),
      element("ResourceType", "distribution"),
      element("ResourceId", masked(distribution.id)),
      element("AccountId", masked(distribution.account)),
    ]),
  );
  return element("ListDomainConflictsResult", [
    element("DomainConflicts", conflicts),
    optionalElement("NextMarker", next),
  ]);
}
