/** Where the program attaches: when somebody is asked who has a name. */
import { emptyMemory } from "../../provider/core/memory";
import { wishKey } from "../../provider/core/temporary";
import {
  answer,
  asker,
  asking,
  brought,
  denied,
  holder,
  led,
  noted,
  ownAsker,
  THERE,
  unheard,
  unseen,
  WWW,
  without,
} from "./asking";
import { certificate, DOMAINS, known, MINUTE, NOW, unknown } from "./gen";
import { table } from "./table";

table("a name that somebody else may have", [
  { rule: "is looked for in DNS first", input: without(asking(), "leads"), says: "look leads" },
  { rule: "is looked for in the account then", input: without(asking(), "holders"), says: "look holders" },
  {
    rule: "is looked for in the account again when DNS was asked after that",
    input: asking({ holders: known([], NOW - 1) }),
    says: "look holders",
  },
  {
    rule: "is asked for only with a certificate that is issued",
    input: asking({ certificates: known([certificate("a", { status: "PENDING_VALIDATION" })]) }),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "is nobody's where DNS leads nowhere near CloudFront",
    input: asking({ leads: led("shops.example.net") }),
    says: "settled",
  },
  {
    rule: "is nobody's where DNS leads to a distribution of the account",
    input: asking({ holders: known([holder({ domainName: THERE.target })]) }),
    says: "settled",
  },
  {
    rule: "is nobody's where DNS leads it nowhere",
    input: asking({ leads: known({ [WWW]: { kind: "nothing" } }) }),
    says: "settled",
  },
  {
    rule: "may be somebody's where DNS could not be asked",
    input: asking({ leads: unseen }),
    says: "tagCertificate",
  },
  {
    rule: "is nobody's where DNS could not be asked, and an earlier run had the answer for the same names",
    input: asking({ leads: unseen, certificates: noted(false, 1, wishKey(DOMAINS)) }),
    says: "settled",
  },
  {
    rule: "may be somebody's where DNS could not be asked, and an earlier run had the answer for other names",
    input: asking({ leads: unseen, certificates: noted(false, 1, wishKey([WWW])) }),
    says: "tagCertificate",
  },
  {
    rule: "is asked for where DNS leads it to a stranger, whatever an earlier run was told",
    input: asking({ certificates: noted(false, 1, wishKey(DOMAINS)) }),
    says: "tagCertificate",
  },
  {
    rule: "is a service's where DNS says so",
    input: asking({ leads: led("x.auth.eu-west-1.amazoncognito.com") }),
    says: "tagCertificate",
  },
  {
    rule: "is held by a distribution of the account: nobody is asked",
    input: asking({ holders: known([holder({ aliases: [WWW] })]) }),
    says: "settled",
  },
  { rule: "is noted before anything is made", input: asking(), says: "tagCertificate" },
  {
    rule: "makes nothing before it is known whether that is there",
    input: asking({ certificates: noted(true) }),
    says: "look temporary",
  },
  {
    rule: "makes what asks",
    input: asking({ certificates: noted(true), temporary: known(null) }),
    says: "createTemporaryDistribution",
  },
  {
    rule: "makes nothing while that can't be seen",
    input: asking({ certificates: noted(true), temporary: denied }),
    says: "settled",
  },
  {
    rule: "is asked for with the distribution of the program that has the certificate",
    input: asking({ holders: known([holder({ certificateArn: certificate("a").arn })]) }),
    says: "look conflicts",
  },
  {
    rule: "is asked for with what is there",
    input: asking({ certificates: noted(true), temporary: asker() }),
    says: "look conflicts",
  },
  {
    rule: "is asked for when it has come to be suspected since the others were",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: known({}) }),
    says: "wait ASKING_OWNERS aws",
  },
  {
    rule: "is asked for again when CloudFront could not answer for a while",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: unknown() }),
    says: "wait COULD_NOT_ASK aws",
  },
  {
    rule: "is not asked for again in a run that got no answer for it",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: unheard }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "is noted as nobody's where DNS tells nothing of it and the program's own distribution has asked",
    input: asking({ ...ownAsker, leads: unseen, conflicts: known({ [WWW]: answer }) }),
    says: "tagCertificate",
  },
  {
    rule: "is noted as nobody's only where DNS tells nothing",
    input: asking({
      ...ownAsker,
      leads: led("x.auth.eu-west-1.amazoncognito.com"),
      conflicts: known({ [WWW]: answer }),
    }),
    says: "settled",
  },
  {
    rule: "is not asked for for ever",
    input: asking(
      { certificates: noted(true), temporary: asker(), conflicts: known({}) },
      { memory: { ...emptyMemory(NOW - 2 * MINUTE), waits: { answers: NOW - MINUTE } } },
    ),
    says: "deleteTemporaryDistribution",
  },
  { rule: "of a program with its own certificate is not asked for", input: brought(), says: "settled" },
]);
