import { Cl } from "@stacks/transactions";
import { describe, expect, it } from "vitest";

const CONTRACT = "@@kebab@@";
const TERM = 52560;
const accounts = simnet.getAccounts();
const alice = accounts.get("wallet_1");
const bob = accounts.get("wallet_2");

const call = (fn, name, sender) => simnet.callPublicFn(CONTRACT, fn, [Cl.stringAscii(name)], sender).result;
const ownerOf = (name) => simnet.callReadOnlyFn(CONTRACT, "owner-of", [Cl.stringAscii(name)], alice).result;

describe("expiry of @@name@@", () => {
  it("frees a name after its term, for anyone", () => {
    call("register", "short-lived", alice);
    simnet.mineEmptyBlocks(TERM + 1);
    expect(ownerOf("short-lived")).toBeNone();
    expect(call("renew", "short-lived", alice)).toBeErr(Cl.uint(101));
    expect(call("register", "short-lived", bob)).toBeOk(Cl.bool(true));
  });

  it("keeps a name that was renewed", () => {
    call("register", "renewed", alice);
    call("renew", "renewed", alice);
    simnet.mineEmptyBlocks(TERM + 1);
    expect(ownerOf("renewed")).toBeSome(Cl.principal(alice));
  });

  it("renews for the owner only", () => {
    call("register", "mine", alice);
    expect(call("renew", "mine", bob)).toBeErr(Cl.uint(101));
  });
});
