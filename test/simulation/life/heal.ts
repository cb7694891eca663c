/** The second phase: no more accidents, people take back what only they may, and all settles; then all goes and leaves nothing. */
import type { CertificateSnapshot } from "../../simulator/acm/controls";
import type { DistributionSnapshot } from "../../simulator/cloudfront/snapshot";
import { BALANCER } from "./accidents";
import { destroy, preview, refresh, up } from "./engine";
import { byOthers, declaredIn, isLeftToGroups, type Life, processFor } from "./life";
import { deleteFormer, publishAll } from "./people";
import { knownTo, madeAccessControls, madeCertificates, madeDistributions, tagOf } from "./promises";
import { stateOf, unsettled } from "./settled";
import { type LifeWorld, recordsOf } from "./world";

/** Deletions that AWS does not allow yet are due after 45 minutes, 6 hours, and then daily. */
const MOST_UPS = 8;
const HOUR = 3_600_000;

/** How many ups it took. */
export async function heal(life: Life): Promise<number> {
  const { world, stack, serving } = life;
  life.occasion = "healing";
  byOthers(life, () => {
    life.troubles.endAll((trouble) => isLeftToGroups(life, trouble));
    takeBack(life);
  });
  await world.clock.sleep(HOUR);
  byOthers(life, () => deleteReleased(life));
  // A create that was killed is taken up before anything is looked at.
  const ups = await settle(life);
  if (life.problems.length > 0) return ups;
  judgeEnd(life);
  await judgeQuiet(life);
  if (life.problems.length > 0) return ups;
  life.occasion = "destroy in the end";
  serving.release(() => true);
  for (let tries = 0; tries < 3 && (tries === 0 || stack.resources.size > 0); tries++) {
    const outcome = await destroy(stack, processFor(life, {}, 1000 + tries));
    if (tries === 2) for (const { name, text } of outcome.failures) life.broken(`${name} does not go: ${text}`);
    await world.clock.sleep(HOUR);
  }
  byOthers(life, () => life.troubles.endAll());
  await takeOffPutBack(life);
  judgeNothingLeft(life);
  return ups;
}

function takeBack({ world, aftermath, serving, program }: Life): void {
  const { cloudfront, acm, route53 } = world.simulator;
  const wanted = program.groups.flatMap(({ domains }) => domains);
  for (const { id, alias } of aftermath.putBack) {
    const aliases = cloudfront.snapshot().find((each) => each.id === id)?.aliases ?? [];
    if (aliases.includes(alias) && !wanted.includes(alias))
      cloudfront.editDirect(id, { aliases: aliases.filter((each) => each !== alias) });
  }
  for (const { id, enabled, status } of cloudfront.snapshot()) {
    if (aftermath.disabled.has(id) && !enabled && status !== "Deleted") cloudfront.editDirect(id, { enabled: true });
  }
  aftermath.disabled.clear();
  for (const arn of aftermath.balanced) {
    if (acm.snapshot().some((each) => each.arn === arn)) acm.setForeignUser(arn, BALANCER, false);
  }
  for (const { zoneId, name, type, value } of aftermath.broken) {
    const zone = route53.snapshot().find(({ id }) => id === zoneId);
    const isThere = zone?.records.some(
      (each) => each.name === name && each.type === type && each.values.includes(value),
    );
    if (isThere === true) route53.removeRecord(zoneId, name, type);
  }
  serving.look("people took back what they did");
}

/** What a group that is gone left to them, with its records: a load balancer had it, and AWS called it in use. */
function deleteReleased({ world, aftermath }: Life): void {
  for (const certificate of world.simulator.acm.snapshot()) {
    if (!aftermath.balanced.has(certificate.arn) || tagOf(certificate, "released") !== "yes") continue;
    // Somebody has put it back on a distribution since: AWS does not let anybody delete it there.
    if (certificate.inUseBy.length > 0) continue;
    deleteWithRecords(world, certificate);
  }
}

/** An alias that somebody put back was there before the group that took it in later: that group left it, with the certificate that covers it. */
async function takeOffPutBack(life: Life): Promise<void> {
  const { world, aftermath } = life;
  const { acm, cloudfront } = world.simulator;
  for (const { id, aliases, certificateArn } of cloudfront.snapshot()) {
    const before = world.before.get(id);
    const left = aftermath.putBack.filter((each) => each.id === id && aliases.includes(each.alias));
    const certificate = acm.snapshot().find(({ arn }) => arn === certificateArn);
    if (before === undefined || certificate === undefined || left.length === 0) continue;
    if (tagOf(certificate, "id") !== undefined) continue;
    const others = aliases.filter((alias) => !left.some((each) => each.alias === alias));
    byOthers(life, () => cloudfront.editDirect(id, { aliases: others, certificateArn: before.certificateArn }));
    // AWS goes on calling it in use for a while.
    await world.clock.sleep(HOUR);
    byOthers(life, () => deleteWithRecords(world, certificate));
  }
}

