/**
 * How an example ends.
 *
 * - `"attached"`: every domain is served, and DNS leads here.
 * - `"waiting-for-records"`: nobody has published the validation records yet. With `dns: "route53"` this package has, and ACM has not looked yet.
 * - `"caa-forbids"`: a CAA record keeps Amazon from issuing for the first name of the certificate and those below it.
 * - `"conflict"`: another distribution holds one of the domains.
 */
export type ExampleKind = "attached" | "waiting-for-records" | "caa-forbids" | "conflict";
