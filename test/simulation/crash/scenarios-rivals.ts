/** Names that distributions have which no group has. */
import { destroy, type Group, group, type Rival, type Scenario, scenario, up } from "./scenario";

const TAKEN = "shop.example.com";
const NAMES = ["example.com", "www.example.com", TAKEN];
const HERE: Rival = { isOurs: true, isEnabled: true, wanted: [TAKEN], kept: ["old.example.com"] };
const THERE: Rival = { ...HERE, isOurs: false };
const OFF: Rival = { ...THERE, isEnabled: false };

const wanting = (more: Partial<Group> = {}) => up(group(NAMES, more));
/** From the first rival. */
const TAKING = wanting({ moveFrom: [0] });

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
  scenario("a name to be taken over from another account, destroyed", [TAKING], destroy(TAKING), { rivals: [THERE] }),
];
