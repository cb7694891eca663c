import type { RestOperation } from "../codec/rest-service";
import { emptyResponse, xmlResponse } from "../codec/rest-xml";
import { element, textAt } from "../codec/xml";
import { invalidArgument } from "./errors";
import { checkIfMatch } from "./etags";
import { latestVersion } from "./facts";
import { ASSOCIATE_ALIAS, domainAssociation, moveAlias } from "./moves";
import { namedDistribution } from "./named-distribution";
import type { CloudFrontState } from "./state";
import { idOf, ifMatchOf, NAMESPACE, sentBody } from "./wire";
import { findDistribution } from "./writes";

/** An alias goes from one distribution to another. */
export const MOVE_OPERATIONS: readonly RestOperation<CloudFrontState>[] = [
  {
    operation: "AssociateAlias",
    method: "PUT",
    path: "/2020-05-31/distribution/{Id}/associate-alias",
    write: true,
    run(state, call) {
      const target = findDistribution(state, call.caller.account, idOf(call));
      const alias = call.request.query["Alias"];
      if (alias === undefined) {
        throw invalidArgument("The parameter Alias is required.");
      }
      moveAlias(state, alias, target, ASSOCIATE_ALIAS);
      return emptyResponse(200);
    },
  },
  {
    operation: "UpdateDomainAssociation",
    method: "POST",
    path: "/2020-05-31/domain-association",
    write: true,
    run(state, call) {
      const sent = sentBody(call, "UpdateDomainAssociationRequest");
      const target = namedDistribution(state, call.caller.account, sent, "TargetResource");
      const ifMatch = ifMatchOf(call);
      if (ifMatch !== undefined) {
        checkIfMatch(target.versions, ifMatch);
      }
      const domain = textAt(sent, "Domain") ?? "";
      moveAlias(state, domain, target, domainAssociation(state));
      const body = element("UpdateDomainAssociationResult", [
        element("Domain", domain),
        element("ResourceId", target.id),
      ]);
      return xmlResponse(200, NAMESPACE, body, { etag: latestVersion(target).etag });
    },
  },
];
