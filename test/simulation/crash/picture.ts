/** The world as it is seen from outside, with roles in place of ids: equal for two worlds in which the same was reached. */
import { TAG } from "../../../provider/core/ownership";
import type { CertificateSnapshot } from "../../simulator/acm/controls";
import type { DistributionSnapshot } from "../../simulator/cloudfront/snapshot";
import { parseXml, type XmlElement } from "../../simulator/codec/xml";
import { isMade } from "../life/foreign";
import { ACCOUNT } from "../world";
import type { Household } from "./household";
import { outputsOf } from "./outputs";
import { restOf } from "./rivals";

/** One line a thing, sorted. */
export type Picture = string[];

type Roles = (text: string) => string;

export function pictureOf(home: Household): Picture {
  const roles = rolesIn(home);
  const lines = [
    ...certificates(home, roles),
    ...distributions(home, roles),
    ...accessControls(home),
    ...records(home, roles),
    ...resources(home, roles),
  ];
  return lines.sort();
}

/** Lines of `one` that `other` does not have as often. */
export function beyond(one: Picture, other: Picture): Picture {
  const left = [...other];
  return one.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Replaces ids by what they stand for. */
function rolesIn({ world, stack, own }: Household): Roles {
  const { simulator, places } = world;
  const names = new Map<string, string>();
  for (const { arn, names: covered, account } of simulator.acm.snapshot()) {
    const index = own.indexOf(arn);
    names.set(arn, index >= 0 ? `own certificate ${index}` : `certificate of ${account} for ${covered.join(" ")}`);
  }
  for (const each of simulator.cloudfront.snapshot()) {
    const { id, domainName, callerReference, status } = each;
    const place = places.findIndex((one) => one.id === id);
    const role =
      place >= 0 ? `place ${place}` : isMade(each) ? `made ${callerReference.split("-")[1]}` : `foreign ${id}`;
    const whole = status === "Deleted" ? `deleted ${role}` : role;
    for (const name of [id, domainName]) names.set(name, whole);
  }
  for (const { id, name } of simulator.cloudfront.accessControls()) names.set(id, name);
  for (const name of stack.resources.keys())
    names.set(outputsOf(stack, name).__state.incarnation, `incarnation of ${name}`);
  return (text) => [...names].reduce((whole, [id, role]) => whole.replaceAll(id, `<${role}>`), text);
}

function certificates({ world: { simulator } }: Household, roles: Roles): Picture {
  return simulator.acm
    .snapshot()
    .filter(({ account }) => account === ACCOUNT)
    .map((certificate) => {
      const { arn, names, status, tags } = certificate;
      const { facts } = simulator.world.acm.certificate(arn) ?? {};
      // Where a domain came from is noted by the run that moves it; only its records depend on that. How often was asked depends on the crashes.
      const shown = [[...names].sort().join(" "), facts?.keyAlgorithm ?? "", status, users(certificate, simulator)];
      return `certificate ${shown.join(" | ")} | ${roles(tagText(tags.filter(isLasting)))}`;
    });

  function isLasting({ key, value }: { key: string; value?: string }): boolean {
    return key !== TAG.takenFrom && !(key === TAG.asks && value?.startsWith("no "));
  }

  function users({ arn }: CertificateSnapshot, { cloudfront }: typeof simulator): string {
    const found = cloudfront
      .snapshot()
      .filter(({ certificateArn, status }) => certificateArn === arn && status !== "Deleted");
    return `on ${roles(found.map(({ id }) => id).join(" "))}`;
  }
}

const tagText = (tags: { key: string; value?: string }[]): string =>
  tags
    .map(({ key, value }) => `${key}=${value ?? ""}`)
    .sort()
    .join(" ");

/** Where a name is that a rival had, the group's own line tells. */
function distributions({ world, rivals }: Household, roles: Roles): Picture {
  const { simulator } = world;
  return restOf(world, rivals)
    .filter(({ status, account }) => status !== "Deleted" && account === ACCOUNT)
    .map((each) => {
      const { id, status, aliases, certificateArn, enabled, httpVersion, comment, tags } = each;
      const sorted = Object.entries(tags).map(([key, value]) => ({ key, value }));
      const shown = [
        id,
        status,
        [...aliases].sort().join(" "),
        certificateArn,
        enabled,
        httpVersion,
        comment,
        tagText(sorted),
      ];
      const config = isMade(each) ? configOf(each, simulator) : "";
      return `distribution ${roles(shown.join(" | "))} | ${roles(config)}`;
    });

  function configOf({ id }: DistributionSnapshot, { cloudfront }: typeof simulator): string {
    const request = { method: "GET", path: `/2020-05-31/distribution/${id}/config`, query: {}, headers: {}, body: "" };
    const caller = { account: ACCOUNT, region: "us-east-1", principal: "", requestId: "", stale: false };
    const answer = cloudfront.handle("GetDistributionConfig", request, caller);
    if (answer instanceof Promise) throw new Error("CloudFront answers at once");
    const root = parseXml(answer.body);
    return root === undefined ? "" : canonical(root);
  }
}

/** CloudFront answers in the order in which the members were written. Two other lines of a picture tell of the aliases; a call's reference is its own. */
function canonical({ name, text, children }: XmlElement): string {
  if (name === "CallerReference" || name === "Aliases") return "";
  return `${name}(${text}${children.map(canonical).sort().join(" ")})`;
}

function accessControls({ world: { simulator } }: Household): Picture {
  return simulator.cloudfront
    .accessControls()
    .filter(({ isDeleted, account }) => !isDeleted && account === ACCOUNT)
    .map(({ name }) => `access control ${name}`);
}

function records({ world: { simulator } }: Household, roles: Roles): Picture {
  return simulator.route53
    .snapshot()
    .flatMap((zone) =>
      zone.records.map(({ name, type, values }) => `record ${zone.name} ${name} ${type} ${roles(values.join(" "))}`),
    );
}

/** What the state says, as far as others see it. */
function resources({ stack }: Household, roles: Roles): Picture {
  return [...stack.resources].map(([name, { id, isUnfinished }]) => {
    const { status, reached, settled, aliases, domains, certificateArn, __state } = outputsOf(stack, name);
    const { retiring, formerPlaces } = __state.memory;
    const left = retiring.length + formerPlaces.length;
    const attached = domains.map((each) => `${each.name} ${each.attachment}`).join(" ");
    const shown = [
      id,
      status,
      reached,
      settled,
      isUnfinished,
      left,
      [...aliases].sort().join(" "),
      attached,
      certificateArn,
    ];
    return `resource ${name} | ${roles(shown.join(" | "))}`;
  });
}
