/**
 * How an example ends.
 *
 * - `"attached"`: every domain is served, and DNS leads here.
 * - `"waiting-for-records"`: nobody has published the validation records yet. With `dns: "route53"` this package has, and ACM has not looked yet.
 * - `"caa-forbids"`: the CAA records of the primary domain do not let Amazon issue for it and the names below it, so no certificate is requested.
 * - `"conflict"`: a distribution of another account has the primary domain.
 */
export type ExampleKind = "attached" | "waiting-for-records" | "caa-forbids" | "conflict";