function deleteWithRecords({ simulator: { acm, route53 } }: LifeWorld, { arn, records }: CertificateSnapshot): void {
  acm.deleteDirect(arn);
  const needed = new Set(acm.snapshot().flatMap((each) => each.records.map(({ name }) => name)));
  for (const { name } of records.filter((record) => !needed.has(record.name)))
    for (const zone of route53.snapshot())
      if (zone.records.some((record) => record.name === name)) route53.removeRecord(zone.id, name, "CNAME");
}

async function settle(life: Life): Promise<number> {
  const { world, stack, program, serving } = life;
  const names = program.groups.map(({ name }) => name);
  let reasons: string[] = [];
  for (let ups = 1; ups <= MOST_UPS; ups++) {
    life.occasion = `up ${ups} of healing`;
    serving.want(program.groups.flatMap(({ domains }) => domains));
    if (stack.resources.size > 0) await refresh(stack, processFor(life, {}, 2000 + ups));
    const options = { together: ups % 2 === 1, replace: null };
    const outcome = await up(stack, declaredIn(life), processFor(life, {}, 3000 + ups), options);
    publishAll(world, stack);
    if (ups > 2) byOthers(life, () => deleteFormer(world, stack));
    await world.clock.sleep(ups === 1 ? HOUR : 25 * HOUR);
    reasons = [
      ...outcome.failures.map(({ name, text }) => `${name}: ${text.slice(0, 400)}`),
      ...unsettled(stack, names),
    ];
    if (reasons.length === 0 || life.problems.length > 0) return ups;
  }
  life.broken(`not settled after ${MOST_UPS} ups: ${reasons.join("; ")}`);
  return MOST_UPS;
}

/** One certificate each, no more distributions than wanted, and every domain at every edge. */
function judgeEnd(life: Life): void {
  const { world, stack, program, strangers, serving } = life;
  const { simulator } = world;
  serving.complete(program.groups.flatMap(({ domains }) => domains));
  const ids = new Map(program.groups.map(({ name }) => [stateOf(stack, name)?.wish.desired.groupId, name]));
  const held = madeCertificates(simulator, strangers).map(
    (each) => ids.get(tagOf(each, "id")) ?? `nobody (${each.arn})`,
  );
  const wanted = program.groups.map(({ name }) => name);
  if (held.sort().join() !== wanted.sort().join()) life.broken(`certificates of ${held.join(", ")}`);
  const created = program.groups.filter(({ where }) => where.kind === "created");
  const distributions = madeDistributions(simulator);
  if (distributions.length !== created.length)
    life.broken(
      `${distributions.length} distributions made for ${created.length}: ${distributions.map(({ id }) => id).join(" ")}`,
    );
  // One of a bucket that was may stay until the group goes.
  const known = knownTo(stack);
  for (const { id } of madeAccessControls(simulator).filter((control) => !known.has(control.id)))
    life.broken(`nobody knows the access control ${id}`);
}

/** Promise 6. */
async function judgeQuiet(life: Life): Promise<void> {
  const { stack, program } = life;
  life.occasion = "up with nothing to do";
  const process = processFor(life, {}, 4000);
  const { same, failures } = await preview(stack, declaredIn(life), process);
  const again = await up(stack, declaredIn(life), process, { together: true, replace: null });
  if (same.length !== program.groups.length || again.same.length !== program.groups.length)
    life.broken(`something to do for other groups than ${same.join()}: ${JSON.stringify([failures, again.failures])}`);
  if (process.calls() > 0) life.broken(`${process.calls()} AWS calls`);
}

function judgeNothingLeft({ world, strangers, broken, untold }: Life): void {
  const { simulator } = world;
  for (const { arn, tags } of madeCertificates(simulator, strangers)) broken(`${arn} is left: ${JSON.stringify(tags)}`);
  for (const { id } of madeDistributions(simulator)) broken(`the distribution ${id} is left`);
  for (const { id } of madeAccessControls(simulator)) broken(`the access control ${id} is left`);
  for (const record of recordsOf(world)) {
    // Which records were there before stands in the tags.
    const isExcused = untold.size > 0 && record.includes("acm-validations.aws");
    if (!world.furniture.has(record) && !isExcused) broken(`the record ${record} is left`);
  }
  for (const place of simulator.cloudfront.snapshot()) {
    const before = world.before.get(place.id);
    if (before !== undefined && servedBy(before) !== servedBy(place))
      broken(`${place.id} had ${servedBy(before)} and is left with ${servedBy(place)}`);
  }
}

const servedBy = ({ aliases, certificateArn }: Pick<DistributionSnapshot, "aliases" | "certificateArn">): string =>
  `${aliases.join(" ")} with ${certificateArn}`;
