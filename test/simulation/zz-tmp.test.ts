import { planText } from "../../provider/core/plan-text";
import { rehearse } from "../../provider/rehearse";
import { continued, domainNames, runOf } from "./world";
import { begin } from "./story";
describe("tmp", () => {
  it("external plan", async () => {
    for (const names of [["www.example.com", "example.com"], ["www.unregistered.com"]]) {
    const story = begin("x", names, { wish: { dns: { kind: "external" } } });
    const plan = await rehearse(runOf(story, story.desired));
    console.log(JSON.stringify(plan.items.map(i => i.kind === "wait" ? ["wait", i.on, i.cause.code] : i.step.kind)), plan.end);
    console.log(planText(plan, []));
    const up = await story.up();
    console.log(up.end, up.report.guidance.map(g => [g.code, g.happening, g.todo]));
    const again = await rehearse(runOf(story, story.desired, continued(up)));
    console.log(JSON.stringify(again.items.map(i => i.kind === "wait" ? ["wait", i.on, i.cause.code] : i.step.kind)), again.end);
    console.log(planText(again, []));
    }
  });
});
