/** Names that distributions have which no group has. */
import { destroy, type Group, group, PROGRAM, type Rival, type Scenario, type Stage, scenario, up } from "./scenario";

const TAKEN = "shop.example.com";
const NAMES = ["example.com", "www.example.com", TAKEN];
const HERE: Rival = { isOurs: true, isEnabled: true, isLedTo: true, wanted: [TAKEN], kept: ["old.example.com"] };
const THERE: Rival = { ...HERE, isOurs: false, isLedTo: false };
const OFF: Rival = { ...THERE, isEnabled: false };

const wanting = (more: Partial<Group> = {}) => up(group(NAMES, more));
/** From the first rival. */
const TAKING = wanting({ moveFrom: [0] });

/** DNS tells the group that somebody may have the name. */
const LED = { rivals: [{ ...THERE, isLedTo: true }] };
const ATTACHED = wanting({ where: PROGRAM });
const FEW_ATTACHED = up(group(NAMES.slice(0, 2), { where: PROGRAM }));
const asking: Stage = { ...ATTACHED, diesAt: "CreateDistributionWithTags" };

export const RIVALS: Scenario[] = [
  scenario("a name that another account has", [], wanting(), { rivals: [THERE] }),
  scenario("a name that another account has, added", [up(group(NAMES.slice(0, 2)))], wanting(), { rivals: [THERE] }),
  scenario("a name taken over from another distribution of the account", [], TAKING, { rivals: [HERE] }),
  scenario(
    "a name taken over from another distribution of the account, added",
    [up(group(NAMES.slice(0, 2)))],
    TAKING,
    { rivals: [HERE] },
  ),
  scenario("a name taken over from another account", [], TAKING, { rivals: [OFF] }),
  scenario("a name taken over from another account, disabled when asked", [], TAKING, { rivals: [THERE] }),
  scenario("a name to be taken over from another account, thought better of", [], TAKING, {
    rivals: [THERE],
    afterwards: { ...wanting(), refreshed: true },
  }),
  scenario("asks who has a name, program attaches", [], ATTACHED, LED),
  scenario("asks who has a name, program attaches, added", [FEW_ATTACHED], ATTACHED, LED),
  scenario("asks who has a name that is named, program attaches", [], wanting({ where: PROGRAM, moveFrom: [0] }), {
    rivals: [THERE],
  }),
  scenario(
    "asks who has a name, program attaches, destroyed meanwhile",
    [FEW_ATTACHED, asking],
    destroy(ATTACHED),
    LED,
  ),
  scenario("asks who has a name, program attaches, taken out meanwhile", [asking], FEW_ATTACHED, LED),
  scenario("asks who has a name, program attaches, to a distribution meanwhile", [asking], wanting(), LED),
  scenario("a name to be taken over from another account, destroyed", [TAKING], destroy(TAKING), { rivals: [THERE] }),
];
