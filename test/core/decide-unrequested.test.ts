import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { certificate, distribution, GROUP, input, known, ownTags } from "./gen";
import { pending, table } from "./table";

const OURS = { [TAG.id]: GROUP, [TAG.owner]: "org/project/stack" };
const RENAMED = { ...OURS, [TAG.owner]: "org/project/renamed" };
const CLAIMED = ownTags({ [TAG.owner]: "org/project/renamed" });

const unrequested = (...certificates: ReturnType<typeof certificate>[]): Input =>
  input({ certificates: known(certificates) }, { goal: "unrequested" });

table("a request for the records alone that is taken back", [
  {
    rule: "is deleted when no group has claimed it",
    input: unrequested(certificate("a", pending, OURS)),
    says: "deleteCertificate",
  },
  {
    rule: "stays when a group has claimed it",
    input: unrequested(certificate("a", pending, ownTags())),
    says: "settled",
  },
  {
    rule: "stays when it is in use",
    input: unrequested(certificate("a", { inUseBy: [distribution().arn] }, OURS)),
    says: "settled",
  },
  {
    rule: "is not held up by what its group has claimed for a renamed stack",
    input: unrequested(certificate("a", {}, CLAIMED), certificate("b", pending, OURS)),
    says: "deleteCertificate",
  },
  {
    rule: "leaves alone what another owner has requested under the same id",
    input: unrequested(certificate("a", pending, RENAMED)),
    says: "settled",
  },
  {
    rule: "leaves alone what tells no owner",
    input: unrequested(certificate("a", pending, { [TAG.id]: GROUP })),
    says: "settled",
  },
]);
