/** `@pulumi/cloudflare` as far as the examples use it. The simulated world's DNS is Cloudflare; a zone's id is its name. */
import * as pulumi from "@pulumi/pulumi";

interface Wish {
  zoneId: string;
  name: string;
  type: string;
  content: string;
  ttl: number;
  proxied: boolean;
}

export class DnsRecord extends pulumi.dynamic.Resource {
  constructor(
    name: string,
    args: { [property in keyof Wish]: pulumi.Input<Wish[property]> },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(pointer, name, args, opts, "cloudflare", "DnsRecord");
  }
}

/** Stored as text, so each method only finds this module again. */
const pointer: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    return require(process.env["CLOUDFLARE"] ?? "").hooks.create(inputs);
  },
  async delete(id, props) {
    return require(process.env["CLOUDFLARE"] ?? "").hooks.delete(id, props);
  },
};

export const hooks = {
  create: async (wish: Wish): Promise<pulumi.dynamic.CreateResult> => {
    await publish(wish, [wish.content]);
    return { id: `${wish.name} ${wish.type}`, outs: wish };
  },
  delete: async (_id: string, wish: Wish): Promise<void> => publish(wish, null),
};

/** A CNAME at the top of the zone is flattened: Cloudflare answers with addresses there. */
async function publish({ zoneId, name, type, ttl }: Wish, values: string[] | null): Promise<void> {
  const flattened = type === "CNAME" && name === zoneId ? "ALIAS" : type;
  const response = await fetch(`${process.env["CONTROL"]}/records`, {
    method: "POST",
    body: JSON.stringify({ name, type: flattened, ttl, values }),
  });
  if (!response.ok) throw new Error(await response.text());
}
