import * as pulumi from "@pulumi/pulumi";
import { createSite } from "./site";

const config = new pulumi.Config();
const { brand, letter } = createSite(config.require("domain"), config.require("distributionId"));

export const status = brand.status;
export { letter };
