import { element, textAt, type XmlElement } from "../codec/xml";
import { invalidArgument } from "./errors";
import { requireMembers } from "./members";

/** CloudFront API reference, OriginAccessControlConfig. */
export interface AccessControlConfig {
  name: string;
  description: string;
  signingProtocol: string;
  signingBehavior: string;
  originType: string;
}

const REQUIRED = ["Name", "SigningProtocol", "SigningBehavior", "OriginAccessControlOriginType"];
const LONGEST_NAME = 64;

const VALUES: { [member: string]: readonly string[] } = {
  SigningProtocol: ["sigv4"],
  SigningBehavior: ["never", "always", "no-override"],
  OriginAccessControlOriginType: ["s3", "mediastore", "mediapackagev2", "lambda"],
};

/** Throws AwsError. */
export function readAccessControlConfig(sent: XmlElement): AccessControlConfig {
  requireMembers(sent, REQUIRED);
  for (const [member, values] of Object.entries(VALUES)) {
    if (!values.includes(textAt(sent, member) ?? "")) {
      throw invalidArgument(`The parameter ${member} contains one or more parameters that are not valid.`);
    }
  }
  const name = textAt(sent, "Name") ?? "";
  if (name === "" || name.length > LONGEST_NAME) {
    throw invalidArgument(`The parameter Name must have 1 to ${LONGEST_NAME} characters.`);
  }
  return {
    name,
    description: textAt(sent, "Description") ?? "",
    signingProtocol: textAt(sent, "SigningProtocol") ?? "",
    signingBehavior: textAt(sent, "SigningBehavior") ?? "",
    originType: textAt(sent, "OriginAccessControlOriginType") ?? "",
  };
}

export function accessControlMembers(config: AccessControlConfig): XmlElement[] {
  return [
    element("Name", config.name),
    element("Description", config.description),
    element("SigningProtocol", config.signingProtocol),
    element("SigningBehavior", config.signingBehavior),
    element("OriginAccessControlOriginType", config.originType),
  ];
}
