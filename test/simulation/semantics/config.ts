/** A DistributionConfig as the port hands it out, as text, and as the simulator has it, as an element. */
import { viewerCertificateMembers } from "../../../provider/aws/distribution-config";
import type { DistributionChange } from "../../../provider/core/decision";
import type { ViewerCertificateFacts } from "../../../provider/core/model";
import { childOf, element, parseXml, renderXml, withChild, type XmlElement } from "../../simulator/codec/xml";

export interface Configs {
  text(config: XmlElement): string;
  /** The configuration with aliases and viewer certificate exchanged, and `Enabled` where that is to change. */
  changed(text: string, change: DistributionChange): XmlElement;
}

/** Each configuration is written once, and read from its text only when that came from somewhere else. */
export function createConfigs(): Configs {
  const texts = new WeakMap<XmlElement, string>();
  const elements = new Map<string, XmlElement>();
  return {
    text: (config) => {
      const text = texts.get(config) ?? renderXml(config);
      texts.set(config, text);
      elements.set(text, config);
      return text;
    },
    changed: (text, change) => {
      const config = elements.get(text) ?? parseXml(text);
      if (config === undefined) throw new Error("the configuration is no XML");
      const { aliases, viewerCertificate, enabled } = change;
      const changed = withChild(
        withChild(config, aliasesElement(aliases)),
        certificateElement(config, viewerCertificate),
      );
      return enabled === undefined ? changed : withChild(changed, element("Enabled", enabled));
    },
  };
}

function aliasesElement(aliases: string[]): XmlElement {
  const items = aliases.map((alias) => element("CNAME", alias));
  return element("Aliases", [
    element("Quantity", aliases.length),
    aliases.length === 0 ? undefined : element("Items", items),
  ]);
}

function certificateElement(config: XmlElement, wanted: ViewerCertificateFacts): XmlElement {
  const others =
    childOf(config, "ViewerCertificate")?.children.filter(({ name }) => !viewerCertificateMembers.includes(name)) ?? [];
  const { source, id, sslSupportMethod, minimumProtocolVersion } = wanted;
  if (source === "default" || id === null)
    return element("ViewerCertificate", [element("CloudFrontDefaultCertificate", true), ...others]);
  return element("ViewerCertificate", [
    element("CloudFrontDefaultCertificate", false),
    element(source === "acm" ? "ACMCertificateArn" : "IAMCertificateId", id),
    sslSupportMethod === null ? undefined : element("SSLSupportMethod", sslSupportMethod),
    minimumProtocolVersion === null ? undefined : element("MinimumProtocolVersion", minimumProtocolVersion),
    ...others,
  ]);
}
