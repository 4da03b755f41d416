import { Cl } from "@stacks/transactions";
import { describe, expect, it } from "vitest";

const CONTRACT = "@@kebab@@";
const accounts = simnet.getAccounts();
const alice = accounts.get("wallet_1");
const bob = accounts.get("wallet_2");

const call = (fn, args, sender) => simnet.callPublicFn(CONTRACT, fn, args, sender).result;
const ownerOf = (name) => simnet.callReadOnlyFn(CONTRACT, "owner-of", [Cl.stringAscii(name)], alice).result;

describe("@@name@@", () => {
  it("gives a free name to the first who registers it", () => {
    expect(call("register", [Cl.stringAscii("first")], alice)).toBeOk(Cl.bool(true));
    expect(ownerOf("first")).toBeSome(Cl.principal(alice));
  });

  it("refuses a name that is taken, and an empty one", () => {
    call("register", [Cl.stringAscii("taken")], alice);
    expect(call("register", [Cl.stringAscii("taken")], bob)).toBeErr(Cl.uint(100));
    expect(call("register", [Cl.stringAscii("")], bob)).toBeErr(Cl.uint(102));
  });

  it("takes the fee from the one who registers", () => {
    const before = simnet.getAssetsMap().get("STX").get(bob);
    call("register", [Cl.stringAscii("paid")], bob);
    expect(before - simnet.getAssetsMap().get("STX").get(bob)).toBe(1_000_000n);
  });

  it("lets only the owner hand a name over", () => {
    call("register", [Cl.stringAscii("given")], alice);
    const handOver = [Cl.stringAscii("given"), Cl.principal(bob)];
    expect(call("transfer", handOver, bob)).toBeErr(Cl.uint(101));
    expect(call("transfer", handOver, alice)).toBeOk(Cl.bool(true));
    expect(ownerOf("given")).toBeSome(Cl.principal(bob));
  });
});
