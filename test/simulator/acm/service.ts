import {
  emptyJsonResponse,
  inputOf,
  type JsonInput,
  jsonErrorResponse,
  jsonResponse,
  operationOfTarget,
  requiredTextOf,
} from "../codec/json";
import {
  type AcmView,
  AwsError,
  type Caller,
  type CertificateAuthority,
  type Service,
  type WireResponse,
  type World,
} from "../contracts";
import { type Certificate, existsAt, issuedFactsAt, statusAt, tagsAt } from "./certificate";
import { type AcmControls, createControls } from "./controls";
import { certificateDetail } from "./describe";
import { listCertificates } from "./list";
import { requestCertificate } from "./request";
import { type AcmStore, certificateOf, createStore } from "./store";
import { tagMembers, tagsOf, withoutTags, withTags } from "./tags";
import { deleteCertificate, setTags } from "./writes";

export type Acm = Service & AcmView & AcmControls;

type Operation = (input: JsonInput, caller: Caller) => WireResponse | Promise<WireResponse>;

const writes = [
  "RequestCertificate",
  "DeleteCertificate",
  "AddTagsToCertificate",
  "RemoveTagsFromCertificate",
] as const;

/** AWS Certificate Manager: public certificates with DNS validation. `ca` makes what GetCertificate answers. */
export function createAcm(world: World, ca?: CertificateAuthority): Acm {
  const store = createStore(world.clock);
  const operations = new Map(Object.entries(operationsOf(world, store, ca)));
  return {
    ...createControls(world, store),
    name: "acm",
    operations: [...operations.keys()],
    operationOf: (request) => {
      const operation = operationOfTarget(request, "CertificateManager");
      return operation !== undefined && operations.has(operation) ? operation : undefined;
    },
    isWrite: (operation) => writes.some((write) => write === operation),
    handle: (operation, request, caller) => {
      const run = operations.get(operation);
      if (run === undefined) throw new RangeError(`${operation} is no operation of ACM.`);
      return run(inputOf(request), caller);
    },
    errorResponse: jsonErrorResponse,
    certificate: (arn) => certificateFacts(store, arn),
  };
}

function operationsOf(
  world: World,
  store: AcmStore,
  ca: CertificateAuthority | undefined,
): { [name: string]: Operation } {
  const named = (input: JsonInput, caller: Caller, at?: number) =>
    certificateOf(store, caller, requiredTextOf(input, "CertificateArn"), at);
  return {
    RequestCertificate: (input, caller) =>
      jsonResponse({ CertificateArn: requestCertificate(world, store, input, caller) }),
    DescribeCertificate: (input, caller) => {
      const at = store.readInstant(caller);
      return jsonResponse({ Certificate: certificateDetail(world, named(input, caller, at), at) });
    },
    ListCertificates: (input, caller) => jsonResponse(listCertificates(world, store, input, caller)),
    GetCertificate: async (input, caller) => jsonResponse(await certificateText(named(input, caller), world, ca)),
    DeleteCertificate: (input, caller) => {
      deleteCertificate(world, store, named(input, caller));
      return emptyJsonResponse();
    },
    ListTagsForCertificate: (input, caller) => {
      const at = store.readInstant(caller);
      const tags = tagsAt(named(input, caller, at), at - world.latencies.certificateListLag);
      return jsonResponse({ Tags: tagMembers(tags) });
    },
    AddTagsToCertificate: (input, caller) => {
      changeTags(store, named(input, caller), input, withTags);
      return emptyJsonResponse();
    },
    RemoveTagsFromCertificate: (input, caller) => {
      changeTags(store, named(input, caller), input, withoutTags);
      return emptyJsonResponse();
    },
  };
}

function changeTags(store: AcmStore, certificate: Certificate, input: JsonInput, change: typeof withTags): void {
  const tags = tagsOf(input);
  if (tags === undefined || tags.length === 0) {
    throw new AwsError("InvalidParameterException", "Tags must hold at least one tag.", 400);
  }
  setTags(store, certificate, change(tagsAt(certificate, store.clock.now()), tags));
}

async function certificateText(
  certificate: Certificate,
  world: World,
  ca: CertificateAuthority | undefined,
): Promise<object> {
  const facts = issuedFactsAt(certificate, world.clock.now());
  if (facts === undefined) {
    throw new AwsError("RequestInProgressException", `The certificate ${certificate.arn} is not issued yet.`, 400);
  }
  if (ca === undefined)
    throw new AwsError("NotImplemented", "The simulator runs without a certificate authority.", 501);
  const { certificatePem, chainPem } = await ca.issue(facts);
  return { Certificate: certificatePem, CertificateChain: chainPem };
}

function certificateFacts(store: AcmStore, arn: string): ReturnType<AcmView["certificate"]> {
  const certificate = store.byArn(arn);
  const now = store.clock.now();
  if (certificate === undefined || !existsAt(certificate, now)) return undefined;
  const { account, region, outcome } = certificate;
  return {
    account,
    region,
    status: statusAt(certificate, now),
    issuedAt: outcome?.status === "ISSUED" ? outcome.at : undefined,
    facts: issuedFactsAt(certificate, now),
  };
}
