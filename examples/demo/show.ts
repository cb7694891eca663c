/** What the demo prints beside the CLI's own output. */
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { connect, type PeerCertificate } from "node:tls";
import Table from "cli-table3";
import type { DomainState } from "pulumi-domain-group";
import type { RunningSimulator } from "../../test/simulator/run";

export const say = (text: string): void => console.log(text);
export const heading = (text: string): void => console.log(`\n${"=".repeat(100)}\n${text}\n${"=".repeat(100)}`);

const plain = { style: { head: [], border: [] } };

/** Resolves each domain and shakes hands with every address, as a visitor's browser would. */
export async function servedTable(
  world: RunningSimulator,
  domains: DomainState[],
): Promise<{ text: string; problems: string[] }> {
  const resolver = new Resolver();
  resolver.setServers([world.dns]);
  const table = new Table({
    head: ["domain", "attachment", "traffic", "edges", "certificate for", "issued by", "valid until"],
    ...plain,
  });
  const problems: string[] = [];
  for (const { name, attachment, traffic } of domains) {
    // A wildcard is tried with a name under it.
    const host = name.replace("*", "anything");
    const addresses = await resolver.resolve4(host);
    const certificates = await Promise.all(addresses.map((address) => handshake(world, address, host)));
    const [certificate] = certificates;
    if (attachment !== "ATTACHED" || traffic !== "SERVING" || certificate === undefined)
      problems.push(`${name} is not served`);
    table.push([
      name,
      attachment,
      traffic,
      `${certificates.length} of ${world.edges.length}`,
      certificate?.subjectaltname?.replaceAll("DNS:", "") ?? "",
      [certificate?.issuer.CN].flat().join(" "),
      certificate?.valid_to ?? "",
    ]);
  }
  return { text: table.toString(), problems };
}

/** Fails when the certificate is not trusted, not valid now, or not for this name. */
function handshake({ httpsPort, ca }: RunningSimulator, address: string, servername: string): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: httpsPort, servername, ca: readFileSync(ca) }, () => {
      resolve(socket.getPeerCertificate());
      socket.end();
    });
    socket.once("error", reject);
  });
}
